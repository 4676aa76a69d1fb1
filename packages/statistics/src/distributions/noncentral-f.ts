import { checkDf, checkNumber, type Distribution, distributionOf } from "./distribution.ts";
import { betaArguments, fisherF } from "./fisher-f.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { poissonMixture } from "./poisson-mixture.ts";

/**
 * F of a numerator with noncentrality lambda (the sum of its squared means over the variance): a
 * Poisson(lambda / 2) mixture of I_x(df1 / 2 + j, df2 / 2) at x = df1 f / (df1 f + df2). Absolute
 * error below 1e-14 for lambda up to 200, 1e-12 up to 1e6. At most about 150 incomplete betas.
 *
 * @throws unless df1 and df2 are finite and > 0, lambda finite and >= 0
 */
export function noncentralF(df1: number, df2: number, lambda: number): Distribution {
  checkDf("noncentralF", "df1", df1);
  checkDf("noncentralF", "df2", df2);
  if (!(lambda >= 0 && lambda < Number.POSITIVE_INFINITY)) {
    throw new Error(`noncentralF: lambda must be finite and >= 0, got ${lambda}`);
  }
  if (lambda === 0) return fisherF(df1, df2);
  return distributionOf("noncentralF", 0, (f) => {
    checkNumber("noncentralF", f);
    if (f <= 0) return { lower: 0, upper: 1 };
    const [x, y] = betaArguments(f, df1, df2);
    return poissonMixture(lambda / 2, 0, (j) => incompleteBeta(x, y, df1 / 2 + j, df2 / 2));
  });
}
