import { expm1, log, sigmoid, softplus } from "../../math/index.ts";
import { type BinaryTerms, logit, posteriorFromDerivatives } from "./binary-loss.ts";

/**
 * Cross-entropy with a weight for each class: L1 = w1 softplus(-x), L0 = w0 softplus(x). Its minimiser has
 * p / q = w1 eta / (w0 (1 - eta)), so eta = sigmoid(x - ln(w1 / w0)). Weights 1 and 1: plain cross-entropy.
 */
export function weightedCrossEntropy(weight1: number, weight0 = 1): BinaryTerms {
  const shift = log(weight1) - log(weight0);
  return {
    value: (x, positive) => (positive ? weight1 * softplus(-x) : weight0 * softplus(x)),
    derivative: (x, positive) => (positive ? -weight1 * sigmoid(-x) : weight0 * sigmoid(x)),
    posterior: (x) => sigmoid(x - shift),
  };
}

/**
 * Cui et al. 2019, "Class-Balanced Loss Based on Effective Number of Samples": class c of n_c examples weighs
 * (1 - beta) / (1 - beta^n_c), scaled so that the two weights sum to 2, the number of classes. beta 0 weighs all alike,
 * beta -> 1 by inverse frequency. The batch's mean divides by B, not by the weights' sum.
 */
export function classBalanced(beta: number, positives: number, negatives: number): BinaryTerms {
  const [weight1, weight0] = classBalancedWeights(beta, positives, negatives);
  return { ...weightedCrossEntropy(weight1, weight0), initialBias: logit };
}

/** [positive, negative] weights, summing to 2. */
export function classBalancedWeights(
  beta: number,
  positives: number,
  negatives: number,
): readonly [number, number] {
  // 1 / (1 - beta^n) by expm1: for beta near 1 the difference would cancel.
  const inverse = (n: number) => -1 / expm1(n * log(beta));
  const [raw1, raw0] = [inverse(positives), inverse(negatives)];
  return [(2 * raw1) / (raw1 + raw0), (2 * raw0) / (raw1 + raw0)];
}

/**
 * Targets drawn towards the middle, y (1 - epsilon) + epsilon / 2 (Szegedy et al. 2016). The minimiser has
 * p = eta (1 - epsilon) + epsilon / 2, so eta = (p - epsilon / 2) / (1 - epsilon), cut to [0, 1], since logits beyond
 * +-ln((2 - epsilon) / epsilon) minimise the loss of no eta.
 */
export function labelSmoothing(epsilon: number): BinaryTerms {
  const high = 1 - epsilon / 2;
  const low = epsilon / 2;
  return {
    value: (x, positive) =>
      (positive ? high : low) * softplus(-x) + (positive ? low : high) * softplus(x),
    // p - target, as a difference of p or of q so that neither saturated end cancels.
    derivative: (x, positive) => (positive ? low - sigmoid(-x) : sigmoid(x) - low),
    posterior: (x) => posteriorFromDerivatives(sigmoid(x) - low, low - sigmoid(-x)),
  };
}

/**
 * Menon et al. 2021, "Long-tail learning via logit adjustment", for two classes: cross-entropy of x + tau ln(pi /
 * (1 - pi)), pi the prior of positives. With tau 1 the bare x separates at a balanced prior, which is its use:
 * `x > 0` minimises the balanced error. `posterior` adds the shift again: the probability at the training prior.
 */
export function logitAdjusted(prior: number, tau: number): BinaryTerms {
  const shift = tau * logit(prior);
  const plain = weightedCrossEntropy(1);
  return {
    value: (x, positive) => plain.value(x + shift, positive),
    derivative: (x, positive) => plain.derivative(x + shift, positive),
    posterior: (x) => sigmoid(x + shift),
  };
}
