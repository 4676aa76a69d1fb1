import { log, log1p, pow, sigmoid, softplus } from "../../math/index.ts";
import type { BinaryTerms } from "./binary-loss.ts";
import { logExcess, logSlope, modulated, modulatedSlope } from "./focal.ts";

/**
 * Ridnik et al. 2021, "Asymmetric Loss For Multi-Label Classification": L1 = (1 - p)^g1 (-ln p), L0 = m^g0 (-ln(1 - m))
 * with the shifted probability m = max(p - clip, 0), so that easy negatives weigh nothing. Differentiated throughout;
 * the authors' code by default holds the two powers constant.
 *
 * The inverse is that of `posteriorFromDerivatives`, in logarithms. It never falls: -dL1 / (p q) falls and dL0 / (p q)
 * grows with x for every choice of parameters. Two ranges cannot be told apart by any inverse, and we choose:
 * - p <= clip: dL0 is 0 and only eta = 0 is least there: 0. With g0 = 0, dL0 jumps at p = clip, and all eta up to the
 *   jump have their minimum at that single point.
 * - g1 = 0 and clip > 0: the limit for x -> infinity is some eta < 1; those above it have no finite minimiser.
 */
export function asymmetric(g1: number, g0: number, clip: number): BinaryTerms {
  return {
    value: (x, positive) => (positive ? modulated(x, g1) : negativeValue(x, g0, clip)),
    derivative: (x, positive) => (positive ? -modulatedSlope(x, g1) : negativeSlope(x, g0, clip)),
    posterior: (x) => {
      if (clip === 0) return sigmoid(logSlope(-x, g0) - logSlope(x, g1));
      const m = sigmoid(x) - clip;
      if (m <= 0) return 0;
      // Both slopes without their common factor q, which underflows for large x; ln p = -softplus(-x).
      const slope0 = -softplus(-x) + g0 * log(m) + log(clippedExcess(x, m, g0, clip));
      const slope1 = -g1 * softplus(x) + logExcess(x, g1);
      return sigmoid(slope0 - slope1);
    },
  };
}

function negativeValue(x: number, g0: number, clip: number): number {
  if (clip === 0) return modulated(-x, g0);
  const m = sigmoid(x) - clip;
  if (m <= 0) return 0;
  return pow(m, g0) * minusLogRest(x, m, clip);
}

/** dL0/dx = p q m^g0 (g0 (-ln(1 - m)) / m + 1 / (1 - m)). */
function negativeSlope(x: number, g0: number, clip: number): number {
  if (clip === 0) return modulatedSlope(-x, g0);
  const m = sigmoid(x) - clip;
  if (m <= 0) return 0;
  return sigmoid(x) * sigmoid(-x) * pow(m, g0) * clippedExcess(x, m, g0, clip);
}

function clippedExcess(x: number, m: number, g0: number, clip: number): number {
  return (g0 * minusLogRest(x, m, clip)) / m + 1 / (sigmoid(-x) + clip);
}

/** -ln(1 - m): from m where m is small, else from 1 - m = q + clip, whose q is not rounded at 1. */
function minusLogRest(x: number, m: number, clip: number): number {
  return m < 0.5 ? -log1p(-m) : -log(sigmoid(-x) + clip);
}
