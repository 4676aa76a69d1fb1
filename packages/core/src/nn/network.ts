import { checkKeys } from "../face/index.ts";
import { type Backend, type Kernel, PANEL, writeBatch } from "../kernel/index.ts";
import { type Layout, planLayout, readParameters, writeParameters } from "./layout.ts";
import { checkParameters, type Parameters } from "./parameters.ts";
import { directionCount, type NetworkSpec, resolveNetworkSpec } from "./spec.ts";
import { type Capacity, planWorkspace, type Workspace } from "./workspace.ts";

/** Sequences of different length, batch first. */
export interface SequenceBatch {
  readonly shape: { readonly N: number; readonly T: number; readonly F: number };
  /** [N, T, F], row major; what lies beyond a sequence's length is never read. */
  readonly input: Float32Array | Float64Array;
  /** Frames of each sequence [N], each in [1, T]. */
  readonly lengths: ArrayLike<number>;
}

/** The most that a network is given at once: its memory is planned for it. */
export interface NetworkCapacity extends Capacity {
  /** Models of one shape that share batches. Default 1. */
  readonly models?: number;
}

/** Seeds of one training step's dropout masks; the same seed gives the same masks on every backend. */
export interface DropoutSeed {
  readonly seed: number;
}

/**
 * K models of one shape on one kernel: forward and backward passes over batches picked from a loaded data set.
 *
 * All memory is planned by the constructor and `load`; `select`, `forward` and `backward` allocate nothing in the heap.
 * Each model's numbers depend on its own weights and the batch alone: K together and K alone give the same bits.
 */
export class Network {
  readonly spec: NetworkSpec;
  readonly models: number;
  readonly kernel: Kernel;
  readonly backendName: string;
  readonly layout: Layout;
  /** Logits of the last forward pass [B, outputs], in the order of the selected sequences. */
  readonly logits: Float64Array;
  readonly capacity: Capacity;
  private readonly place: Workspace;
  private readonly parameterBase: number;
  private readonly gradientBase: number;
  private readonly order: Int32Array;
  private readonly sorted: Int32Array;
  private readonly lengths: Int32Array;
  private data: { place: number; size: number; batch: SequenceBatch } | null = null;
  private selected = 0;
  private rows = 0;
  private dropoutSeed = -1;

  constructor(backend: Backend, spec: NetworkSpec, capacity: NetworkCapacity) {
    this.spec = resolveNetworkSpec(spec);
    this.models = capacity.models ?? 1;
    checkKeys("Network: capacity", capacity, ["sequences", "steps", "models"]);
    for (const [key, value] of Object.entries({ ...capacity, models: this.models })) {
      if (!Number.isInteger(value) || value < 1) {
        throw new Error(`Network: capacity.${key} must be an integer >= 1, got ${value}`);
      }
    }
    this.capacity = { sequences: capacity.sequences, steps: capacity.steps };
    this.backendName = backend.name;
    this.kernel = backend.createKernel();
    this.layout = planLayout(this.spec);
    this.parameterBase = this.kernel.allocate(this.layout.size * this.models);
    this.gradientBase = this.kernel.allocate(this.layout.size);
    this.place = planWorkspace(this.kernel, this.spec, this.layout, this.capacity);
    this.logits = new Float64Array(this.capacity.sequences * this.spec.outputs);
    this.order = new Int32Array(this.capacity.sequences);
    this.sorted = new Int32Array(this.capacity.sequences);
    this.lengths = new Int32Array(this.capacity.sequences);
  }

  /** Slot of a model's parameters; their length is `layout.size`. */
  parametersAt(model: number): number {
    if (!Number.isInteger(model) || model < 0 || model >= this.models) {
      throw new Error(`Network: model must be in [0, ${this.models}), got ${model}`);
    }
    return this.parameterBase + model * this.layout.size;
  }

  /** Slot of the gradient that `backward` wrote last. */
  get gradientAt(): number {
    return this.gradientBase;
  }

  setParameters(model: number, parameters: Parameters): void {
    checkParameters(this.spec, parameters);
    writeParameters(this.layout, parameters, this.kernel.heap, this.parametersAt(model));
  }

  getParameters(model: number): Parameters {
    return readParameters(this.spec, this.layout, this.kernel.heap, this.parametersAt(model));
  }

  getGradient(): Parameters {
    return readParameters(this.spec, this.layout, this.kernel.heap, this.gradientBase);
  }

  /**
   * Copies a data set into the kernel's heap; batches are then picked from it by index.
   *
   * @throws when shapes disagree, or a length lies outside [1, T]
   */
  load(batch: SequenceBatch): void {
    const { N, T, F } = batch.shape;
    if (F !== this.spec.inputSize) {
      throw new Error(`Network.load: shape.F must be inputSize ${this.spec.inputSize}, got ${F}`);
    }
    if (batch.input.length !== N * T * F || batch.lengths.length !== N) {
      throw new Error(
        `Network.load: expected ${N * T * F} inputs and ${N} lengths, got ${batch.input.length} and ${batch.lengths.length}`,
      );
    }
    const most = Math.min(T, this.capacity.steps);
    for (let n = 0; n < N; n++) {
      const length = batch.lengths[n]!;
      if (!Number.isInteger(length) || length < 1 || length > most) {
        throw new Error(`Network.load: lengths[${n}] must be in [1, ${most}], got ${length}`);
      }
    }
    const size = N * T * F;
    const place =
      this.data !== null && this.data.size >= size ? this.data.place : this.kernel.allocate(size);
    this.kernel.heap.set(batch.input, place);
    this.data = { place, size: Math.max(size, this.data?.size ?? 0), batch };
    this.selected = 0;
  }

  /** Picks the sequences of the next passes, in this order; packs them by falling length. */
  select(indices: ArrayLike<number>): void {
    const { data, capacity, order, sorted, lengths, place, kernel, spec } = this;
    if (data === null) throw new Error("Network.select: no data loaded");
    const B = indices.length;
    if (B < 1 || B > capacity.sequences) {
      throw new Error(`Network.select: expected 1 to ${capacity.sequences} sequences, got ${B}`);
    }
    for (let b = 0; b < B; b++) {
      const index = indices[b]!;
      if (!Number.isInteger(index) || index < 0 || index >= data.batch.shape.N) {
        throw new Error(
          `Network.select: indices[${b}] must be in [0, ${data.batch.shape.N}), got ${index}`,
        );
      }
      order[b] = b;
    }
    // Stable, so that equal lengths keep their order: the packing is a function of the indices alone.
    order
      .subarray(0, B)
      .sort((a, b) => data.batch.lengths[indices[b]!]! - data.batch.lengths[indices[a]!]! || a - b);
    for (let b = 0; b < B; b++) {
      sorted[b] = indices[order[b]!]!;
      lengths[b] = data.batch.lengths[sorted[b]!]!;
    }
    this.rows = writeBatch(kernel, place.batch, capacity.steps, lengths, B);
    this.selected = B;
    const ints = kernel.integers;
    let row = place.rowIndex * kernel.integersPerSlot;
    const { T } = data.batch.shape;
    for (let t = 0; t < lengths[0]!; t++) {
      for (let b = 0; b < B && lengths[b]! > t; b++) ints[row++] = sorted[b]! * T + t;
    }
    kernel.ops.gatherRows(
      data.place,
      spec.inputSize,
      place.rowIndex,
      this.rows,
      spec.inputSize,
      place.input,
      spec.inputSize,
    );
  }

  /**
   * Logits of the selected sequences under one model, into `logits`.
   *
   * @param dropout seed of this step's masks while training; null (evaluation) drops nothing
   */
  forward(model: number, dropout: DropoutSeed | null = null): Float64Array {
    const { kernel, place, spec, layout } = this;
    const parameters = this.parametersAt(model);
    if (this.selected === 0) throw new Error("Network.forward: no sequences selected");
    this.dropoutSeed = dropout === null ? -1 : dropout.seed >>> 0;
    const width = directionCount(spec) * layout.hidden;
    for (let k = 0; k < spec.layers; k++) {
      for (const layer of place.layers[k]!) kernel.ops.layerForward(layer, place.batch, parameters);
      if (k < spec.layers - 1) this.mask(place.outputs[k]!, this.rows, k, spec.dropout);
    }
    const top = place.outputs[spec.layers - 1]!;
    if (spec.pooling === "last")
      kernel.ops.poolLast(place.batch, top, width, layout.hidden, place.pooled);
    else kernel.ops.poolMean(place.batch, top, width, place.pooled, place.lengths);
    this.mask(place.pooled, this.selected, spec.layers, spec.headDropout);
    kernel.ops.headForward(
      this.selected,
      width,
      place.pooled,
      parameters + layout.head,
      parameters + layout.headBias,
      place.logits,
    );
    const heap = kernel.heap;
    for (let b = 0; b < this.selected; b++) {
      for (let c = 0; c < spec.outputs; c++) {
        this.logits[this.order[b]! * spec.outputs + c] = heap[place.logits + b * PANEL + c]!;
      }
    }
    return this.logits.subarray(0, this.selected * spec.outputs);
  }

  /**
   * The gradient of the loss by every parameter of `model`, after `forward` of the same model.
   *
   * @param gradLogits d loss / d logits [B, outputs], in the order of the selected sequences
   */
  backward(model: number, gradLogits: ArrayLike<number>): void {
    const { kernel, place, spec, layout } = this;
    const parameters = this.parametersAt(model);
    const heap = kernel.heap;
    for (let b = 0; b < this.selected; b++) {
      for (let c = 0; c < spec.outputs; c++) {
        heap[place.gradLogits + b * PANEL + c] = gradLogits[this.order[b]! * spec.outputs + c]!;
      }
    }
    const width = directionCount(spec) * layout.hidden;
    const gradient = this.gradientBase;
    kernel.ops.headBackward(
      this.selected,
      width,
      place.pooled,
      parameters + layout.head,
      place.gradLogits,
      gradient + layout.head,
      gradient + layout.headBias,
      place.gradPooled,
      place.headScratch,
    );
    this.mask(place.gradPooled, this.selected, spec.layers, spec.headDropout);
    if (spec.pooling === "mean") {
      const top = place.gradOutputs[spec.layers - 1]!;
      kernel.ops.poolMeanBackward(place.batch, place.gradPooled, width, place.lengths, top);
    }
    for (let k = spec.layers - 1; k >= 0; k--) {
      if (k < spec.layers - 1) this.mask(place.gradOutputs[k]!, this.rows, k, spec.dropout);
      for (const layer of place.layers[k]!)
        kernel.ops.layerBackward(layer, place.batch, parameters, gradient);
    }
  }

  /** The same mask for values and, later, their gradients. */
  private mask(x: number, rows: number, layer: number, rate: number): void {
    if (this.dropoutSeed < 0 || rate === 0) return;
    const width = directionCount(this.spec) * this.layout.hidden;
    const seed = (this.dropoutSeed + Math.imul(layer + 1, 0x9e3779b1)) | 0;
    this.kernel.ops.dropout(
      x,
      rows,
      width,
      seed,
      Math.floor(rate * 4294967296) | 0,
      1 / (1 - rate),
    );
  }
}
