import { type Alternative, checkAlternative, pOfTails } from "./alternative.ts";
import { checkBetween, checkFinite, resolveOptions } from "./checks.ts";
import { studentT } from "./distributions/student-t.ts";
import { mean, variance } from "./samples.ts";

/** Options of `pairedT`. */
export interface PairedTOptions {
  /**
   * Test items over training items of a fold (1 / (k - 1) in k folds) for overlapping training
   * sets; default 0, none shared.
   */
  readonly testTrainRatio?: number;
  /** Default two-sided. */
  readonly alternative?: Alternative;
  /** Of the interval; default 0.95. */
  readonly confidence?: number;
}

/** The result of `pairedT`; differences and errors in their unit. */
export interface PairedT {
  /** Mean difference. */
  readonly estimate: number;
  readonly standardError: number;
  readonly t: number;
  readonly df: number;
  readonly p: number;
  /** The two-sided interval of the mean difference, whatever the alternative. */
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Differences. */
  readonly n: number;
}

/**
 * Paired t test on differences d [N]: t = mean(d) / sqrt((1 / N + testTrainRatio) s^2), N - 1
 * degrees of freedom. With a ratio of 0 it is Student's; with n_test / n_train it is Nadeau &
 * Bengio's corrected resampled t test (2003) for N folds (and seeds) whose training sets overlap,
 * for which Student's finds far too much. Relative error about 1e-13. Everything but the estimate
 * is NaN where N < 2 or the differences are all equal.
 *
 * @throws on a difference that is not finite, an unknown key or an option out of range
 */
export function pairedT(differences: ArrayLike<number>, options: PairedTOptions = {}): PairedT {
  const { testTrainRatio, alternative, confidence } = resolveOptions<Required<PairedTOptions>>(
    "pairedT",
    options,
    { testTrainRatio: 0, alternative: "two-sided", confidence: 0.95 },
  );
  checkAlternative("pairedT", alternative);
  checkBetween("pairedT", "confidence", confidence, 0, 1);
  checkFinite("pairedT", "differences", differences);
  const n = differences.length;
  const estimate = mean(differences);
  const standardError = correctedError("pairedT", differences, testTrainRatio);
  if (Number.isNaN(standardError)) {
    const nan = Number.NaN;
    return {
      estimate,
      standardError,
      t: nan,
      df: n - 1,
      p: nan,
      low: nan,
      high: nan,
      confidence,
      n,
    };
  }
  const distribution = studentT(n - 1);
  const t = estimate / standardError;
  const p = pOfTails(alternative, distribution.lower(t), distribution.upper(t));
  const half = distribution.quantile(0.5 + confidence / 2) * standardError;
  const [low, high] = [estimate - half, estimate + half];
  return { estimate, standardError, t, df: n - 1, p, low, high, confidence, n };
}

/** sqrt((1 / N + testTrainRatio) s^2); NaN where N < 2 or s is 0: no t can be had from it. */
export function correctedError(
  where: string,
  differences: ArrayLike<number>,
  testTrainRatio: number,
): number {
  const factor = errorFactor(where, differences.length, testTrainRatio);
  const spread = variance(differences);
  return spread > 0 ? factor * Math.sqrt(spread) : Number.NaN;
}

/**
 * The mean's standard error over the deviation s of N differences, sqrt(1 / N + testTrainRatio).
 *
 * @throws unless the ratio is finite and >= 0
 */
export function errorFactor(where: string, n: number, testTrainRatio: number): number {
  if (!(testTrainRatio >= 0 && testTrainRatio < Number.POSITIVE_INFINITY)) {
    throw new Error(`${where}: testTrainRatio must be finite and >= 0, got ${testTrainRatio}`);
  }
  return Math.sqrt(1 / n + testTrainRatio);
}
