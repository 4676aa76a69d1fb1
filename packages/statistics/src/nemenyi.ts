import { checkBetween, resolveOptions } from "./checks.ts";
import { studentizedRange } from "./distributions/studentized-range.ts";
import { type Best, rankRows } from "./friedman.ts";

/** Options of `nemenyi`. */
export interface NemenyiOptions {
  /** Level over all pairs together; default 0.05. */
  readonly alpha?: number;
  /** Which values rank first; default the high ones. */
  readonly best?: Best;
}

/** What a critical-difference diagram draws. */
export interface Nemenyi {
  /** [K] mean rank of each treatment; 1 is best. */
  readonly averageRanks: readonly number[];
  /** Two treatments differ where their mean ranks do by at least this. */
  readonly criticalDifference: number;
  /** [K][K] adjusted over all pairs; 1 on the diagonal. */
  readonly p: readonly (readonly number[])[];
  /**
   * The bars: largest sets of treatments, best first, of which no two differ; sets of one are left
   * out.
   */
  readonly groups: readonly (readonly number[])[];
  readonly alpha: number;
  /** Blocks. */
  readonly n: number;
}

/**
 * Nemenyi's test of all pairs after Friedman's (Demsar 2006): mean ranks differ where they do by CD
 * = q_alpha(K, Infinity) / sqrt(2) * sqrt(K (K + 1) / (6 N)), q the studentized range. To 1e-12.
 *
 * @param rows [N][K] value of each treatment in each block, N >= 1
 * @throws on fewer than 2 treatments, no row, rows of unequal length, a value that is not finite,
 *   or a bad option
 */
export function nemenyi(rows: readonly ArrayLike<number>[], options: NemenyiOptions = {}): Nemenyi {
  const { alpha, best } = resolveOptions<Required<NemenyiOptions>>("nemenyi", options, {
    alpha: 0.05,
    best: "high",
  });
  checkBetween("nemenyi", "alpha", alpha, 0, 1);
  const { averageRanks, n, k } = rankRows("nemenyi", rows, best);
  const range = studentizedRange(k, Number.POSITIVE_INFINITY);
  const unit = Math.sqrt((k * (k + 1)) / (12 * n));
  const criticalDifference = range.quantile(1 - alpha) * unit;
  const p = averageRanks.map((a, i) =>
    averageRanks.map((b, j) => (i === j ? 1 : range.upper(Math.abs(a - b) / unit))),
  );
  const groups = findGroups(averageRanks, criticalDifference);
  return { averageRanks, criticalDifference, p, groups, alpha, n };
}

/**
 * Runs of treatments in order of rank that span less than the critical difference and lie in no
 * longer such run.
 */
function findGroups(averageRanks: readonly number[], criticalDifference: number): number[][] {
  const order = [...averageRanks.keys()].sort((i, j) => averageRanks[i]! - averageRanks[j]!);
  const groups: number[][] = [];
  let covered = 0;
  order.forEach((first, from) => {
    const together = (i: number) => averageRanks[i]! - averageRanks[first]! < criticalDifference;
    const to = from + order.slice(from).filter(together).length;
    if (to > covered && to - from > 1) groups.push(order.slice(from, to));
    covered = Math.max(covered, to);
  });
  return groups;
}
