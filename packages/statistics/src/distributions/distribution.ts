import { solveIncreasingFrom } from "../solve.ts";

/**
 * The two sides of a probability; neither is made as 1 minus the other where that would lose
 * digits.
 */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** A continuous distribution. */
export interface Distribution {
  /** P(X <= x). */
  readonly lower: (x: number) => number;
  /** P(X > x), with its own digits. */
  readonly upper: (x: number) => number;
  /** The x with P(X <= x) = p. Throws on a p outside [0, 1]. */
  readonly quantile: (p: number) => number;
}

/**
 * A distribution from its tails. Its quantile solves the smaller tail, to some ulp of it.
 *
 * @param where names the distribution in errors
 * @param least the end of the support: 0, or -Infinity
 */
export function distributionOf(
  where: string,
  least: 0 | typeof Number.NEGATIVE_INFINITY,
  tails: (x: number) => Tails,
): Distribution {
  const lower = (x: number) => tails(x).lower;
  const upper = (x: number) => tails(x).upper;
  const quantile = (p: number) => {
    if (!(p >= 0 && p <= 1)) {
      throw new Error(`${where}.quantile: p must be in [0, 1], got ${p}`);
    }
    if (p === 0) return least;
    if (p === 1) return Number.POSITIVE_INFINITY;
    const excess = p < 0.5 ? (x: number) => lower(x) - p : (x: number) => 1 - p - upper(x);
    return solveIncreasingFrom(excess, least === 0 ? 0 : null);
  };
  return { lower, upper, quantile };
}

/** Throws unless degrees of freedom are positive (Infinity too where it is allowed). */
export function checkDf(where: string, name: string, df: number, infinite = false): void {
  if (!(df > 0) || (df === Number.POSITIVE_INFINITY && !infinite)) {
    throw new Error(`${where}: ${name} must be ${infinite ? "" : "finite and "}> 0, got ${df}`);
  }
}

/** Throws unless x is a number. */
export function checkNumber(where: string, x: number): void {
  if (Number.isNaN(x)) throw new Error(`${where}: x must be a number, got NaN`);
}
