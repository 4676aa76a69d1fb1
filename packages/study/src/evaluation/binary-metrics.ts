import { checkClasses, checkSameLength, type Metric, ratio } from "./metric.ts";

/** What a yes-or-no answer got right and wrong. */
export interface BinaryCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/**
 * @param truth [N] 0 or 1
 * @param predicted [N] 0 or 1
 * @throws on unequal lengths or another value
 */
export function countBinary(truth: ArrayLike<number>, predicted: ArrayLike<number>): BinaryCounts {
  checkSameLength("countBinary", "predicted", predicted, truth.length);
  checkClasses("countBinary", "truth", truth, 2);
  checkClasses("countBinary", "predicted", predicted, 2);
  const cells = [0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) cells[2 * truth[i]! + predicted[i]!]!++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = cells as [
    number,
    number,
    number,
    number,
  ];
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** What can be said of yes-or-no answers. An undefined figure is NaN. */
export interface BinaryMetrics {
  readonly accuracy: Metric;
  /** TP / (TP + FP); undefined where nothing was called positive. */
  readonly precision: Metric;
  /** TP / (TP + FN); undefined where nothing is positive. */
  readonly recall: Metric;
  /** TN / (TN + FP). */
  readonly specificity: Metric;
  /** Mean of recall and specificity; undefined where a class is empty. */
  readonly balancedAccuracy: Metric;
  /** 2 TP / (2 TP + FP + FN); undefined where nothing is positive and nothing was called so. */
  readonly f1: Metric;
  /** Matthews' correlation; undefined where a margin of the table is empty. */
  readonly mcc: Metric;
  /** Accuracy of the answer "no", whatever is asked. */
  readonly alwaysNo: Metric;
}

/** The usual figures from the four counts. */
export function binaryMetrics(counts: BinaryCounts): BinaryMetrics {
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = counts;
  const total = tp + fp + tn + fn;
  const recall = ratio(tp, tp + fn);
  const specificity = ratio(tn, tn + fp);
  const margins = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
  const mcc = margins === 0 ? Number.NaN : (tp * tn - fp * fn) / margins;
  return {
    accuracy: ratio(tp + tn, total),
    precision: ratio(tp, tp + fp),
    recall,
    specificity,
    balancedAccuracy: { value: (recall.value + specificity.value) / 2, count: total },
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    mcc: { value: mcc, count: total },
    alwaysNo: ratio(tn + fp, total),
  };
}
