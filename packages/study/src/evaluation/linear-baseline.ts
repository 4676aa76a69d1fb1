import { argmax, EXPRESSIONS, type Expression } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { auc } from "./auc.ts";
import { bootstrapBySubject, type Interval } from "./bootstrap.ts";
import { type ClassMetrics, type Confusion, classMetrics, confusion } from "./confusion.ts";
import { createFolds, type FoldOptions } from "./folds.ts";
import { checkFolds } from "./leakage.ts";
import { fitLogisticRegression, predictProbabilities } from "./logistic-regression.ts";
import type { Metric } from "./metric.ts";
import { fitStandardScaler, scale } from "./standard-scaler.ts";

/** One item to classify: features of fixed length, label and subject beside them. */
export interface BaselineItem {
  readonly id: string;
  readonly subjectId: string;
  readonly label: Expression;
  /** [F], finite */
  readonly features: Float64Array;
}

export interface BaselineOptions {
  readonly folds: FoldOptions;
  /** Default 1. */
  readonly l2?: number;
  /** Of the bootstrap; default 0. */
  readonly seed?: number;
  /** Of the bootstrap; default 2000. */
  readonly resamples?: number;
}

export interface BaselineResult {
  readonly items: number;
  readonly subjects: number;
  readonly features: number;
  readonly folds: number;
  /** Pooled over the folds: each item was predicted once, by a model that never saw its subject. [6, 6] */
  readonly confusion: Confusion;
  readonly metrics: ClassMetrics;
  /** By subject, percentile. */
  readonly accuracyInterval: Interval;
  readonly uarInterval: Interval;
  readonly macroF1Interval: Interval;
  /** Area under the ROC curve of each class against the rest, [6]. */
  readonly auc: readonly Metric[];
  /** Items that were misread, in the order given. */
  readonly errors: readonly {
    readonly id: string;
    readonly label: Expression;
    readonly predicted: Expression;
  }[];
}

/**
 * Multinomial logistic regression on standardised features, fitted anew on the training subjects of each fold; the
 * predictions of all folds are pooled before any figure is computed.
 *
 * @throws on no items, unequal feature lengths, an unknown key, or fewer subjects than folds
 */
export function runLinearBaseline(
  items: readonly BaselineItem[],
  options: BaselineOptions,
): BaselineResult {
  const { l2, seed, resamples } = resolve(options);
  const F = checkItems(items);
  const subjects = items.map((item) => item.subjectId);
  const truth = Int32Array.from(items, (item) => EXPRESSIONS.indexOf(item.label));
  const labels = items.map((item) => item.label);
  const folds = createFolds(subjects, labels, options.folds);
  checkFolds(folds, subjects);
  const C = EXPRESSIONS.length;
  const probabilities = new Float64Array(items.length * C);
  for (const { training, test } of folds) {
    const rows = (indices: Int32Array) => gather(items, indices, F);
    const scaler = fitStandardScaler(rows(training), F);
    const targets = Int32Array.from(training, (i) => truth[i]!);
    const model = fitLogisticRegression(scale(scaler, rows(training)), targets, C, { l2 });
    const found = predictProbabilities(model, scale(scaler, rows(test)));
    test.forEach((i, k) => {
      probabilities.set(found.subarray(k * C, (k + 1) * C), i * C);
    });
  }
  const predicted = Int32Array.from(items, (_, i) =>
    argmax(probabilities.subarray(i * C, (i + 1) * C)),
  );
  const interval = (of: (metrics: ClassMetrics) => Metric, label: number) =>
    bootstrapBySubject(
      subjects,
      (drawn) => of(classMetrics(confusion(pick(truth, drawn), pick(predicted, drawn), C))).value,
      createRandom(seed).fork(label),
      { resamples },
    );
  const table = confusion(truth, predicted, C);
  return {
    items: items.length,
    subjects: new Set(subjects).size,
    features: F,
    folds: folds.length,
    confusion: table,
    metrics: classMetrics(table),
    accuracyInterval: interval((m) => m.accuracy, 0),
    uarInterval: interval((m) => m.uar, 1),
    macroF1Interval: interval((m) => m.macroF1, 2),
    auc: EXPRESSIONS.map((_, c) =>
      auc(
        truth.map((y) => Number(y === c)),
        Float64Array.from(items, (_, i) => probabilities[i * C + c]!),
      ),
    ),
    errors: items.flatMap(({ id, label }, i) =>
      predicted[i] === truth[i] ? [] : [{ id, label, predicted: EXPRESSIONS[predicted[i]!]! }],
    ),
  };
}

function resolve(options: BaselineOptions) {
  for (const key of Object.keys(options)) {
    if (!["folds", "l2", "seed", "resamples"].includes(key)) {
      throw new Error(`runLinearBaseline: has no key ${key}, expected folds, l2, seed, resamples`);
    }
  }
  return { l2: options.l2 ?? 1, seed: options.seed ?? 0, resamples: options.resamples ?? 2000 };
}

function checkItems(items: readonly BaselineItem[]): number {
  const [first] = items;
  if (first === undefined) throw new Error("runLinearBaseline: expected at least 1 item, got 0");
  for (const { id, features } of items) {
    if (features.length !== first.features.length || features.length === 0) {
      const expected = Math.max(1, first.features.length);
      throw new Error(
        `runLinearBaseline: ${id} must have ${expected} features, got ${features.length}`,
      );
    }
  }
  return first.features.length;
}

function gather(items: readonly BaselineItem[], indices: Int32Array, F: number): Float64Array {
  const rows = new Float64Array(indices.length * F);
  indices.forEach((i, k) => {
    rows.set(items[i]!.features, k * F);
  });
  return rows;
}

const pick = (values: Int32Array, indices: Int32Array) => indices.map((i) => values[i]!);
