import { asymmetric } from "./asymmetric.ts";
import { type BinaryTerms, createBinaryLoss } from "./binary-loss.ts";
import {
  classBalanced,
  labelSmoothing,
  logitAdjusted,
  weightedCrossEntropy,
} from "./cross-entropy.ts";
import { focal } from "./focal.ts";
import type { Loss, LossSpec } from "./loss.ts";
import { createSoftmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { checkLossSpec } from "./spec.ts";

/**
 * The loss that `spec` names, in float64 with the kernel's exp and log: the same bits on every engine.
 *
 * @throws on an unknown kind or key, a missing key or a number out of range
 */
export function createLoss(spec: LossSpec): Loss {
  checkLossSpec(spec);
  if (spec.kind === "softmax-cross-entropy") return createSoftmaxCrossEntropy();
  return createBinaryLoss(spec, binaryTerms(spec));
}

type BinarySpec = Exclude<LossSpec, { kind: "softmax-cross-entropy" }>;

function binaryTerms(spec: BinarySpec): BinaryTerms {
  switch (spec.kind) {
    case "binary-cross-entropy":
      return weightedCrossEntropy(1);
    case "weighted-binary-cross-entropy":
      return weightedCrossEntropy(spec.positiveWeight);
    case "focal":
      return focal(spec.alpha, spec.gamma);
    case "class-balanced":
      return classBalanced(spec.beta, spec.positives, spec.negatives);
    case "label-smoothing":
      return labelSmoothing(spec.epsilon);
    case "asymmetric":
      return asymmetric(spec.gammaPositive, spec.gammaNegative, spec.clip);
    case "logit-adjusted":
      return logitAdjusted(spec.prior, spec.tau);
  }
}
