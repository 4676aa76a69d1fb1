import { checkFinite } from "./checks.ts";
import { studentT } from "./distributions/student-t.ts";
import { mean, variance } from "./samples.ts";

/** The posterior of a mean difference, and its mass about the region of practical equivalence. */
export interface CorrelatedT {
  /** P(mean difference < -rope). */
  readonly left: number;
  /** P(|mean difference| <= rope). */
  readonly rope: number;
  /** P(mean difference > rope). */
  readonly right: number;
  /** The posterior: Student's t with df degrees of freedom about `mean`, times `scale`. */
  readonly mean: number;
  readonly scale: number;
  readonly df: number;
  readonly n: number;
}

/**
 * The Bayesian correlated t test (Corani & Benavoli 2015; Benavoli et al. 2017): for differences d
 * [N] of correlation rho between folds (1 / k in k folds, repeated or not), with the matching
 * prior, the posterior of the mean difference is Student's t with N - 1 degrees of freedom,
 * location mean(d) and scale^2 = (1 / N + rho / (1 - rho)) s^2. Its mass left of, inside and right
 * of the region of practical equivalence [-rope, rope] is returned. Where all differences are equal
 * (N >= 2), it is a point, and one of the three is 1; NaN where N < 2. Absolute error below 1e-15.
 *
 * @param rope >= 0, in the unit of the differences
 * @param rho in [0, 1)
 * @throws on a difference that is not finite, or a rope or rho out of range
 */
export function bayesianCorrelatedT(
  differences: ArrayLike<number>,
  rope: number,
  rho: number,
): CorrelatedT {
  if (!(rope >= 0 && rope < Number.POSITIVE_INFINITY)) {
    throw new Error(`bayesianCorrelatedT: rope must be finite and >= 0, got ${rope}`);
  }
  if (!(rho >= 0 && rho < 1)) {
    throw new Error(`bayesianCorrelatedT: rho must be in [0, 1), got ${rho}`);
  }
  checkFinite("bayesianCorrelatedT", "differences", differences);
  const n = differences.length;
  const centre = mean(differences);
  const scale = Math.sqrt((1 / n + rho / (1 - rho)) * variance(differences));
  const [left, right] = masses(centre, scale, n - 1, rope);
  const inside = Math.max(0, 1 - left - right);
  return {
    left,
    rope: left + right <= 1 ? inside : Number.NaN,
    right,
    mean: centre,
    scale,
    df: n - 1,
    n,
  };
}

/** The posterior's mass below -rope and above rope. */
function masses(
  centre: number,
  scale: number,
  df: number,
  rope: number,
): readonly [number, number] {
  if (Number.isNaN(scale)) return [Number.NaN, Number.NaN];
  if (scale === 0) return [Number(centre < -rope), Number(centre > rope)];
  const { lower, upper } = studentT(df);
  return [lower((-rope - centre) / scale), upper((rope - centre) / scale)];
}
