/**
 * The seam between networks and arithmetic: a heap, and operations on places in it.
 *
 * A place ("slot") counts elements from the start of the heap: 4 bytes each in float32, 8 in float64. Batches and
 * layers are described by int32 tables in the heap (descriptors.ts), planned once per shape, so that a step of training
 * passes a few integers and allocates nothing.
 *
 * Notation: B sequences of a batch, T steps, R packed rows, I inputs, H hidden units (a multiple of 16), P panels of 16
 * columns. A matrix [K][N] in panels holds element (k, n) at ((n >> 4) * K + k) * 16 + (n & 15).
 */
export interface KernelOps {
  /** One direction of a recurrent layer over a packed batch; keeps what the backward pass needs. */
  layerForward(layer: number, batch: number, parameters: number): void;
  /** Gradients of that layer's weights, written to `gradient`, and of its input where the descriptor asks. */
  layerBackward(layer: number, batch: number, parameters: number, gradient: number): void;
  /** One frame of one sequence: replaces h (and c) in `state`; bit for bit what layerForward computes. */
  layerFrame(layer: number, parameters: number, x: number, state: number): void;
  /** y [rows][16] = bias [16] + x [rows][width] w, w one panel. */
  headForward(rows: number, width: number, x: number, w: number, bias: number, y: number): void;
  /** dw, dbias, and dx = dy w'; `scratch` holds width * 16. */
  headBackward(
    rows: number,
    width: number,
    x: number,
    w: number,
    dy: number,
    dw: number,
    dbias: number,
    dx: number,
    scratch: number,
  ): void;
  headFrame(width: number, x: number, w: number, bias: number, y: number): void;
  /** to[r][0..width) = from[index[r]][0..width), index an int32 table. */
  gatherRows(
    from: number,
    fromStride: number,
    index: number,
    rows: number,
    width: number,
    to: number,
    toStride: number,
  ): void;
  /** Final states: columns below `hidden` at each sequence's last frame, the others at frame 0. */
  poolLast(batch: number, y: number, width: number, hidden: number, out: number): void;
  /** Means over each sequence's frames; `lengths` receives int32 frame counts. */
  poolMean(batch: number, y: number, width: number, out: number, lengths: number): void;
  poolMeanBackward(batch: number, dout: number, width: number, lengths: number, dy: number): void;
  /** Keeps element (r, j) and scales it when hash(seed, r, j) >= threshold, else zeroes it. */
  dropout(
    x: number,
    rows: number,
    width: number,
    seed: number,
    threshold: number,
    scale: number,
  ): void;
  /** m = b1 m + c1 g, v = b2 v + c2 g^2, p = keep p - rate m / (sqrt v + epsilon), g = scale * gradient. */
  adam(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    rate: number,
    b1: number,
    c1: number,
    b2: number,
    c2: number,
    epsilon: number,
    scale: number,
    keep: number,
  ): void;
  /** d = scale g + decay p, m = momentum m + d, p = p - rate m. */
  sgd(
    n: number,
    p: number,
    g: number,
    m: number,
    rate: number,
    momentum: number,
    decay: number,
    scale: number,
  ): void;
  /** Sum of squares of n elements. */
  sumSquares(n: number, g: number): number;
}

/** One heap and the operations on it. Slots are elements of the heap; the owner plans them. */
export interface Kernel {
  readonly ops: KernelOps;
  /** Reserves zeroed slots, 64-byte aligned, for the life of the kernel. Views taken before may be stale after. */
  allocate(slots: number): number;
  /** The whole heap as elements. Take it anew after `allocate`. */
  readonly heap: Float32Array | Float64Array;
  /** The whole heap as int32; the table at slot s begins at index s * integersPerSlot. */
  readonly integers: Int32Array;
  readonly integersPerSlot: 1 | 2;
}

/** Where the arithmetic happens: chosen at run time, named in every record. Each network takes a kernel of its own. */
export interface Backend {
  readonly name: string;
  readonly precision: "float32" | "float64";
  createKernel(): Kernel;
}

/** Columns of a panel. */
export const PANEL = 16;

/** The least multiple of `multiple` that is at least n. */
export function ceilTo(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}
