import { type Alternative, checkAlternative, pOfTails } from "./alternative.ts";
import { checkFinite, checkOneOf, resolveOptions } from "./checks.ts";
import { normal } from "./distributions/normal.ts";
import { midRanks } from "./ranks.ts";

/** Options of `wilcoxon`. */
export interface WilcoxonOptions {
  /** Default two-sided. */
  readonly alternative?: Alternative;
  /**
   * Differences of 0: dropped before ranking (Wilcoxon; the default), or ranked and then dropped
   * (Pratt 1959).
   */
  readonly zeros?: "drop" | "pratt";
  /**
   * Default auto: exact up to 50 differences that are not 0, beyond that the normal approximation.
   */
  readonly method?: "auto" | "exact" | "normal";
  /**
   * Whether the approximation moves the statistic half a rank towards its mean, as R does; default
   * true.
   */
  readonly continuity?: boolean;
}

/** The result of `wilcoxon`. */
export interface Wilcoxon {
  /** Sum of the ranks of positive differences: R's V. */
  readonly positive: number;
  readonly negative: number;
  readonly p: number;
  readonly method: "exact" | "normal";
  /** Matched-pairs rank-biserial correlation, (positive - negative) / (positive + negative). */
  readonly rankBiserial: number;
  /** Differences that are not 0; the test rests on these. */
  readonly n: number;
  readonly zeros: number;
}

/**
 * The largest number of differences whose 2^n sign patterns float64 counts without rounding, with
 * room to spare.
 */
const MOST_EXACT = 50;

/**
 * Wilcoxon's signed-rank test on paired differences. "exact" counts the sign patterns given the
 * ranks that were seen, mean ranks of ties among them: without ties it is R's and scipy's exact
 * test, with ties the conditional permutation test. "normal" has variance sum(rank^2) / 4, which is
 * the tie-corrected one. Two-sided p is twice the smaller tail, at most 1. NaN where no difference
 * is left.
 *
 * @throws on a difference that is not finite, an unknown key, a bad option, or "exact" for more
 *   than 50 differences
 */
export function wilcoxon(differences: ArrayLike<number>, options: WilcoxonOptions = {}): Wilcoxon {
  const { alternative, zeros, method, continuity } = resolve(options);
  checkFinite("wilcoxon", "differences", differences);
  const { ranks, signs } = signedRanks(Array.from(differences), zeros);
  const [n, total] = [ranks.length, ranks.reduce((sum, r) => sum + r, 0)];
  const positive = ranks.reduce((sum, r, i) => sum + (signs[i]! > 0 ? r : 0), 0);
  const exact = method === "exact" || (method === "auto" && n <= MOST_EXACT);
  if (exact && n > MOST_EXACT) {
    throw new Error(
      `wilcoxon: method exact takes up to ${MOST_EXACT} differences that are not 0, got ${n}`,
    );
  }
  const p = exact
    ? exactP(ranks, positive, alternative)
    : normalP(ranks, positive - total / 2, alternative, continuity);
  return {
    positive,
    negative: total - positive,
    p: n === 0 ? Number.NaN : Math.min(1, p),
    method: exact ? "exact" : "normal",
    rankBiserial: (2 * positive - total) / total,
    n,
    zeros: differences.length - n,
  };
}

function resolve(options: WilcoxonOptions): Required<WilcoxonOptions> {
  const resolved = resolveOptions<Required<WilcoxonOptions>>("wilcoxon", options, {
    alternative: "two-sided",
    zeros: "drop",
    method: "auto",
    continuity: true,
  });
  checkAlternative("wilcoxon", resolved.alternative);
  checkOneOf("wilcoxon", "zeros", resolved.zeros, ["drop", "pratt"]);
  checkOneOf("wilcoxon", "method", resolved.method, ["auto", "exact", "normal"]);
  checkOneOf("wilcoxon", "continuity", resolved.continuity, [true, false]);
  return resolved;
}

/** Ranks of the sizes of the differences that are not 0, and their signs. */
function signedRanks(differences: readonly number[], zeros: "drop" | "pratt") {
  const ranked = zeros === "drop" ? differences.filter((d) => d !== 0) : differences;
  const { ranks } = midRanks(ranked.map(Math.abs));
  const kept = [...ranked.keys()].filter((i) => ranked[i] !== 0);
  return { ranks: kept.map((i) => ranks[i]!), signs: kept.map((i) => ranked[i]!) };
}

/**
 * Over all 2^n sign patterns, each as likely: how many have each sum of positive ranks (in halves,
 * since ties halve ranks).
 */
function exactP(ranks: readonly number[], positive: number, alternative: Alternative): number {
  const doubled = ranks.map((r) => 2 * r);
  const most = doubled.reduce((sum, r) => sum + r, 0);
  const patterns = new Float64Array(most + 1);
  patterns[0] = 1;
  for (const r of doubled) {
    for (let sum = most; sum >= r; sum--) patterns[sum]! += patterns[sum - r]!;
  }
  const share = (from: number, to: number) =>
    patterns.subarray(from, to).reduce((sum, count) => sum + count, 0) / 2 ** ranks.length;
  return pOfTails(alternative, share(0, 2 * positive + 1), share(2 * positive, most + 1));
}

function normalP(
  ranks: readonly number[],
  excess: number,
  alternative: Alternative,
  continuity: boolean,
): number {
  const towards = { greater: 0.5, less: -0.5, "two-sided": 0.5 * Math.sign(excess) }[alternative];
  const deviation = Math.sqrt(ranks.reduce((sum, r) => sum + r * r, 0)) / 2;
  const z = (excess - (continuity ? towards : 0)) / deviation;
  return pOfTails(alternative, normal.lower(z), normal.upper(z));
}

/** The least two-sided p that the exact test can give for n differences, 2^(1 - n): 0.031 for 6. */
export const leastWilcoxonP = (n: number): number => Math.min(1, 2 ** (1 - n));
