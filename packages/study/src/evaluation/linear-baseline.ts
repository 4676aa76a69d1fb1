import { argmax, EXPRESSION_TASK, type Task } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { checkKeys } from "@mien/core/options";
import { auc } from "./auc.ts";
import { bootstrapBySubject, type Interval } from "./bootstrap.ts";
import { type ClassMetrics, type Confusion, classMetrics, confusion } from "./confusion.ts";
import { createFolds, type Fold, type FoldOptions } from "./folds.ts";
import { checkFolds } from "./leakage.ts";
import { fitLogisticRegression, predictProbabilities } from "./logistic-regression.ts";
import type { Metric } from "./metric.ts";
import { fitStandardScaler, scale } from "./standard-scaler.ts";

/** One item to classify: features of fixed length, label and subject beside them. */
export interface BaselineItem {
  readonly id: string;
  readonly subjectId: string;
  /** One of the task's labels. */
  readonly label: string;
  /** [F], finite */
  readonly features: Float64Array;
}

/** Folds, penalties and seed of the linear baseline. */
export interface BaselineOptions {
  /** What is told apart: an exclusive task. Default: the six expressions. */
  readonly task?: Task;
  readonly folds: FoldOptions;
  /** Default 1. */
  readonly l2?: number;
  /** Of the bootstrap; default 0. */
  readonly seed?: number;
  /** Of the bootstrap; default 2000. */
  readonly resamples?: number;
}

/** What the linear baseline reaches on held-out subjects. */
export interface BaselineResult {
  /** What was told apart: names the rows and columns of the confusion table. */
  readonly task: Task;
  readonly items: number;
  readonly subjects: number;
  readonly features: number;
  readonly folds: number;
  /** Pooled over the folds: each item was predicted once, by a model that never saw its subject. [C, C] */
  readonly confusion: Confusion;
  readonly metrics: ClassMetrics;
  /** By subject, percentile. */
  readonly accuracyInterval: Interval;
  readonly uarInterval: Interval;
  readonly macroF1Interval: Interval;
  /** Area under the ROC curve of each class against the rest, [C]. */
  readonly auc: readonly Metric[];
  /** Items that were misread, in the order given. */
  readonly errors: readonly {
    readonly id: string;
    readonly label: string;
    readonly predicted: string;
  }[];
}

/**
 * Multinomial logistic regression on standardised features, fitted anew on the training subjects of each fold; the
 * predictions of all folds are pooled before any figure is computed.
 *
 * @throws on a task that is not exclusive, no items, a label that is none of the task's, unequal feature lengths, an
 * unknown key, or fewer subjects than folds
 */
export function runLinearBaseline(
  items: readonly BaselineItem[],
  options: BaselineOptions,
): BaselineResult {
  const { task, l2, seed, resamples } = resolve(options);
  const F = checkItems(items, task);
  const subjects = items.map((item) => item.subjectId);
  const truth = Int32Array.from(items, (item) => task.labels.indexOf(item.label));
  const labels = items.map((item) => item.label);
  const folds = createFolds(subjects, labels, options.folds);
  checkFolds(folds, subjects);
  const C = task.labels.length;
  const rows = (indices: Int32Array) => gather(items, indices, F);
  const probabilities = linearProbabilities({ rows, features: F, truth, classes: C, folds, l2 });
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
    task,
    items: items.length,
    subjects: new Set(subjects).size,
    features: F,
    folds: folds.length,
    confusion: table,
    metrics: classMetrics(table),
    accuracyInterval: interval((m) => m.accuracy, 0),
    uarInterval: interval((m) => m.uar, 1),
    macroF1Interval: interval((m) => m.macroF1, 2),
    auc: task.labels.map((_, c) =>
      auc(
        truth.map((y) => Number(y === c)),
        Float64Array.from(items, (_, i) => probabilities[i * C + c]!),
      ),
    ),
    errors: items.flatMap(({ id, label }, i) =>
      predicted[i] === truth[i] ? [] : [{ id, label, predicted: task.labels[predicted[i]!]! }],
    ),
  };
}

/** Items to classify by rows of features, and who is tested when. */
export interface LinearProblem {
  /** Features of the chosen items, row major [indices, F]. */
  readonly rows: (indices: Int32Array) => Float64Array;
  /** F. */
  readonly features: number;
  /** Class of each item, or -1 for none: such an item trains nothing [N]. */
  readonly truth: Int32Array;
  /** C. */
  readonly classes: number;
  readonly folds: readonly Fold[];
  readonly l2: number;
}

/**
 * Probabilities [N, C] of each item's classes, by the model of the fold that tests it: standardisation and multinomial logistic regression
 * are fitted anew on each fold's training items. NaN for an item that no fold tests.
 */
export function linearProbabilities(problem: LinearProblem): Float64Array {
  const { rows, features, truth, classes: C, folds, l2 } = problem;
  const out = new Float64Array(truth.length * C).fill(Number.NaN);
  for (const { training, test } of folds) {
    const fitted = training.filter((n) => truth[n]! >= 0);
    const own = rows(fitted);
    const scaler = fitStandardScaler(own, features);
    const targets = fitted.map((n) => truth[n]!);
    const model = fitLogisticRegression(scale(scaler, own), targets, C, { l2 });
    const found = predictProbabilities(model, scale(scaler, rows(test)));
    test.forEach((n, i) => {
      out.set(found.subarray(i * C, (i + 1) * C), n * C);
    });
  }
  return out;
}

function resolve(options: BaselineOptions) {
  checkKeys("runLinearBaseline:", options, ["task", "folds", "l2", "seed", "resamples"]);
  const { task = EXPRESSION_TASK, l2 = 1, seed = 0, resamples = 2000 } = options;
  if (!task.exclusive) {
    const got = `${task.name}, of which a face may show several at once`;
    throw new Error(`runLinearBaseline: task must be exclusive, got ${got}`);
  }
  return { task, l2, seed, resamples };
}

function checkItems(items: readonly BaselineItem[], task: Task): number {
  const [first] = items;
  if (first === undefined) throw new Error("runLinearBaseline: expected at least 1 item, got 0");
  for (const { id, label, features } of items) {
    if (!task.labels.includes(label)) {
      const expected = task.labels.join(", ");
      throw new Error(`runLinearBaseline: ${id} must be one of ${expected}, got ${label}`);
    }
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
