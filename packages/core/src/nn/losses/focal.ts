import { exp, log1p, sigmoid, softplus } from "../../math/index.ts";
import { type BinaryTerms, logit } from "./binary-loss.ts";

/**
 * Lin et al. 2017, "Focal Loss for Dense Object Detection": -alpha_t (1 - p_t)^gamma ln p_t, where alpha_t is alpha for
 * positives and 1 - alpha for negatives. gamma 0 is cross-entropy weighted by alpha_t. Classification-calibrated, not
 * proper: sigmoid(x) is no probability, `posterior` is.
 */
export function focal(alpha: number, gamma: number): BinaryTerms {
  const weight = logit(alpha);
  return {
    value: (x, positive) =>
      positive ? alpha * modulated(x, gamma) : (1 - alpha) * modulated(-x, gamma),
    derivative: (x, positive) =>
      positive ? -alpha * modulatedSlope(x, gamma) : (1 - alpha) * modulatedSlope(-x, gamma),
    // eta / (1 - eta) = dL0 / -dL1, in logarithms: exact, and right where both slopes underflow.
    posterior: (x) => sigmoid(logSlope(-x, gamma) - logSlope(x, gamma) - weight),
    initialBias: logit,
  };
}

/** q^gamma (-ln p), the focal term of a positive. q^gamma = e^(-gamma softplus(x)) needs no logarithm of a rounded q. */
export function modulated(x: number, gamma: number): number {
  return exp(-gamma * softplus(x)) * softplus(-x);
}

/** -d/dx of `modulated`, never negative: q^gamma (gamma p (-ln p) + q). */
export function modulatedSlope(x: number, gamma: number): number {
  return exp(-gamma * softplus(x)) * (gamma * sigmoid(x) * softplus(-x) + sigmoid(-x));
}

/**
 * ln of `modulatedSlope`, finite where that underflows: (gamma + 1) ln q + ln(1 + gamma p s), s = -ln p / q, which
 * tends to 1 for large x.
 */
export function logSlope(x: number, gamma: number): number {
  return -(gamma + 1) * softplus(x) + logExcess(x, gamma);
}

/** ln(1 + gamma p s) of `logSlope`. */
export function logExcess(x: number, gamma: number): number {
  // Beyond 40, e^-x is below half an ulp of 1: s is 1. Before it, q is far from underflow.
  const s = x > 40 ? 1 : softplus(-x) / sigmoid(-x);
  return log1p(gamma * sigmoid(x) * s);
}
