import { checkFinite, checkLength, checkOneOf } from "./checks.ts";
import { chiSquared } from "./distributions/chi-squared.ts";
import { fisherF } from "./distributions/fisher-f.ts";
import { midRanks } from "./ranks.ts";
import { square } from "./samples.ts";

/** Which end of the scale is good: its treatment gets rank 1. */
export type Best = "high" | "low";

export interface RankTable {
  /** [K] mean rank of each treatment; 1 is best. */
  readonly averageRanks: readonly number[];
  /** Sum of t^3 - t over the ties within blocks. */
  readonly tieSum: number;
  /** Blocks. */
  readonly n: number;
  /** Treatments. */
  readonly k: number;
}

/** The result of `friedman`. */
export interface Friedman {
  /** [K] mean rank of each treatment, by `best`. */
  readonly averageRanks: readonly number[];
  /** Corrected for ties, as R and scipy do. */
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
  /**
   * Iman and Davenport's F (1980), with df and df (N - 1) degrees of freedom, and its p: less
   * conservative.
   */
  readonly f: number;
  readonly pOfF: number;
  /** Kendall's coefficient of concordance, in [0, 1]. */
  readonly kendallW: number;
  /** Blocks. */
  readonly n: number;
}

/**
 * Friedman's test: whether K treatments, ranked within each of N blocks (folds, data sets), differ.
 * Everything but the ranks is NaN where all values tie within every block, or there is no block.
 *
 * @param rows [N][K] value of each treatment in each block
 * @param best which values rank first; default the high ones. It moves no p.
 * @throws on fewer than 2 treatments, rows of unequal length, or a value that is not finite
 */
export function friedman(rows: readonly ArrayLike<number>[], best: Best = "high"): Friedman {
  const { averageRanks, tieSum, n, k } = rankRows("friedman", rows, best);
  const spread = averageRanks.reduce((sum, rank) => sum + square(n * (rank - (k + 1) / 2)), 0);
  const statistic = (12 * spread) / (n * k * (k + 1) - tieSum / (k - 1));
  const df = k - 1;
  // Of K values all in the same order in all blocks rounding may leave a denominator below 0.
  const f = ((n - 1) * statistic) / Math.max(0, n * df - statistic);
  const fDefined = n > 1 && !Number.isNaN(f);
  return {
    averageRanks,
    chiSquared: statistic,
    df,
    p: Number.isNaN(statistic) ? Number.NaN : chiSquared(df).upper(statistic),
    f: fDefined ? f : Number.NaN,
    pOfF: fDefined ? fisherF(df, df * (n - 1)).upper(f) : Number.NaN,
    kendallW: statistic / (n * df),
    n,
  };
}

/** Mean ranks over blocks. */
export function rankRows(where: string, rows: readonly ArrayLike<number>[], best: Best): RankTable {
  checkOneOf(where, "best", best, ["high", "low"]);
  const [n, k] = [rows.length, rows[0]?.length ?? 0];
  if (k < 2) throw new Error(`${where}: expected rows of at least 2 treatments, got ${k}`);
  const sums = new Array<number>(k).fill(0);
  let tieSum = 0;
  rows.forEach((row, i) => {
    checkLength(where, `rows[${i}]`, row, k);
    checkFinite(where, `rows[${i}]`, row);
    const ranked = midRanks(Array.from(row, (value) => (best === "high" ? -value : value)));
    tieSum += ranked.tieSum;
    ranked.ranks.forEach((rank, j) => {
      sums[j]! += rank;
    });
  });
  return { averageRanks: sums.map((sum) => sum / n), tieSum, n, k };
}
