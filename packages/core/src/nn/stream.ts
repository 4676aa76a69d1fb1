import {
  type Backend,
  type Kernel,
  LAYER_FIELDS,
  type LayerDescriptor,
  PANEL,
  writeLayer,
} from "../kernel/index.ts";
import { type Layout, planLayout, writeParameters } from "./layout.ts";
import { checkParameters, type Parameters } from "./parameters.ts";
import { type NetworkSpec, resolveNetworkSpec } from "./spec.ts";

/**
 * K networks of one shape fed one frame at a time: h (and c) are carried, logits come out after every frame, and equal
 * bit for bit those of the whole sequence so far. No allocation a frame.
 */
export class NetworkStream {
  readonly spec: NetworkSpec;
  readonly models: number;
  /** Logits after the last frame [K, outputs]. */
  readonly logits: Float64Array;
  private readonly kernel: Kernel;
  private readonly layout: Layout;
  private readonly parameters: number;
  private readonly layers: readonly number[];
  private readonly frame: number;
  private readonly states: number;
  private readonly sums: number;
  private readonly pooled: number;
  private readonly out: number;
  private frames = 0;

  /**
   * @param parameters one canonical set for each model
   * @throws on a bidirectional spec: its backward half needs the end of the sequence
   */
  constructor(backend: Backend, spec: NetworkSpec, parameters: readonly Parameters[]) {
    this.spec = resolveNetworkSpec(spec);
    if (spec.bidirectional) {
      throw new Error(
        "NetworkStream: a bidirectional network cannot stream; expected bidirectional false, got true",
      );
    }
    if (parameters.length === 0)
      throw new Error("NetworkStream: expected at least one model, got none");
    this.models = parameters.length;
    this.kernel = backend.createKernel();
    this.layout = planLayout(this.spec);
    const { kernel, layout } = this;
    const H = layout.hidden;
    this.parameters = kernel.allocate(layout.size * this.models);
    this.frame = kernel.allocate(spec.inputSize);
    this.states = kernel.allocate(this.models * spec.layers * 2 * H);
    this.sums = kernel.allocate(this.models * H);
    this.pooled = kernel.allocate(H);
    this.out = kernel.allocate(PANEL);
    this.layers = this.planLayers();
    this.logits = new Float64Array(this.models * spec.outputs);
    parameters.forEach((set, k) => {
      checkParameters(this.spec, set);
      writeParameters(layout, set, kernel.heap, this.parameters + k * layout.size);
    });
  }

  private planLayers(): number[] {
    const { kernel, layout, spec } = this;
    const scratch = {
      gates: kernel.allocate(4 * layout.hidden),
      bias: kernel.allocate(4 * layout.hidden),
      cellTanh: kernel.allocate(layout.hidden),
    };
    const none = Object.fromEntries(LAYER_FIELDS.map((field) => [field, -1]));
    return layout.directions.map(([direction]) => {
      const slot = kernel.allocate(LAYER_FIELDS.length);
      writeLayer(kernel, slot, {
        ...(none as LayerDescriptor),
        ...scratch,
        cell: spec.cell === "gru" ? 0 : 1,
        reverse: 0,
        inputs: direction!.inputs,
        hidden: layout.hidden,
        weights: direction!.weights,
      });
      return slot;
    });
  }

  /** Forgets every frame: the next one is the first of a sequence. */
  reset(): void {
    const { kernel, layout, spec, models } = this;
    kernel.heap.fill(0, this.states, this.states + models * spec.layers * 2 * layout.hidden);
    kernel.heap.fill(0, this.sums, this.sums + models * layout.hidden);
    this.frames = 0;
  }

  /** Takes one frame [inputSize]; returns `logits`. */
  push(values: ArrayLike<number>): Float64Array {
    const { kernel, spec } = this;
    if (values.length !== spec.inputSize) {
      throw new Error(
        `NetworkStream.push: expected ${spec.inputSize} values, got ${values.length}`,
      );
    }
    const heap = kernel.heap;
    for (let i = 0; i < values.length; i++) heap[this.frame + i] = values[i]!;
    this.frames++;
    for (let k = 0; k < this.models; k++) this.advance(k);
    return this.logits;
  }

  private advance(model: number): void {
    const { kernel, layout, spec } = this;
    const H = layout.hidden;
    const parameters = this.parameters + model * layout.size;
    let x = this.frame;
    for (let layer = 0; layer < spec.layers; layer++) {
      const state = this.states + (model * spec.layers + layer) * 2 * H;
      kernel.ops.layerFrame(this.layers[layer]!, parameters, x, state);
      x = state;
    }
    if (spec.pooling === "mean") x = this.mean(model, x);
    kernel.ops.headFrame(H, x, parameters + layout.head, parameters + layout.headBias, this.out);
    const heap = kernel.heap;
    for (let c = 0; c < spec.outputs; c++) {
      this.logits[model * spec.outputs + c] = heap[this.out + c]!;
    }
  }

  /** Storing to a float32 heap rounds as the kernels' float32 sum and quotient do. */
  private mean(model: number, state: number): number {
    const heap = this.kernel.heap;
    const H = this.layout.hidden;
    const sums = this.sums + model * H;
    for (let u = 0; u < H; u++) {
      heap[sums + u] = heap[sums + u]! + heap[state + u]!;
      heap[this.pooled + u] = heap[sums + u]! / this.frames;
    }
    return this.pooled;
  }
}
