/** The memory of a network on one kernel: planned once, for a largest batch, and reused by every step and model. */
import {
  batchSlots,
  ceilTo,
  type Kernel,
  LAYER_FIELDS,
  type LayerDescriptor,
  PANEL,
  writeLayer,
} from "../kernel/index.ts";
import type { Layout } from "./layout.ts";
import { directionCount, type NetworkSpec } from "./spec.ts";

export interface Workspace {
  readonly batch: number;
  readonly rowIndex: number;
  readonly input: number;
  /** [layer][direction] descriptor places. */
  readonly layers: readonly (readonly number[])[];
  /** Y of each layer [R][D H], and its gradient where one is kept. */
  readonly outputs: readonly number[];
  readonly gradOutputs: readonly number[];
  readonly pooled: number;
  readonly gradPooled: number;
  readonly lengths: number;
  readonly logits: number;
  readonly gradLogits: number;
  readonly headScratch: number;
}

/** The largest batch that a workspace serves. */
export interface Capacity {
  readonly sequences: number;
  readonly steps: number;
}

export function planWorkspace(
  kernel: Kernel,
  spec: NetworkSpec,
  layout: Layout,
  capacity: Capacity,
): Workspace {
  const { sequences: B, steps: T } = capacity;
  const R = B * T;
  const width = directionCount(spec) * layout.hidden;
  const allocate = (slots: number) => kernel.allocate(slots);
  const outputs = layout.directions.map(() => allocate(R * width));
  const pooled = allocate(B * width);
  const gradPooled = allocate(B * width);
  const needsGradOutput = (k: number) => k < spec.layers - 1 || spec.pooling === "mean";
  const gradOutputs = layout.directions.map((_, k) =>
    needsGradOutput(k) ? allocate(R * width) : -1,
  );
  const input = allocate(R * spec.inputSize);
  const scratch = planScratch(kernel, spec, layout, capacity);
  const layers = layout.directions.map((directions, k) =>
    directions.map((direction, d) => {
      const top = k === spec.layers - 1;
      const slot = allocate(ceilTo(LAYER_FIELDS.length, PANEL));
      const column = d * layout.hidden;
      writeLayer(kernel, slot, {
        ...scratch(d, k),
        cell: spec.cell === "gru" ? 0 : 1,
        reverse: d,
        inputs: direction.inputs,
        hidden: layout.hidden,
        input: k === 0 ? input : outputs[k - 1]!,
        inputStride: direction.inputs,
        output: outputs[k]! + column,
        outputStride: width,
        gradOutput: gradOutputs[k]! < 0 ? -1 : gradOutputs[k]! + column,
        gradFinal: top && spec.pooling === "last" ? gradPooled + column : -1,
        gradInput: k === 0 ? -1 : gradOutputs[k - 1]!,
        addGradInput: d,
        weights: direction.weights,
      });
      return slot;
    }),
  );
  return {
    batch: allocate(batchSlots(B, T)),
    rowIndex: allocate(R),
    input,
    layers,
    outputs,
    gradOutputs,
    pooled,
    gradPooled,
    lengths: allocate(B),
    logits: allocate(B * PANEL),
    gradLogits: allocate(B * PANEL),
    headScratch: allocate(width * PANEL),
  };
}

type ScratchField =
  | "gates"
  | "previousHidden"
  | "previousCell"
  | "cellTanh"
  | "cellNow"
  | "bias"
  | "gradHidden"
  | "gradCell"
  | "gradGates"
  | "transposedHidden"
  | "transposedInput";

/** What the forward pass leaves for the backward pass is kept for each layer and direction; the rest is shared. */
function planScratch(
  kernel: Kernel,
  spec: NetworkSpec,
  layout: Layout,
  { sequences: B, steps: T }: Capacity,
): (direction: number, layer: number) => Pick<LayerDescriptor, ScratchField> {
  const H = layout.hidden;
  const N = 4 * H;
  const lstm = spec.cell === "lstm";
  const shared = {
    cellNow: lstm ? kernel.allocate(B * H) : -1,
    bias: kernel.allocate(N),
    gradHidden: kernel.allocate(B * H),
    gradCell: lstm ? kernel.allocate(B * H) : -1,
    gradGates: kernel.allocate(B * N),
    transposedHidden: kernel.allocate(N * H),
    transposedInput: spec.layers > 1 ? kernel.allocate(N * directionCount(spec) * H) : -1,
  };
  const kept = layout.directions.map((directions) =>
    directions.map(() => ({
      gates: kernel.allocate(B * T * N),
      previousHidden: kernel.allocate(B * T * H),
      previousCell: lstm ? kernel.allocate(B * T * H) : -1,
      cellTanh: lstm ? kernel.allocate(B * T * H) : -1,
    })),
  );
  return (direction, layer) => ({ ...shared, ...kept[layer]![direction]! });
}
