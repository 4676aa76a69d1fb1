import { checkKeys } from "../face/index.ts";
import type { LossSpec } from "../nn/index.ts";

/** The losses that the rule chooses from. */
export type SelectedLoss = Extract<
  LossSpec["kind"],
  "focal" | "weighted-binary-cross-entropy" | "binary-cross-entropy"
>;

/** Omitted keys take the paper's figures. */
export interface LossThresholds {
  /** Focal loss above this ratio. Default 11.5. */
  readonly focalAbove?: number;
  /** Weighted binary cross-entropy from this ratio on, itself included. Default 3.5. */
  readonly weightedFrom?: number;
}

/** What is divided by the positives: the negatives, or all items. The two differ by exactly 1. */
export type RatioDefinition = "negatives/positives" | "total/positives";

/** Both definitions of the imbalance ratio; the first is the default. */
export const RATIO_DEFINITIONS: readonly RatioDefinition[] = [
  "negatives/positives",
  "total/positives",
];

/**
 * Imbalance of one class against the rest, by default r = (total - positives) / positives. Count the training fold alone:
 * near a threshold the choice depends on it. Infinite where no item is positive.
 *
 * @throws unless both are counts and positives <= total, or on another definition
 */
export function imbalanceRatio(
  positives: number,
  total: number,
  definition: RatioDefinition = "negatives/positives",
): number {
  if (!RATIO_DEFINITIONS.includes(definition)) {
    throw new Error(
      `imbalanceRatio: definition must be ${RATIO_DEFINITIONS.join(" or ")}, got ${String(definition)}`,
    );
  }
  for (const [name, value] of Object.entries({ positives, total })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new Error(`imbalanceRatio: ${name} must be an integer >= 0, got ${value}`);
    }
  }
  if (positives > total) {
    throw new Error(`imbalanceRatio: positives must be at most ${total}, got ${positives}`);
  }
  if (total === 0) return Number.NaN;
  return (definition === "total/positives" ? total : total - positives) / positives;
}

/**
 * The adaptive rule of Winarno et al. 2025 (doi 10.19139/soic-2310-5070-3043): focal loss where the ratio is above
 * `focalAbove`, weighted binary cross-entropy in [weightedFrom, focalAbove], else binary cross-entropy.
 *
 * @param ratio negatives over positives, as `imbalanceRatio` gives it
 * @throws on a ratio that is negative or not a number, on an unknown key, or on thresholds out of order
 */
export function selectLoss(ratio: number, thresholds: LossThresholds = {}): SelectedLoss {
  const { focalAbove, weightedFrom } = resolveThresholds(thresholds);
  if (!(ratio >= 0)) throw new Error(`selectLoss: ratio must be a number >= 0, got ${ratio}`);
  if (ratio > focalAbove) return "focal";
  return ratio >= weightedFrom ? "weighted-binary-cross-entropy" : "binary-cross-entropy";
}

function resolveThresholds(thresholds: LossThresholds): Required<LossThresholds> {
  checkKeys("selectLoss:", thresholds, ["focalAbove", "weightedFrom"]);
  const resolved = { focalAbove: 11.5, weightedFrom: 3.5, ...thresholds };
  for (const [key, value] of Object.entries(resolved)) {
    if (!(value >= 0)) throw new Error(`selectLoss: ${key} must be a number >= 0, got ${value}`);
  }
  const { focalAbove, weightedFrom } = resolved;
  if (weightedFrom > focalAbove) {
    throw new Error(
      `selectLoss: weightedFrom must be at most focalAbove = ${focalAbove}, got ${weightedFrom}`,
    );
  }
  return resolved;
}
