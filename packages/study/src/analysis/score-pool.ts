import { binaryMetrics, classMetrics } from "../evaluation/index.ts";
import type { Pool, PooledHead } from "./pool.ts";
import {
  BINARY_METRICS,
  type BinaryMetric,
  MULTICLASS_METRICS,
  type MulticlassMetric,
} from "./types.ts";

const BINS = 10;

/** Where the figures of a pool of C heads lie: each metric of each label, then each metric's mean over them, then the multiclass ones. */
export interface StatisticPlaces {
  /** How many there are. */
  readonly count: number;
  of(metric: BinaryMetric, label: number): number;
  meanOf(metric: BinaryMetric): number;
  multiclassOf(metric: MulticlassMetric): number;
}

/** @param C heads */
export const statisticPlaces = (C: number): StatisticPlaces => ({
  count: BINARY_METRICS.length * (C + 1) + MULTICLASS_METRICS.length,
  of: (metric, label) => BINARY_METRICS.indexOf(metric) * C + label,
  meanOf: (metric) => BINARY_METRICS.length * C + BINARY_METRICS.indexOf(metric),
  multiclassOf: (metric) => BINARY_METRICS.length * (C + 1) + MULTICLASS_METRICS.indexOf(metric),
});

/**
 * Every figure of a pool in which each subject's recordings count `times` over, as in a resample; what `evaluation` says of the
 * repeated list, without making it. The means over labels are left to the caller. O(N).
 *
 * @param times [subjects]
 * @param at of the pool's heads
 * @param out [at.count]; NaN where a figure is undefined
 */
export function scorePool(
  pool: Pool,
  times: ArrayLike<number>,
  at: StatisticPlaces,
  out: Float64Array,
): void {
  pool.heads.forEach((head, k) => {
    scoreHead(head, times, out, (metric) => at.of(metric, k));
  });
  const table = countConfusion(pool, times);
  const { accuracy, uar, macroF1, majority } = classMetrics(table);
  const found = { war: accuracy, uar, macroF1, majority };
  for (const metric of MULTICLASS_METRICS) out[at.multiclassOf(metric)] = found[metric].value;
}

/** Row = truth, column = answer, over the recordings that show one of the labels. */
export function countConfusion(
  { classes, best, subjects, heads }: Pool,
  times: ArrayLike<number>,
): number[][] {
  const table = heads.map(() => new Array<number>(heads.length).fill(0));
  for (let i = 0; i < classes.length; i++) {
    if (classes[i]! >= 0) table[classes[i]!]![best[i]!]! += times[subjects[i]!]!;
  }
  return table;
}

/** In ascending order of log-odds, so that the ranks of the area under the curve need no sorting. */
function scoreHead(
  head: PooledHead,
  times: ArrayLike<number>,
  out: Float64Array,
  at: (metric: BinaryMetric) => number,
): void {
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
  out[at("accuracy")] = found.accuracy.value;
  out[at("alwaysNo")] = found.alwaysNo.value;
  out[at("balancedAccuracy")] = found.balancedAccuracy.value;
  out[at("precision")] = found.precision.value;
  out[at("recall")] = found.recall.value;
  out[at("f1")] = found.f1.value;
  out[at("mcc")] = found.mcc.value;
  out[at("auc")] = doubled / (2 * positives * negatives);
  out[at("brier")] = squares / total;
  // count / N |frequency - mean probability| of each bin.
  out[at("ece")] = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}

type Four = [number, number, number, number];
