export { posteriorFromDerivatives } from "./binary-loss.ts";
export { createLoss } from "./create.ts";
export { classBalancedWeights } from "./cross-entropy.ts";
export type { Loss, LossSpec } from "./loss.ts";
export { checkLossSpec, type LossOptions, resolveLossSpec } from "./spec.ts";
