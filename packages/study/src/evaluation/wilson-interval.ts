import { normal } from "@mien/statistics";

/**
 * Interval of a share, (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p = successes / count, n = count and z the
 * normal quantile at (1 + confidence) / 2 (Wilson 1927). It takes items for independent: those of one subject are not, and
 * then it is too narrow.
 *
 * @param successes integer in [0, count]
 * @param count items; without any, both limits are NaN
 * @param confidence in (0, 1)
 * @returns limits in [0, 1]
 * @throws on a number out of its range
 */
export function wilsonInterval(
  successes: number,
  count: number,
  confidence = 0.95,
): { readonly low: number; readonly high: number } {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new Error(`wilsonInterval: count must be an integer >= 0, got ${count}`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > count) {
    const got = `got ${successes}`;
    throw new Error(`wilsonInterval: successes must be an integer in [0, ${count}], ${got}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new Error(`wilsonInterval: confidence must be in (0, 1), got ${confidence}`);
  }
  if (count === 0) return { low: Number.NaN, high: Number.NaN };
  const z = normal.quantile((1 + confidence) / 2);
  const p = successes / count;
  const square = (z * z) / count;
  const middle = p + square / 2;
  const half = Math.sqrt(square * (p * (1 - p) + square / 4));
  // At the ends rounding would miss the limits that are exact.
  return {
    low: successes === 0 ? 0 : (middle - half) / (1 + square),
    high: successes === count ? 1 : (middle + half) / (1 + square),
  };
}
