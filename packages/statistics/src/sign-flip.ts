import type { Random } from "@mien/core/math";
import { type Alternative, checkAlternative } from "./alternative.ts";
import { checkFinite, checkInteger, resolveOptions } from "./checks.ts";

/** Options of `signFlip`. */
export interface SignFlipOptions {
  /** Default two-sided. */
  readonly alternative?: Alternative;
  /** Up to how many differences all 2^N sign patterns are counted; at most 20, default 16. */
  readonly exactUpTo?: number;
  /** Random sign patterns beyond that; default 9999. */
  readonly resamples?: number;
}

/** The result of `signFlip`. */
export interface SignFlip {
  /** Mean difference. */
  readonly estimate: number;
  readonly p: number;
  readonly method: "exact" | "random";
  /** Sign patterns that were looked at. */
  readonly patterns: number;
  readonly n: number;
}

/**
 * Permutation test of paired differences: under no effect each sign is as likely as the other, so p
 * is the share of sign patterns whose sum is at least as far out as the one seen. All 2^N patterns
 * for small N; otherwise random ones, and p = (1 + as far out) / (1 + resamples), which is never 0
 * and never too small on average (Phipson & Smyth 2010). Sums equal but for rounding count as
 * equal. NaN where N is 0.
 *
 * @param random drawn from only beyond `exactUpTo`
 * @throws on a difference that is not finite, an unknown key or a bad option
 */
export function signFlip(
  differences: ArrayLike<number>,
  random: Random,
  options: SignFlipOptions = {},
): SignFlip {
  const { alternative, exactUpTo, resamples } = resolve(options);
  checkFinite("signFlip", "differences", differences);
  const n = differences.length;
  const values = Array.from(differences);
  const exact = n <= exactUpTo;
  const sums = exact ? allSums(values) : randomSums(values, random, resamples);
  const seen = values.reduce((sum, d) => sum + d, 0);
  const slack = 1e-13 * values.reduce((sum, d) => sum + Math.abs(d), 0);
  const side = (sum: number) =>
    alternative === "two-sided" ? Math.abs(sum) : alternative === "greater" ? sum : -sum;
  let asFar = 0;
  for (const sum of sums) if (side(sum) >= side(seen) - slack) asFar++;
  const p = exact ? asFar / sums.length : (1 + asFar) / (1 + sums.length);
  return {
    estimate: seen / n,
    p: n === 0 ? Number.NaN : p,
    method: exact ? "exact" : "random",
    patterns: sums.length,
    n,
  };
}

function resolve(options: SignFlipOptions): Required<SignFlipOptions> {
  const resolved = resolveOptions<Required<SignFlipOptions>>("signFlip", options, {
    alternative: "two-sided",
    exactUpTo: 16,
    resamples: 9999,
  });
  checkAlternative("signFlip", resolved.alternative);
  checkInteger("signFlip", "exactUpTo", resolved.exactUpTo, 0);
  if (resolved.exactUpTo > 20) {
    throw new Error(`signFlip: exactUpTo must be <= 20, got ${resolved.exactUpTo}`);
  }
  checkInteger("signFlip", "resamples", resolved.resamples, 1);
  return resolved;
}

/** [2^N] sums, one for each sign pattern. */
function allSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  values.forEach((value, k) => {
    const half = 2 ** k;
    for (let pattern = 0; pattern < half; pattern++) {
      sums[pattern + half] = sums[pattern]! - value;
      sums[pattern]! += value;
    }
  });
  return sums;
}

/** [resamples] sums, each of signs drawn one bit a difference. */
function randomSums(values: readonly number[], random: Random, resamples: number): Float64Array {
  return Float64Array.from({ length: resamples }, () => {
    let [sum, bits] = [0, 0];
    values.forEach((value, i) => {
      bits = i % 32 === 0 ? random.uint32() : bits >>> 1;
      sum += bits % 2 === 0 ? value : -value;
    });
    return sum;
  });
}
