/** x * x: by IEEE the same on every engine, which a power need not be. */
export const square = (x: number): number => x * x;

/** Arithmetic mean; NaN of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sum of squared deviations from the mean, in two passes. */
export function squaredDeviations(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += square(values[i]! - centre);
  return sum;
}

/**
 * Unbiased variance; NaN of fewer than two, and exactly 0 where the values differ by rounding only.
 */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  const found = squaredDeviations(values) / (values.length - 1);
  return Math.sqrt(found) <= 10 * Number.EPSILON * largest ? 0 : found;
}

/**
 * Differences a - b [N] of paired values.
 *
 * @throws on arrays of unequal length
 */
export function differences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  if (a.length !== b.length) {
    throw new Error(`differences: b.length must be ${a.length}, got ${b.length}`);
  }
  return Float64Array.from({ length: a.length }, (_, i) => a[i]! - b[i]!);
}

/** The middle value, or the mean of the two; NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
