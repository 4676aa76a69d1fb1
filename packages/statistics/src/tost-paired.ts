import { checkBetween, checkFinite, resolveOptions } from "./checks.ts";
import { studentT } from "./distributions/student-t.ts";
import { correctedError } from "./paired-t.ts";
import { mean } from "./samples.ts";

/** Options of `tostPaired`. */
export interface TostOptions {
  /** As in `pairedT`; default 0. */
  readonly testTrainRatio?: number;
  /** Level of each one-sided test; default 0.05. */
  readonly alpha?: number;
}

/** The result of `tostPaired`, in the unit of the differences. */
export interface Tost {
  /** Mean difference. */
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly margin: number;
  /** Of "at or below -margin" against "above". */
  readonly above: { readonly t: number; readonly p: number };
  /** Of "at or above margin" against "below". */
  readonly below: { readonly t: number; readonly p: number };
  /** The larger of the two. */
  readonly p: number;
  /** p <= alpha; false where p is NaN. */
  readonly equivalent: boolean;
  /**
   * The interval of confidence 1 - 2 alpha: inside the margins exactly where the test says
   * equivalent.
   */
  readonly low: number;
  readonly high: number;
  readonly alpha: number;
  readonly n: number;
}

/**
 * Two one-sided paired t tests (Schuirmann 1987): whether the mean difference lies within (-margin,
 * margin), a margin fixed before the differences are seen, in their unit. With a `testTrainRatio`
 * the variance is Nadeau & Bengio's, as in `pairedT`. NaN where N < 2 or all differences are equal:
 * no error, no test.
 *
 * @throws on a margin that is not > 0, a difference that is not finite, an unknown key or an option
 *   out of range
 */
export function tostPaired(
  differences: ArrayLike<number>,
  margin: number,
  options: TostOptions = {},
): Tost {
  const { testTrainRatio, alpha } = resolveOptions<Required<TostOptions>>("tostPaired", options, {
    testTrainRatio: 0,
    alpha: 0.05,
  });
  checkBetween("tostPaired", "alpha", alpha, 0, 0.5);
  checkBetween("tostPaired", "margin", margin, 0, Number.POSITIVE_INFINITY);
  checkFinite("tostPaired", "differences", differences);
  const [n, estimate] = [differences.length, mean(differences)];
  const standardError = correctedError("tostPaired", differences, testTrainRatio);
  const common = { estimate, standardError, df: n - 1, margin, alpha, n };
  if (Number.isNaN(standardError)) {
    const none = { t: Number.NaN, p: Number.NaN };
    const [p, low, high] = [none.p, none.p, none.p];
    return { ...common, above: none, below: none, p, equivalent: false, low, high };
  }
  const distribution = studentT(n - 1);
  const [fromLow, fromHigh] = [estimate + margin, estimate - margin].map((d) => d / standardError);
  const above = { t: fromLow!, p: distribution.upper(fromLow!) };
  const below = { t: fromHigh!, p: distribution.lower(fromHigh!) };
  const p = Math.max(above.p, below.p);
  const half = distribution.quantile(1 - alpha) * standardError;
  const [low, high] = [estimate - half, estimate + half];
  return { ...common, above, below, p, equivalent: p <= alpha, low, high };
}
