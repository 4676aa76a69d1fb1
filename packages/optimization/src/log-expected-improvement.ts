import { log } from "@mien/core/math";
import { type GaussianProcess, posterior, posteriorWithGradient } from "./gaussian-process.ts";
import { logImprovement } from "./log-improvement.ts";

/**
 * Added to every variance: at an observation without noise it would be 0, and its logarithm
 * nothing.
 */
const STABILISER = 1e-12;

/** ln E[max(0, f(x) - best)], and its gradient. */
export interface Acquisition {
  value(at: ArrayLike<number>): number;
  /** Writes the gradient [D], 0 for categorical coordinates. */
  withGradient(at: ArrayLike<number>, gradient: Float64Array): number;
}

/**
 * Log expected improvement over `best` of a process whose values are to be great:
 * ln sigma + ln h((mean - best) / sigma), h of `logImprovement`.
 */
export function createLogExpectedImprovement(process: GaussianProcess, best: number): Acquisition {
  const d = process.observations.categorical.length;
  const byMean = new Float64Array(d);
  const byVariance = new Float64Array(d);
  return {
    value(at) {
      const { mean, variance } = posterior(process, at);
      const sigma = Math.sqrt(variance + STABILISER);
      return log(sigma) + logImprovement((mean - best) / sigma).value;
    },
    withGradient(at, gradient) {
      const { mean, variance } = posteriorWithGradient(process, at, byMean, byVariance);
      const sigma = Math.sqrt(variance + STABILISER);
      const z = (mean - best) / sigma;
      const { value, slope } = logImprovement(z);
      // d ln EI / d mean = h'/h / sigma;  d / d sigma = 1 / sigma - z h'/h / sigma;  d sigma = d variance / (2 sigma).
      for (let p = 0; p < d; p++) {
        gradient[p] =
          (slope * byMean[p]!) / sigma + ((1 - z * slope) * byVariance[p]!) / (2 * sigma * sigma);
      }
      return log(sigma) + value;
    },
  };
}
