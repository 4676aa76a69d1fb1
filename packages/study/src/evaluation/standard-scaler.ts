/** Mean and spread of each feature over training items, [F] each. */
export interface StandardScaler {
  readonly mean: Float64Array;
  /** Population standard deviation; 1 for a feature that never varies. */
  readonly deviation: Float64Array;
}

/**
 * @param rows [N, F] row major, of training items alone
 * @throws unless there is a row and rows.length is a multiple of F
 */
export function fitStandardScaler(rows: Float64Array, features: number): StandardScaler {
  const items = rows.length / features;
  if (!Number.isInteger(items) || items < 1) {
    throw new Error(
      `fitStandardScaler: rows.length must be a multiple of ${features} above 0, got ${rows.length}`,
    );
  }
  const mean = new Float64Array(features);
  rows.forEach((value, i) => {
    mean[i % features]! += value / items;
  });
  const deviation = new Float64Array(features);
  rows.forEach((value, i) => {
    deviation[i % features]! += (value - mean[i % features]!) ** 2 / items;
  });
  // A spread below the rounding of its own mean is none.
  const spread = deviation.map((variance, f) => {
    const root = Math.sqrt(variance);
    return root > 1e-12 * Math.max(1, Math.abs(mean[f]!)) ? root : 1;
  });
  return { mean, deviation: spread };
}

/** (x - mean) / deviation of each feature, as a new array [N, F]. */
export function scale(scaler: StandardScaler, rows: Float64Array): Float64Array {
  const F = scaler.mean.length;
  return rows.map((value, i) => (value - scaler.mean[i % F]!) / scaler.deviation[i % F]!);
}
