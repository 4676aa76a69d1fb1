import { claimAdaptiveLoss } from "./claim-of-loss.ts";
import { claimPower } from "./claim-of-power.ts";
import { claimAccuracy, claimF1Range } from "./claims-of-level.ts";
import { claimGruEquivalent, claimOptimization, claimThreeQuarters } from "./claims-of-parity.ts";
import type { Evidence } from "./evidence.ts";
import type { Claim } from "./types.ts";

/** The paper's claims, one by one. */
export const judgeClaims = (evidence: Evidence): Claim[] => [
  claimGruEquivalent(evidence),
  claimThreeQuarters(evidence),
  claimAccuracy(evidence),
  claimF1Range(evidence),
  claimOptimization(evidence),
  claimAdaptiveLoss(evidence),
  claimPower(evidence),
];
