/**
 * Where each weight lies in a kernel's panels. Hidden units are padded to a multiple of 16; padding is zero and stays
 * zero, since its activations and gradients are exact zeros.
 *
 * Panels want gates in another order than PyTorch: GRU input weights n, r, z and recurrent ones r, z, n, so that the
 * gates that add both products lie side by side.
 */
import { ceilTo, PANEL } from "../kernel/index.ts";
import { type Parameters, parameterShapes, recurrentNames, type Tensor } from "./parameters.ts";
import { directionCount, gateCount, type NetworkSpec } from "./spec.ts";

/** One direction of one layer, in slots from the start of a model's parameters. */
export interface DirectionLayout {
  readonly inputs: number;
  readonly weights: number;
}

export interface Layout {
  /** Hidden units with padding. */
  readonly hidden: number;
  /** [layer][direction] */
  readonly directions: readonly (readonly DirectionLayout[])[];
  readonly head: number;
  readonly headBias: number;
  /** Slots of a model's parameters, a multiple of 16. */
  readonly size: number;
  /** For each tensor, the slot of each of its values. */
  readonly slots: ReadonlyMap<string, Int32Array>;
}

const GRU_INPUT_ORDER = [2, 0, 1]; // panel block -> PyTorch gate

export function planLayout(spec: NetworkSpec): Layout {
  const hidden = ceilTo(spec.hiddenSize, PANEL);
  const N = gateCount(spec) * hidden;
  const D = directionCount(spec);
  const slots = new Map<string, Int32Array>();
  const directions: DirectionLayout[][] = [];
  let top = 0;
  for (let k = 0; k < spec.layers; k++) {
    const inputs = k === 0 ? spec.inputSize : D * hidden;
    directions.push([]);
    for (let d = 0; d < D; d++) {
      directions[k]!.push({ inputs, weights: top });
      placeDirection(spec, hidden, k, d, inputs, top, slots);
      top += N * (inputs + hidden + 2);
    }
  }
  const head = top;
  const headBias = head + D * hidden * PANEL;
  placeHead(spec, hidden, head, headBias, slots);
  return { hidden, directions, head, headBias, size: headBias + PANEL, slots };
}

/** The padded position of feature i of an upper layer: the directions' states lie side by side, each padded. */
function paddedFeature(spec: NetworkSpec, hidden: number, i: number): number {
  return Math.floor(i / spec.hiddenSize) * hidden + (i % spec.hiddenSize);
}

function placeDirection(
  spec: NetworkSpec,
  hidden: number,
  layer: number,
  direction: number,
  inputs: number,
  weights: number,
  slots: Map<string, Int32Array>,
): void {
  const h = spec.hiddenSize;
  const G = gateCount(spec);
  const N = G * hidden;
  const wh = weights + N * inputs;
  const bx = wh + N * hidden;
  const names = recurrentNames(layer, direction);
  const shapes = parameterShapes(spec);
  const features = shapes.get(names[0])![1]!;
  const [ih, hh, bih, bhh] = names.map((name) => {
    const table = new Int32Array(shapes.get(name)!.reduce((a, b) => a * b, 1));
    slots.set(name, table);
    return table;
  }) as [Int32Array, Int32Array, Int32Array, Int32Array];
  for (let gate = 0; gate < G; gate++) {
    const inputBlock = spec.cell === "gru" ? GRU_INPUT_ORDER.indexOf(gate) : gate;
    for (let u = 0; u < h; u++) {
      const row = gate * h + u;
      const nx = inputBlock * hidden + u;
      const nh = gate * hidden + u;
      for (let i = 0; i < features; i++) {
        const k = layer === 0 ? i : paddedFeature(spec, hidden, i);
        ih[row * features + i] = weights + ((nx >> 4) * inputs + k) * PANEL + (nx & 15);
      }
      for (let i = 0; i < h; i++)
        hh[row * h + i] = wh + ((nh >> 4) * hidden + i) * PANEL + (nh & 15);
      bih[row] = bx + nx;
      bhh[row] = bx + N + nh;
    }
  }
}

function placeHead(
  spec: NetworkSpec,
  hidden: number,
  head: number,
  headBias: number,
  slots: Map<string, Int32Array>,
): void {
  const width = directionCount(spec) * spec.hiddenSize;
  const weight = new Int32Array(spec.outputs * width);
  for (let c = 0; c < spec.outputs; c++) {
    for (let i = 0; i < width; i++) {
      weight[c * width + i] = head + paddedFeature(spec, hidden, i) * PANEL + c;
    }
  }
  slots.set("head.weight", weight);
  slots.set(
    "head.bias",
    Int32Array.from({ length: spec.outputs }, (_, c) => headBias + c),
  );
}

/** Writes canonical tensors into panels at `base`; padding is not touched. */
export function writeParameters(
  layout: Layout,
  parameters: Parameters,
  heap: Float32Array | Float64Array,
  base: number,
): void {
  for (const [name, table] of layout.slots) {
    const values = parameters.get(name)!.values;
    for (let i = 0; i < table.length; i++) heap[base + table[i]!] = values[i]!;
  }
}

/** Reads panels at `base` as canonical tensors. */
export function readParameters(
  spec: NetworkSpec,
  layout: Layout,
  heap: Float32Array | Float64Array,
  base: number,
): Parameters {
  const shapes = parameterShapes(spec);
  const tensors = new Map<string, Tensor>();
  for (const [name, shape] of shapes) {
    const table = layout.slots.get(name)!;
    const values =
      heap instanceof Float64Array
        ? new Float64Array(table.length)
        : new Float32Array(table.length);
    for (let i = 0; i < table.length; i++) values[i] = heap[base + table[i]!]!;
    tensors.set(name, { shape, values });
  }
  return tensors;
}
