import { checkSameFeatures } from "./batch.ts";
import type { FeatureSequence } from "./sequence.ts";
import { createWhitener, fitWhitening, type Whitening } from "./whitening.ts";

/** Whitens where the spec says so; then standardises each feature: (x - mean) / scale. Plain data: a model file keeps it. */
export interface Scaler {
  /** [F] */
  readonly names: readonly string[];
  /** [F] */
  readonly mean: readonly number[];
  /** Standard deviation (divided by the count) [F]; 1 for a feature that does not vary. */
  readonly scale: readonly number[];
  /** Of features with `whiten`, B = F - 1 of them displacements; mean and scale are of what it gives. */
  readonly whitening?: Whitening;
}

/**
 * Mean and standard deviation over all valid frames of the training recordings, and of no others. In float64, in two passes.
 *
 * @param training indices into `sequences`; those beside it are never read
 * @throws if an index is out of range or given twice, if features differ, or if there is no valid frame
 */
export function fitScaler(
  sequences: readonly FeatureSequence[],
  training: ArrayLike<number>,
): Scaler {
  const chosen = chooseTraining(sequences, training);
  const { names } = chosen[0]!;
  for (const sequence of chosen) checkSameFeatures("fitScaler", sequence, names);
  const count = chosen.reduce((sum, { valid }) => sum + valid.filter((v) => v === 1).length, 0);
  if (count === 0) throw new Error("fitScaler: no training recording has a frame with a face");
  const mean = meanOver(chosen, count, (x) => x);
  const variance = meanOver(chosen, count, (x, i) => (x - mean[i]!) * (x - mean[i]!));
  const scale = Array.from(variance, (v, i) => {
    const deviation = Math.sqrt(v);
    // Below float32's rounding of the values there is nothing but that rounding.
    return deviation > 1e-6 * Math.abs(mean[i]!) && deviation > 1e-12 ? deviation : 1;
  });
  return { names: [...names], mean: Array.from(mean), scale };
}

/**
 * The scaler of features with `whiten`: the whitening, then mean and standard deviation of what it gives.
 *
 * @param training indices into `sequences`, as for fitScaler
 * @param calm those of them that show a face at rest throughout
 * @throws as fitScaler does; if a calm index is not one of training; where there is no calm frame
 */
export function fitWhitenedScaler(
  sequences: readonly FeatureSequence[],
  training: ArrayLike<number>,
  calm: ArrayLike<number>,
): Scaler {
  const plain = fitScaler(sequences, training);
  const isTraining = new Set(Array.from(training));
  const stray = Array.from(calm).find((index) => !isTraining.has(index));
  if (stray !== undefined) {
    throw new Error(`fitWhitenedScaler: calm must be of training, got ${stray}, which is not`);
  }
  const isCalm = new Set(Array.from(calm));
  const framesOf = (indices: readonly number[]) =>
    indices.flatMap((index) => validFrames(sequences[index]!));
  const all = Array.from(training);
  const whitening = fitWhitening(
    plain.scale.slice(0, -1),
    framesOf(all.filter((index) => isCalm.has(index))),
    framesOf(all.filter((index) => !isCalm.has(index))),
  );
  const whitened = all.map((index) => whitenSequence(whitening, sequences[index]!));
  const after = fitScaler(
    whitened,
    whitened.map((_, i) => i),
  );
  return { ...after, whitening };
}

/** Views of the valid frames [F]. */
function validFrames({ names, values, valid }: FeatureSequence): Float32Array[] {
  const F = names.length;
  return Array.from(valid.keys())
    .filter((t) => valid[t] === 1)
    .map((t) => values.subarray(t * F, (t + 1) * F));
}

function whitenSequence(whitening: Whitening, sequence: FeatureSequence): FeatureSequence {
  const own = { ...sequence, values: sequence.values.slice() };
  const whiten = createWhitener(whitening);
  for (const frame of validFrames(own)) whiten(frame);
  return own;
}

function chooseTraining(
  sequences: readonly FeatureSequence[],
  training: ArrayLike<number>,
): readonly FeatureSequence[] {
  const indices = Array.from(training);
  if (indices.length === 0) throw new Error("fitScaler: expected training indices, got none");
  if (new Set(indices).size !== indices.length) {
    throw new Error("fitScaler: training must hold each index once");
  }
  return indices.map((index, i) => {
    const sequence = sequences[index];
    if (sequence !== undefined) return sequence;
    const range = `[0, ${sequences.length - 1}]`;
    throw new Error(`fitScaler: training[${i}] must be in ${range}, got ${index}`);
  });
}

/** Mean of f over the valid frames, for each feature [F]. */
function meanOver(
  sequences: readonly FeatureSequence[],
  count: number,
  f: (x: number, feature: number) => number,
): Float64Array {
  const F = sequences[0]!.names.length;
  const sum = new Float64Array(F);
  for (const { values, valid } of sequences) {
    for (let t = 0; t < valid.length; t++) {
      if (valid[t] === 0) continue;
      for (let i = 0; i < F; i++) sum[i]! += f(values[t * F + i]!, i);
    }
  }
  return sum.map((total) => total / count);
}

/** The sequence, standardised. Bit for bit what scaleFrame makes of its frames. */
export function scaleSequence(scaler: Scaler, sequence: FeatureSequence): FeatureSequence {
  checkSameFeatures("scaleSequence", sequence, scaler.names);
  const values = sequence.values.slice();
  const F = scaler.names.length;
  const scale = createFrameScaler(scaler);
  for (let t = 0; t < sequence.valid.length; t++) {
    scale(values.subarray(t * F, (t + 1) * F));
  }
  return { ...sequence, values };
}

/** Scales one frame [F] where it lies; for many, createFrameScaler makes its scratch once. */
export function scaleFrame(scaler: Scaler, frame: Float32Array): void {
  createFrameScaler(scaler)(frame);
}

/** Scales frames [F] where they lie. Owns its scratch; allocates nothing a frame. */
export function createFrameScaler({
  names,
  mean,
  scale,
  whitening,
}: Scaler): (frame: Float32Array) => void {
  const F = names.length;
  const whiten = whitening === undefined ? null : createWhitener(whitening);
  return (frame) => {
    if (frame.length !== F) {
      throw new Error(`scaleFrame: frame.length must be ${F}, got ${frame.length}`);
    }
    whiten?.(frame);
    for (let i = 0; i < F; i++) frame[i] = (frame[i]! - mean[i]!) / scale[i]!;
  };
}
