import { EXPRESSIONS } from "@mien/core";
import { binaryMetrics, classMetrics } from "../evaluation/index.ts";
import type { Pool, PooledHead } from "./pool.ts";
import { BINARY_METRICS, type BinaryMetric, SIX_WAY_METRICS, type SixWayMetric } from "./types.ts";

const C = EXPRESSIONS.length;
const BINS = 10;

/** Where a pool's figures lie: each metric of each expression, then each metric's mean over them, then the six-way ones. */
export const STATISTICS = BINARY_METRICS.length * (C + 1) + SIX_WAY_METRICS.length;
export const statisticOf = (metric: BinaryMetric, expression: number): number =>
  BINARY_METRICS.indexOf(metric) * C + expression;
export const meanStatisticOf = (metric: BinaryMetric): number =>
  BINARY_METRICS.length * C + BINARY_METRICS.indexOf(metric);
export const sixWayStatisticOf = (metric: SixWayMetric): number =>
  BINARY_METRICS.length * (C + 1) + SIX_WAY_METRICS.indexOf(metric);

/**
 * Every figure of a pool in which each subject's recordings count `times` over, as in a resample; what `evaluation` says of the
 * repeated list, without making it. The means over expressions are left to the caller. O(N).
 *
 * @param times [subjects]
 * @param out [STATISTICS]; NaN where a figure is undefined
 */
export function scorePool(pool: Pool, times: ArrayLike<number>, out: Float64Array): void {
  pool.heads.forEach((head, k) => {
    scoreHead(head, times, out, k);
  });
  const table = countConfusion(pool, times);
  const { accuracy, uar, macroF1, majority } = classMetrics(table);
  const six = { war: accuracy, uar, macroF1, majority };
  for (const metric of SIX_WAY_METRICS) out[sixWayStatisticOf(metric)] = six[metric].value;
}

/** Row = truth, column = answer, over the recordings that show one of the six. */
export function countConfusion(
  { classes, best, subjects }: Pool,
  times: ArrayLike<number>,
): number[][] {
  const table = Array.from({ length: C }, () => new Array<number>(C).fill(0));
  for (let i = 0; i < classes.length; i++) {
    if (classes[i]! >= 0) table[classes[i]!]![best[i]!]! += times[subjects[i]!]!;
  }
  return table;
}

/** In ascending order of log-odds, so that the ranks of the area under the curve need no sorting. */
function scoreHead(head: PooledHead, times: ArrayLike<number>, out: Float64Array, k: number): void {
  const { subjects, truth, yes, probabilities, endsTie } = head;
  const cells = [0, 0, 0, 0];
  const gaps = new Float64Array(BINS);
  let [positives, negatives, tiedPositives, tiedNegatives, doubled, squares] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < subjects.length; i++) {
    const w = times[subjects[i]!]!;
    const [y, p] = [truth[i]!, probabilities[i]!];
    cells[2 * y + yes[i]!]! += w;
    squares += w * (p - y) * (p - y);
    gaps[Math.min(BINS - 1, Math.floor(p * BINS))]! += w * (y - p);
    if (y === 1) tiedPositives += w;
    else tiedNegatives += w;
    if (endsTie[i] === 0) continue;
    doubled += tiedPositives * (2 * negatives + tiedNegatives);
    positives += tiedPositives;
    negatives += tiedNegatives;
    [tiedPositives, tiedNegatives] = [0, 0];
  }
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = cells as Four;
  const total = positives + negatives;
  const found = binaryMetrics({ trueNegatives, falsePositives, falseNegatives, truePositives });
  out[statisticOf("accuracy", k)] = found.accuracy.value;
  out[statisticOf("alwaysNo", k)] = found.alwaysNo.value;
  out[statisticOf("balancedAccuracy", k)] = found.balancedAccuracy.value;
  out[statisticOf("precision", k)] = found.precision.value;
  out[statisticOf("recall", k)] = found.recall.value;
  out[statisticOf("f1", k)] = found.f1.value;
  out[statisticOf("mcc", k)] = found.mcc.value;
  out[statisticOf("auc", k)] = doubled / (2 * positives * negatives);
  out[statisticOf("brier", k)] = squares / total;
  // count / N |frequency - mean probability| of each bin.
  out[statisticOf("ece", k)] = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}

type Four = [number, number, number, number];
