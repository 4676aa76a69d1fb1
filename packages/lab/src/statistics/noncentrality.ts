import { noncentralF } from "./distributions/noncentral-f.ts";
import { noncentralT } from "./distributions/noncentral-t.ts";
import { solveIncreasingFrom } from "./solve.ts";

/**
 * Confidence limits of a t statistic's noncentrality: the values for which the t that was seen lies at the upper and the lower
 * (1 - confidence) / 2 of its distribution (Steiger & Fouladi 1997). To about 1e-12.
 */
export function noncentralityOfT(
  t: number,
  df: number,
  confidence: number,
): readonly [number, number] {
  if (!Number.isFinite(t)) return [Number.NaN, Number.NaN];
  const share = (1 - confidence) / 2;
  const low = solveIncreasingFrom((move) => noncentralT(df, t + move).upper(t) - share, null);
  const high = solveIncreasingFrom((move) => share - noncentralT(df, t + move).lower(t), null);
  return [t + low, t + high];
}

/**
 * The same of an F statistic's noncentrality lambda >= 0; a limit is 0 where F is too small even for no effect.
 */
export function noncentralityOfF(
  f: number,
  df1: number,
  df2: number,
  confidence: number,
): readonly [number, number] {
  if (!Number.isFinite(f)) return [Number.NaN, Number.NaN];
  const share = (1 - confidence) / 2;
  const fromLow = (lambda: number) => noncentralF(df1, df2, lambda).upper(f) - share;
  const fromHigh = (lambda: number) => share - noncentralF(df1, df2, lambda).lower(f);
  const solve = (g: (lambda: number) => number) => (g(0) >= 0 ? 0 : solveIncreasingFrom(g, 0));
  return [solve(fromLow), solve(fromHigh)];
}
