import { checkDf, checkNumber, type Distribution, distributionOf } from "./distribution.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/**
 * Student's t: the tail beyond |t| is I_x(df / 2, 1 / 2) / 2 at x = df / (df + t^2). Relative error
 * of either tail below 1e-13, and growing as its logarithm below 1e-40.
 *
 * @throws unless df is finite and > 0
 */
export function studentT(df: number): Distribution {
  checkDf("studentT", "df", df);
  return distributionOf("studentT", Number.NEGATIVE_INFINITY, (t) => {
    checkNumber("studentT", t);
    const square = t * t;
    const infinite = square === Number.POSITIVE_INFINITY;
    const x = df / (df + square);
    const y = infinite ? 1 : square / (df + square);
    const beyond = incompleteBeta(x, y, df / 2, 0.5);
    const far = 0.5 * beyond.lower;
    const near = 0.5 + 0.5 * beyond.upper;
    return t < 0 ? { lower: far, upper: near } : { lower: near, upper: far };
  });
}
