import { exp } from "@mien/core/math";
import { checkBetween, checkFinite, resolveOptions } from "./checks.ts";
import { logGamma } from "./distributions/stirling.ts";
import { noncentralityOfT } from "./noncentrality.ts";
import { errorFactor } from "./paired-t.ts";
import { mean, squaredDeviations, variance } from "./samples.ts";

/** Options of effect sizes of two groups. */
export interface EffectSizeOptions {
  /** Of the interval; default 0.95. */
  readonly confidence?: number;
}

/** Options of effect sizes of paired differences. */
export interface PairedEffectSizeOptions extends EffectSizeOptions {
  /** As in `pairedT`: of folds that share training items; it widens the interval. Default 0. */
  readonly testTrainRatio?: number;
}

/** A standardised difference, in deviations, with its confidence interval. */
export interface EffectSize {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Values, of both groups together where there are two. */
  readonly n: number;
}

/**
 * Cohen's d of two independent samples, (mean(a) - mean(b)) / s with the pooled deviation s. The
 * interval inverts the noncentral t of n_a + n_b - 2 degrees of freedom: exact for normal samples
 * of equal variance. NaN where s is 0 or unknown. To about 1e-12.
 *
 * @throws on a value that is not finite, an unknown key or a confidence outside (0, 1)
 */
export function cohenD(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: EffectSizeOptions = {},
): EffectSize {
  const { confidence } = resolveOptions("cohenD", options, { confidence: 0.95 });
  checkBetween("cohenD", "confidence", confidence, 0, 1);
  checkFinite("cohenD", "a", a);
  checkFinite("cohenD", "b", b);
  const [n, df] = [a.length + b.length, a.length + b.length - 2];
  const unequal = variance(a) !== 0 || variance(b) !== 0;
  const pooled = unequal ? (squaredDeviations(a) + squaredDeviations(b)) / df : 0;
  const root = Math.sqrt(1 / a.length + 1 / b.length);
  return ofStandardised(mean(a) - mean(b), pooled, root, df, confidence, n);
}

/**
 * Hedges' g: Cohen's d times J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)), which makes it
 * unbiased (Hedges 1981; J exact, not its approximation). The limits are those of d times J.
 *
 * @throws as `cohenD`
 */
export function hedgesG(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: EffectSizeOptions = {},
): EffectSize {
  return unbiased(cohenD(a, b, options), a.length + b.length - 2);
}

/**
 * d_z of paired differences, mean(d) / s, with the interval of the noncentral t of N - 1 degrees of
 * freedom: t is d_z over sqrt(1 / N + testTrainRatio). NaN where s is 0 or N < 2. Not on the scale
 * of Cohen's d of two groups. To about 1e-12.
 *
 * @param differences [N]
 * @throws on a value that is not finite, an unknown key or an option out of range
 */
export function cohenDz(
  differences: ArrayLike<number>,
  options: PairedEffectSizeOptions = {},
): EffectSize {
  const { confidence, testTrainRatio } = resolveOptions<Required<PairedEffectSizeOptions>>(
    "cohenDz",
    options,
    { confidence: 0.95, testTrainRatio: 0 },
  );
  checkBetween("cohenDz", "confidence", confidence, 0, 1);
  checkFinite("cohenDz", "differences", differences);
  const n = differences.length;
  const [centre, spread] = [mean(differences), variance(differences)];
  const root = errorFactor("cohenDz", n, testTrainRatio);
  return ofStandardised(centre, spread, root, n - 1, confidence, n);
}

/**
 * d_z times Hedges' J of N - 1 degrees of freedom: unbiased.
 *
 * @throws as `cohenDz`
 */
export function hedgesGz(
  differences: ArrayLike<number>,
  options: PairedEffectSizeOptions = {},
): EffectSize {
  return unbiased(cohenDz(differences, options), differences.length - 1);
}

/**
 * Hedges' J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)); NaN for df <= 1, where d has no
 * mean. Relative error about 1e-14.
 */
export function hedgesCorrection(df: number): number {
  if (!(df > 1)) return Number.NaN;
  return exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
}

/** difference / sqrt(spread), whose t is that over `root`. */
function ofStandardised(
  difference: number,
  spread: number,
  root: number,
  df: number,
  confidence: number,
  n: number,
): EffectSize {
  const value = spread > 0 ? difference / Math.sqrt(spread) : Number.NaN;
  const [low, high] = noncentralityOfT(value / root, df, confidence);
  return { value, low: low * root, high: high * root, confidence, n };
}

function unbiased(effect: EffectSize, df: number): EffectSize {
  const j = hedgesCorrection(df);
  return { ...effect, value: j * effect.value, low: j * effect.low, high: j * effect.high };
}
