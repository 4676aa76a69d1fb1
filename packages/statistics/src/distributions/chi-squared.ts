import { checkDf, checkNumber, type Distribution, distributionOf } from "./distribution.ts";
import { incompleteGamma } from "./incomplete-gamma.ts";

/**
 * Chi squared: P(df / 2, x / 2). Relative error of either tail below 1e-13, and
 * growing as its logarithm below 1e-40.
 *
 * @throws unless df is finite and > 0
 */
export function chiSquared(df: number): Distribution {
  checkDf("chiSquared", "df", df);
  return distributionOf("chiSquared", 0, (x) => {
    checkNumber("chiSquared", x);
    return incompleteGamma(df / 2, x / 2);
  });
}
