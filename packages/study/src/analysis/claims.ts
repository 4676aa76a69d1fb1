import { claimAdaptiveLoss } from "./claim-of-loss.ts";
import { claimPower } from "./claim-of-power.ts";
import { claimAccuracy, claimF1Range } from "./claims-of-level.ts";
import { claimGruEquivalent, claimOptimization, claimThreeQuarters } from "./claims-of-parity.ts";
import type { Evidence } from "./evidence.ts";
import { isExpressionTask } from "./task-words.ts";
import type { Claim } from "./types.ts";

/** The paper's claims, one by one; none on a task that is not the paper's. */
export const judgeClaims = (evidence: Evidence): Claim[] =>
  isExpressionTask(evidence.view.task) ? judgeAll(evidence) : [];

const judgeAll = (evidence: Evidence): Claim[] => [
  claimGruEquivalent(evidence),
  claimThreeQuarters(evidence),
  claimAccuracy(evidence),
  claimF1Range(evidence),
  claimOptimization(evidence),
  claimAdaptiveLoss(evidence),
  claimPower(evidence),
];
