import { checkBetween, checkInteger, resolveOptions } from "./checks.ts";
import { deviationRule } from "./distributions/deviation-rule.ts";
import { normal } from "./distributions/normal.ts";
import { studentT } from "./distributions/student-t.ts";
import { errorFactor } from "./paired-t.ts";

/** Options of `powerTost`. */
export interface PowerTostOptions {
  /** The true d_z, of size below the margin; default 0. */
  readonly effectSize?: number;
  /** As in `pairedT`; default 0. */
  readonly testTrainRatio?: number;
  /** Level of each one-sided test; default 0.05. */
  readonly alpha?: number;
}

/**
 * Power of `tostPaired`: how often it says equivalent. With e = sqrt(1 / n + testTrainRatio), t the
 * critical value and s the estimated over the true deviation, the mean over s of
 *
 *   [Phi((margin - d) / e - t s) - Phi(t s - (margin + d) / e)]+
 *
 * by Gauss and Legendre's rule (Phillips 1990; the integral that Owen's Q gives). Absolute error
 * below 1e-12.
 *
 * @param n >= 2 pairs
 * @param margin > 0, in deviations of the differences
 * @throws on a bad n, margin or option
 */
export function powerTost(n: number, margin: number, options: PowerTostOptions = {}): number {
  const resolved = resolveOptions<Required<PowerTostOptions>>("powerTost", options, {
    effectSize: 0,
    testTrainRatio: 0,
    alpha: 0.05,
  });
  const { effectSize, testTrainRatio, alpha } = resolved;
  checkInteger("powerTost", "n", n, 2);
  checkBetween("powerTost", "margin", margin, 0, Number.POSITIVE_INFINITY);
  checkBetween("powerTost", "alpha", alpha, 0, 0.5);
  checkBetween("powerTost", "effectSize", effectSize, -margin, margin);
  const error = errorFactor("powerTost", n, testTrainRatio);
  const critical = studentT(n - 1).quantile(1 - alpha);
  const [above, below] = [(margin - effectSize) / error, (margin + effectSize) / error];
  const { nodes, weights } = deviationRule(n - 1, margin / error / critical);
  return nodes.reduce((sum, s, i) => {
    const inside = normal.lower(above - critical * s) - normal.lower(critical * s - below);
    return sum + weights[i]! * inside;
  }, 0);
}
