import type { ExampleSet } from "./example-set.ts";

/** Which recordings a fit uses for what: indices into the set's recordings. */
export interface FitSplit {
  /** Weights are fitted on these, and so are the scaler and the choice of losses. */
  readonly training: Int32Array;
  /** Held out of all that; predicted at the end. May be empty. */
  readonly testing: Int32Array;
}

/**
 * The guard against leakage: no recording and no subject on both sides, no index out of range.
 *
 * @throws naming the subject or the recording
 */
export function checkSplit(where: string, set: ExampleSet, { training, testing }: FitSplit): void {
  const N = set.sequences.length;
  const name = (n: number) => set.sequences[n]!.recordingId;
  const seen = new Set<number>();
  for (const [side, indices] of [
    ["training", training],
    ["testing", testing],
  ] as const) {
    for (const n of indices) {
      if (!(Number.isInteger(n) && n >= 0 && n < N)) {
        throw new Error(`${where}: ${side} must hold indices in [0, ${N - 1}], got ${n}`);
      }
      if (seen.has(n)) throw new Error(`${where}: recording ${name(n)} is given twice`);
      seen.add(n);
    }
  }
  if (training.length === 0) throw new Error(`${where}: expected training recordings, got none`);
  const subjects = new Set(Array.from(training, (n) => set.subjectIds[n]!));
  const shared = testing.find((n) => subjects.has(set.subjectIds[n]!));
  if (shared !== undefined) {
    throw new Error(
      `${where}: subject ${set.subjectIds[shared]} is in training and in testing (recording ${name(shared)})`,
    );
  }
}

/**
 * The guard for a scaler that was fitted elsewhere: it must not have seen a testing recording or subject.
 *
 * @param fittedOn indices of the recordings that the scaler was fitted on
 * @throws naming the recording and the subject, or the index that is none
 */
export function checkScalerSource(
  set: ExampleSet,
  split: FitSplit,
  fittedOn: ArrayLike<number>,
): void {
  const N = set.sequences.length;
  const sources = Array.from(fittedOn);
  const outside = sources.find((n) => !(Number.isInteger(n) && n >= 0 && n < N));
  if (outside !== undefined || sources.length === 0) {
    throw new Error(
      `fit: scaler.fittedOn must hold indices in [0, ${N - 1}], got ${outside ?? "none"}`,
    );
  }
  const tested = new Set(Array.from(split.testing, (n) => set.subjectIds[n]!));
  const leak = sources.find((n) => tested.has(set.subjectIds[n]!));
  if (leak !== undefined) {
    throw new Error(
      `fit: the scaler was fitted on recording ${set.sequences[leak]!.recordingId} of subject ` +
        `${set.subjectIds[leak]}, who is in testing`,
    );
  }
}
