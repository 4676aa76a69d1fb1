import { checkDf, checkNumber, type Distribution, distributionOf } from "./distribution.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** x = df1 f / (df1 f + df2) and 1 - x, each with its own digits. */
export function betaArguments(f: number, df1: number, df2: number): readonly [number, number] {
  if (f === Number.POSITIVE_INFINITY) return [1, 0];
  const sum = df1 * f + df2;
  return [(df1 * f) / sum, df2 / sum];
}

/**
 * Fisher's F with df1 and df2 degrees of freedom: I_x(df1 / 2, df2 / 2) at x = df1 f / (df1 f +
 * df2). Relative error of either tail below 1e-13, and growing as its logarithm below 1e-40.
 *
 * @throws unless both are finite and > 0
 */
export function fisherF(df1: number, df2: number): Distribution {
  checkDf("fisherF", "df1", df1);
  checkDf("fisherF", "df2", df2);
  return distributionOf("fisherF", 0, (f) => {
    checkNumber("fisherF", f);
    if (f <= 0) return { lower: 0, upper: 1 };
    const [x, y] = betaArguments(f, df1, df2);
    return incompleteBeta(x, y, df1 / 2, df2 / 2);
  });
}
