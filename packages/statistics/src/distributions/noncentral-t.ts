import {
  checkDf,
  checkNumber,
  type Distribution,
  distributionOf,
  type Tails,
} from "./distribution.ts";
import { betaArguments } from "./fisher-f.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { normal } from "./normal.ts";
import { poissonMixture } from "./poisson-mixture.ts";
import { studentT } from "./student-t.ts";

/**
 * (Z + delta) / sqrt(chi2 / df), the t statistic where the effect is not 0. For t >= 0 (Lenth 1989,
 * AS 243)
 *
 *   P(T <= t) = Phi(-delta) + 1/2 sum_j [ p_j I_x(j + 1/2, df / 2) + q_j I_x(j + 1, df / 2) ],
 *
 * with x = t^2 / (t^2 + df) and p_j, sign(delta) q_j the Poisson weights of mean delta^2 / 2 at j and j + 1/2. Absolute
 * error below 1e-14 for |delta| up to 15, 1e-12 up to 1000.
 *
 * @throws unless df is finite and > 0, delta finite
 */
export function noncentralT(df: number, delta: number): Distribution {
  checkDf("noncentralT", "df", df);
  if (!Number.isFinite(delta)) throw new Error(`noncentralT: delta must be finite, got ${delta}`);
  if (delta === 0) return studentT(df);
  return distributionOf("noncentralT", Number.NEGATIVE_INFINITY, (t) => {
    checkNumber("noncentralT", t);
    if (t >= 0) return positiveTails(t, df, delta);
    const { lower, upper } = positiveTails(-t, df, -delta);
    return { lower: upper, upper: lower };
  });
}

/**
 * Both tails at t >= 0. All weights together are Phi(delta), so the complements of the betas give
 * the upper tail.
 */
function positiveTails(t: number, df: number, delta: number): Tails {
  const [x, y] = betaArguments(t * t, 1, df);
  const mean = (delta * delta) / 2;
  const even = poissonMixture(mean, 0, (j) => incompleteBeta(x, y, j + 0.5, df / 2));
  const odd = poissonMixture(mean, 0.5, (j) => incompleteBeta(x, y, j + 1, df / 2));
  const sign = Math.sign(delta);
  const lower = normal.upper(delta) + 0.5 * (even.lower + sign * odd.lower);
  const upper = 0.5 * (even.upper + sign * odd.upper);
  return { lower, upper: Math.max(0, upper) };
}
