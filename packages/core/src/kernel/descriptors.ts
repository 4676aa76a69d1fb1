/** The int32 tables that kernels read: the same fields, in the same order, as cpp/descriptors.h. */
import type { Kernel } from "./kernel.ts";

/** Fields of a layer's descriptor in the order in which the kernels read them, an int32 each. */
export const LAYER_FIELDS = [
  "cell",
  "reverse",
  "inputs",
  "hidden",
  "input",
  "inputStride",
  "output",
  "outputStride",
  "gates",
  "previousHidden",
  "previousCell",
  "cellTanh",
  "cellNow",
  "bias",
  "gradHidden",
  "gradCell",
  "gradGates",
  "transposedHidden",
  "transposedInput",
  "gradOutput",
  "gradFinal",
  "gradInput",
  "addGradInput",
  "weights",
] as const;

/** One direction of a recurrent layer; places in slots, -1 where there is none. See cpp/descriptors.h. */
export type LayerDescriptor = Record<(typeof LAYER_FIELDS)[number], number>;

/** Writes a layer's descriptor at a slot of the heap, LAYER_FIELDS one after another. */
export function writeLayer(kernel: Kernel, slot: number, layer: LayerDescriptor): void {
  const at = slot * kernel.integersPerSlot;
  LAYER_FIELDS.forEach((field, i) => {
    kernel.integers[at + i] = layer[field];
  });
}

export function readLayer(kernel: Kernel, slot: number): LayerDescriptor {
  const at = slot * kernel.integersPerSlot;
  const entries = LAYER_FIELDS.map((field, i) => [field, kernel.integers[at + i]!] as const);
  return Object.fromEntries(entries) as LayerDescriptor;
}

/** Slots that a batch table needs for at most `sequences` sequences of at most `steps` steps. */
export function batchSlots(sequences: number, steps: number): number {
  return 4 + 2 * steps + 1 + sequences;
}

/**
 * Writes the packing of sequences sorted by falling length: at step t the first count[t] are alive, in rows
 * start[t] .. start[t] + count[t] - 1.
 *
 * @param lengths frames of each sequence, falling, each in [1, capacity]
 * @returns rows R, the sum of the lengths
 */
export function writeBatch(
  kernel: Kernel,
  slot: number,
  capacity: number,
  lengths: Int32Array,
  sequences: number,
): number {
  const ints = kernel.integers;
  const at = slot * kernel.integersPerSlot;
  const counts = at + 4;
  const starts = counts + capacity;
  const last = starts + capacity + 1;
  const steps = lengths[0]!;
  let alive = sequences;
  let rows = 0;
  for (let t = 0; t < steps; t++) {
    while (lengths[alive - 1]! <= t) alive--;
    ints[counts + t] = alive;
    ints[starts + t] = rows;
    rows += alive;
  }
  ints[starts + steps] = rows;
  for (let b = 0; b < sequences; b++) ints[last + b] = ints[starts + lengths[b]! - 1]! + b;
  ints[at] = steps;
  ints[at + 1] = sequences;
  ints[at + 2] = rows;
  ints[at + 3] = capacity;
  return rows;
}

/** A batch table as read back by the reference kernel. */
export interface BatchView {
  readonly steps: number;
  readonly sequences: number;
  readonly rows: number;
  count(t: number): number;
  start(t: number): number;
  lastRow(b: number): number;
}

export function readBatch(kernel: Kernel, slot: number): BatchView {
  const ints = kernel.integers;
  const at = slot * kernel.integersPerSlot;
  const steps = ints[at]!;
  const capacity = ints[at + 3]!;
  return {
    steps,
    sequences: ints[at + 1]!,
    rows: ints[at + 2]!,
    count: (t) => (t < steps ? ints[at + 4 + t]! : 0),
    start: (t) => ints[at + 4 + capacity + t]!,
    lastRow: (b) => ints[at + 4 + 2 * capacity + 1 + b]!,
  };
}
