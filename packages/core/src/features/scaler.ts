import { checkSameFeatures } from "./batch.ts";
import type { FeatureSequence } from "./sequence.ts";

/** Standardises each feature: (x - mean) / scale. Plain JSON: a model file keeps it. */
export interface Scaler {
  /** [F] */
  readonly names: readonly string[];
  /** [F] */
  readonly mean: readonly number[];
  /** Standard deviation (divided by the count) [F]; 1 for a feature that does not vary. */
  readonly scale: readonly number[];
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
  for (let t = 0; t < sequence.valid.length; t++) {
    scaleFrame(scaler, values.subarray(t * F, (t + 1) * F));
  }
  return { ...sequence, values };
}

/** Standardises one frame [F] where it lies. */
export function scaleFrame(scaler: Scaler, frame: Float32Array): void {
  const F = scaler.names.length;
  if (frame.length !== F) {
    throw new Error(`scaleFrame: frame.length must be ${F}, got ${frame.length}`);
  }
  for (let i = 0; i < F; i++) frame[i] = (frame[i]! - scaler.mean[i]!) / scaler.scale[i]!;
}
