import { checkClasses, checkSameLength, type Metric } from "./metric.ts";

/**
 * Area under the ROC curve: the share of pairs of a positive and a negative in which the positive has the higher score, a
 * tie counting one half (Mann-Whitney). NaN where either class is empty. O(N log N).
 *
 * @param truth [N] 0 or 1
 * @param scores [N], any scale; higher says 1
 * @returns the area; count is the number of pairs
 * @throws on unequal lengths, on another class, or on a score that is not a number
 */
export function auc(truth: ArrayLike<number>, scores: ArrayLike<number>): Metric {
  checkSameLength("auc", "scores", scores, truth.length);
  checkClasses("auc", "truth", truth, 2);
  const order = Array.from({ length: truth.length }, (_, i) => i);
  for (const i of order) {
    if (Number.isNaN(scores[i])) throw new Error(`auc: scores[${i}] must be a number, got NaN`);
  }
  order.sort((a, b) => (scores[a]! < scores[b]! ? -1 : Number(scores[a]! > scores[b]!)));
  let [negatives, positives, doubled] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tiedPositives = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) {
      tiedPositives += truth[order[to]!]!;
    }
    const tiedNegatives = to - from - tiedPositives;
    doubled += tiedPositives * (2 * negatives + tiedNegatives);
    negatives += tiedNegatives;
    positives += tiedPositives;
    from = to;
  }
  const pairs = negatives * positives;
  return { value: pairs === 0 ? Number.NaN : doubled / (2 * pairs), count: pairs };
}
