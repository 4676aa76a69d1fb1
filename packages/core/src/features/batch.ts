import { checkKeys } from "../face/index.ts";
import type { FeatureSequence } from "./sequence.ts";

/** Sequences of unequal length, batch first: what a network's `load` takes. */
export interface FeatureBatch {
  readonly shape: { readonly N: number; readonly T: number; readonly F: number };
  /** [N, T, F], zeros beyond each sequence's length, where nothing is read. */
  readonly input: Float32Array;
  /** Frames of each sequence [N], each in [1, T]. */
  readonly lengths: Int32Array;
  /** [N] */
  readonly recordingIds: readonly string[];
}

/** How sequences are joined into a batch. */
export interface BatchOptions {
  /**
   * What stands for frames without a face: `drop` leaves them out, as a stream does; `hold` repeats the last valid frame,
   * so that time keeps its pace, and leaves out those before the first. Default `drop`.
   */
  readonly missing?: "drop" | "hold";
}

/**
 * Puts sequences side by side.
 *
 * @throws if there are none, if their features differ, or if one has no valid frame, naming its recording
 */
export function toSequenceBatch(
  sequences: readonly FeatureSequence[],
  options: BatchOptions = {},
): FeatureBatch {
  checkKeys("toSequenceBatch:", options, ["missing"]);
  const { missing = "drop" } = options;
  if (missing !== "drop" && missing !== "hold") {
    throw new Error(`toSequenceBatch: missing must be drop or hold, got ${String(missing)}`);
  }
  const first = sequences[0];
  if (first === undefined) throw new Error("toSequenceBatch: expected sequences, got none");
  const F = first.names.length;
  const rows = sequences.map((sequence) => {
    checkSameFeatures("toSequenceBatch", sequence, first.names);
    const kept = sourceRows(sequence.valid, missing);
    if (kept.length > 0) return kept;
    throw new Error(`toSequenceBatch: recording ${sequence.recordingId} has no frame with a face`);
  });
  const lengths = Int32Array.from(rows, (kept) => kept.length);
  const T = lengths.reduce((most, length) => Math.max(most, length), 0);
  const input = new Float32Array(sequences.length * T * F);
  rows.forEach((kept, n) => {
    const { values } = sequences[n]!;
    kept.forEach((row, t) => {
      input.set(values.subarray(row * F, (row + 1) * F), (n * T + t) * F);
    });
  });
  const recordingIds = sequences.map((sequence) => sequence.recordingId);
  return { shape: { N: sequences.length, T, F }, input, lengths, recordingIds };
}

/** For each frame that goes into the batch, the row it is taken from. */
function sourceRows(valid: Uint8Array, missing: "drop" | "hold"): readonly number[] {
  const rows: number[] = [];
  valid.forEach((isValid, t) => {
    if (isValid === 1) rows.push(t);
    else if (missing === "hold" && rows.length > 0) rows.push(rows.at(-1)!);
  });
  return rows;
}

/** Throws unless the sequence has the named features, in that order. */
export function checkSameFeatures(
  where: string,
  { names, recordingId }: FeatureSequence,
  expected: readonly string[],
): void {
  if (names.length !== expected.length) {
    throw new Error(
      `${where}: recording ${recordingId} must have ${expected.length} features, got ${names.length}`,
    );
  }
  const at = names.findIndex((name, i) => name !== expected[i]);
  if (at >= 0) {
    throw new Error(
      `${where}: feature ${at} of recording ${recordingId} must be ${expected[at]}, got ${names[at]}`,
    );
  }
}
