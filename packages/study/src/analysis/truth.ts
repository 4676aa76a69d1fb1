import type { RunPrediction } from "../design/index.ts";

/** Whether a test recording shows label k; null where that is not known. */
export const truthOf = ({ class: own, targets }: RunPrediction, k: number): 0 | 1 | null =>
  targets === undefined ? (own === k ? 1 : 0) : targets[k]!;
