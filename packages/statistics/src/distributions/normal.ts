import { checkNumber, type Distribution, distributionOf, type Tails } from "./distribution.ts";
import { incompleteGamma } from "./incomplete-gamma.ts";

/**
 * The standard normal distribution, through the incomplete gamma function of 1/2. Relative error of either tail below 1e-13, and
 * growing as its logarithm below 1e-40.
 */
export const normal: Distribution = distributionOf("normal", Number.NEGATIVE_INFINITY, normalTails);

function normalTails(x: number): Tails {
  checkNumber("normal", x);
  const { lower, upper } = incompleteGamma(0.5, 0.5 * x * x);
  const far = 0.5 * upper;
  const near = 0.5 + 0.5 * lower;
  return x < 0 ? { lower: far, upper: near } : { lower: near, upper: far };
}
