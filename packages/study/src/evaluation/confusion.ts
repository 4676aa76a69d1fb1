import { type BinaryCounts, type BinaryMetrics, binaryMetrics } from "./binary-metrics.ts";
import { checkClasses, checkSameLength, type Metric, ratio } from "./metric.ts";

/** Counts [C, C], row = truth, column = predicted. */
export type Confusion = readonly (readonly number[])[];

/**
 * @param truth [N] class indices
 * @param predicted [N] class indices
 * @param classes C
 * @throws on unequal lengths or an index out of range
 */
export function confusion(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Confusion {
  checkSameLength("confusion", "predicted", predicted, truth.length);
  checkClasses("confusion", "truth", truth, classes);
  checkClasses("confusion", "predicted", predicted, classes);
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) table[truth[i]!]![predicted[i]!]!++;
  return table;
}

/** What can be said of answers among C classes. An undefined figure is NaN. */
export interface ClassMetrics {
  /** One class against the rest, [C]. */
  readonly oneVsAll: readonly BinaryMetrics[];
  /** Share of right answers; also called weighted average recall (WAR). */
  readonly accuracy: Metric;
  /** Unweighted average recall (UAR), over the classes that occur; count says how many do. */
  readonly uar: Metric;
  /** Mean F1 over the classes whose F1 is defined; count says how many are. */
  readonly macroF1: Metric;
  /** Multiclass Matthews' correlation (Gorodkin 2004). */
  readonly mcc: Metric;
  /** Accuracy of always answering the most frequent class. */
  readonly majority: Metric;
  /** Mean over the classes of the one-vs-all accuracy. */
  readonly oneVsAllAccuracy: Metric;
  /** Mean over the classes of the accuracy of answering each one-vs-all question with "no". */
  readonly alwaysNo: Metric;
}

/** The usual figures from a confusion table. */
export function classMetrics(table: Confusion): ClassMetrics {
  const rows = table.map(sum);
  const columns = table.map((_, c) => sum(table.map((row) => row[c]!)));
  const total = sum(rows);
  const right = sum(table.map((row, c) => row[c]!));
  const oneVsAll = table.map((_, c) => binaryMetrics(countsOfClass(table, c)));
  const squares = (values: readonly number[]) => sum(values.map((x) => x * x));
  const spread =
    Math.sqrt(total * total - squares(columns)) * Math.sqrt(total * total - squares(rows));
  const cross = total * right - sum(rows.map((row, c) => row * columns[c]!));
  return {
    oneVsAll,
    accuracy: ratio(right, total),
    uar: meanOfDefined(oneVsAll.map((of) => of.recall)),
    macroF1: meanOfDefined(oneVsAll.map((of) => of.f1)),
    mcc: { value: spread === 0 ? Number.NaN : cross / spread, count: total },
    majority: ratio(Math.max(0, ...rows), total),
    oneVsAllAccuracy: meanOfDefined(oneVsAll.map((of) => of.accuracy)),
    alwaysNo: meanOfDefined(oneVsAll.map((of) => of.alwaysNo)),
  };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Class c of a confusion table against the rest. */
export function countsOfClass(table: Confusion, c: number): BinaryCounts {
  const truePositives = table[c]![c]!;
  const falseNegatives = sum(table[c]!) - truePositives;
  const falsePositives = sum(table.map((row) => row[c]!)) - truePositives;
  const total = sum(table.map(sum));
  const trueNegatives = total - truePositives - falseNegatives - falsePositives;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

function meanOfDefined(metrics: readonly Metric[]): Metric {
  const defined = metrics.filter((metric) => !Number.isNaN(metric.value));
  return ratio(sum(defined.map((metric) => metric.value)), defined.length);
}
