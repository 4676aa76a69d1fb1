import { chiSquared } from "./distributions/chi-squared.ts";
import { noncentralF } from "./distributions/noncentral-f.ts";
import { noncentralT } from "./distributions/noncentral-t.ts";
import { solveIncreasingFrom } from "./solve.ts";

/**
 * Beyond this t, or root of df1 F, the error's chi squared alone decides: a limit is its statistic
 * times the deviation at the same share, to 1e-3 of it for F and 1e-6 for t.
 */
const HUGE = 1e4;

/**
 * Confidence limits of a t statistic's noncentrality: the values for which the t that was seen lies
 * at the upper and the lower (1 - confidence) / 2 of its distribution (Steiger & Fouladi 1997). To
 * about 1e-12.
 */
export function noncentralityOfT(
  t: number,
  df: number,
  confidence: number,
): readonly [number, number] {
  if (!Number.isFinite(t)) return [Number.NaN, Number.NaN];
  const share = (1 - confidence) / 2;
  if (Math.abs(t) > HUGE) {
    const limits = [share, 1 - share].map((p) => t * Math.sqrt(chiSquared(df).quantile(p) / df));
    return [Math.min(...limits), Math.max(...limits)];
  }
  const low = solveIncreasingFrom((move) => noncentralT(df, t + move).upper(t) - share, null);
  const high = solveIncreasingFrom((move) => share - noncentralT(df, t + move).lower(t), null);
  return [t + low, t + high];
}

/**
 * The same of an F statistic's noncentrality lambda >= 0; a limit is 0 where F is too small even
 * for no effect.
 */
export function noncentralityOfF(
  f: number,
  df1: number,
  df2: number,
  confidence: number,
): readonly [number, number] {
  if (!Number.isFinite(f)) return [Number.NaN, Number.NaN];
  const share = (1 - confidence) / 2;
  if (df1 * f > HUGE * HUGE) {
    const errors = chiSquared(df2);
    const at = (p: number) => (df1 * f * errors.quantile(p)) / df2;
    return [at(share), at(1 - share)];
  }
  const fromLow = (lambda: number) => noncentralF(df1, df2, lambda).upper(f) - share;
  const fromHigh = (lambda: number) => share - noncentralF(df1, df2, lambda).lower(f);
  const solve = (g: (lambda: number) => number) => (g(0) >= 0 ? 0 : solveIncreasingFrom(g, 0));
  return [solve(fromLow), solve(fromHigh)];
}
