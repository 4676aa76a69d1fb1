import { argmax, EARLY_SHARES, EXPRESSION_TASK, NEUTRAL, type Task } from "@mien/core";
import { createRandom, type Random } from "@mien/core/math";
import { auc } from "./auc.ts";
import { type BinaryMetrics, binaryMetrics, countBinary } from "./binary-metrics.ts";
import { bootstrapBySubject, type Interval } from "./bootstrap.ts";
import {
  brierScore,
  type CalibrationBin,
  calibrationBins,
  expectedCalibrationError,
} from "./calibration.ts";
import { type ClassMetrics, type Confusion, classMetrics, confusion } from "./confusion.ts";
import { type Metric, ratio } from "./metric.ts";

/** What a recogniser that had not seen the subject says of one recording. */
export interface HeldOutPrediction {
  /** In the data set. */
  readonly index: number;
  readonly fold: number;
  readonly recordingId: string;
  readonly subjectId: string;
  /** Truth: index into the task's labels, or -1 for none of them; -1 throughout where the task is not exclusive. */
  readonly class: number;
  /** Truth of each label; null where it is not known [C]. */
  readonly truth: readonly (0 | 1 | null)[];
  readonly isNeutral: boolean;
  /** Raw [C]. */
  readonly logits: readonly number[];
  /** Calibrated, one against all [C]. */
  readonly probabilities: readonly number[];
  /** Each head's answer at its threshold [C]. */
  readonly yes: readonly boolean[];
  /** Among the labels [C]; null where the task is not exclusive. */
  readonly distribution: readonly number[] | null;
  /** Conformal set: indices into the labels. */
  readonly set: readonly number[];
  /** The recogniser's one answer; null where it abstains, and where the task is not exclusive. */
  readonly label: string | null;
  /** The likeliest label after each of EARLY_SHARES; empty where the task is not exclusive. */
  readonly early: readonly { readonly class: number; readonly probability: number }[];
}

/** One head against its truth, over all recordings of which that is known. */
export interface HeadScores extends BinaryMetrics {
  /** The head's label; named for the first task, and kept so that model files stay readable. */
  readonly expression: string;
  readonly auc: Metric;
  readonly brier: Metric;
  /** Expected calibration error, ten bins of equal width. */
  readonly ece: Metric;
  readonly reliability: readonly CalibrationBin[];
}

/** What held-out predictions are worth, label by label. Pooled over the folds before any figure is computed. */
export interface LabelScores {
  readonly recordings: number;
  readonly subjects: number;
  readonly heads: readonly HeadScores[];
  /** Means over the heads. */
  readonly mean: Readonly<
    Record<"accuracy" | "alwaysNo" | "balancedAccuracy" | "f1" | "auc" | "mcc" | "ece", Metric>
  >;
}

/** Of an exclusive task, also what its one answer among all labels is worth. */
export interface ExclusiveScores extends LabelScores {
  /** By the calibrated distribution; recordings that show one of the labels alone. [C, C] */
  readonly confusion: Confusion;
  /** The figures of that table; named for the first task, of six labels. */
  readonly sixWay: ClassMetrics;
  /** The same by the paper's raw argmax. */
  readonly sixWayRaw: ClassMetrics;
  readonly intervals: Readonly<Record<"meanF1" | "macroF1" | "accuracy" | "uar", Interval>>;
  readonly conformal: { readonly coverage: Metric; readonly meanSize: number };
  /** Share of recordings that show a label which got an answer, and of those, the right ones. */
  readonly answered: Metric;
  readonly rightWhenAnswered: Metric;
  /** Neutral recordings that were called so. */
  readonly neutralFound: Metric;
  /** After each share of the sequence: accuracy of the likeliest, and its mean probability. */
  readonly early: readonly {
    readonly share: number;
    readonly accuracy: Metric;
    readonly confidence: number;
  }[];
}

/** Of a task that is not exclusive: no answer is the one. */
export interface MarkScores extends LabelScores {
  readonly sixWay: null;
  readonly intervals: { readonly meanF1: Interval };
}

/** `sixWay` tells the two apart. */
export type RecognitionScores = ExclusiveScores | MarkScores;

/** Intervals, their seed, and the task that was predicted. */
export interface ScoreOptions {
  /** What was predicted. Default: the six expressions. */
  readonly task?: Task;
  /** Of the bootstrap. Default 0. */
  readonly seed?: number;
  /** Default 2000. */
  readonly resamples?: number;
}

type Predictions = readonly HeldOutPrediction[];

/** @throws on no predictions, or none that shows one of an exclusive task's labels */
export function scorePredictions(
  predictions: Predictions,
  { task = EXPRESSION_TASK, seed = 0, resamples = 2000 }: ScoreOptions = {},
): RecognitionScores {
  const { labels, exclusive } = task;
  const shown = predictions.filter((p) => p.class >= 0);
  if (predictions.length === 0 || (exclusive && shown.length === 0)) {
    throw new Error(
      `scorePredictions: expected recordings of ${exclusive ? labels.join(", ") : "the task"}, got none`,
    );
  }
  const heads = labels.map((label, k) => headScores(predictions, label, k));
  const random = createRandom(seed);
  const meanF1 = bootstrapBySubject(
    predictions.map((p) => p.subjectId),
    (drawn) => meanF1Of(Array.from(drawn, (i) => predictions[i]!)),
    random.fork(0),
    { resamples },
  );
  const byLabel: LabelScores = {
    recordings: predictions.length,
    subjects: new Set(predictions.map((p) => p.subjectId)).size,
    heads,
    mean: headMeans(heads),
  };
  if (!exclusive) return { ...byLabel, sixWay: null, intervals: { meanF1 } };
  const multiclass = scoreMulticlass(predictions, shown, labels, random, resamples);
  return { ...byLabel, ...multiclass, intervals: { meanF1, ...multiclass.intervals } };
}

/** What rests on one answer among all labels. */
function scoreMulticlass(
  predictions: Predictions,
  shown: Predictions,
  labels: readonly string[],
  random: Random,
  resamples: number,
) {
  const C = labels.length;
  const best = shown.map((p) => argmax(p.distribution!));
  const raw = shown.map((p) => argmax(p.logits));
  const table = tableOf(shown, best, C);
  const calm = predictions.filter((p) => p.isNeutral);
  const answers = shown.filter((p) => p.label !== null && p.label !== NEUTRAL);
  return {
    confusion: table,
    sixWay: classMetrics(table),
    sixWayRaw: classMetrics(tableOf(shown, raw, C)),
    intervals: multiclassIntervals(shown, best, C, random, resamples),
    conformal: {
      coverage: count(shown, (p) => p.set.includes(p.class)),
      meanSize: shown.reduce((sum, p) => sum + p.set.length, 0) / shown.length,
    },
    answered: ratio(answers.length, shown.length),
    rightWhenAnswered: count(answers, (p) => p.label === labels[p.class]),
    neutralFound: count(calm, (p) => p.label === NEUTRAL),
    early: EARLY_SHARES.map((share, e) => ({
      share,
      accuracy: count(shown, (p) => p.early[e]!.class === p.class),
      confidence: shown.reduce((sum, p) => sum + p.early[e]!.probability, 0) / shown.length,
    })),
  };
}

const count = <T>(items: readonly T[], holds: (item: T) => boolean): Metric =>
  ratio(items.filter(holds).length, items.length);

const tableOf = (shown: Predictions, predicted: readonly number[], C: number): Confusion =>
  confusion(
    shown.map((p) => p.class),
    predicted,
    C,
  );

const knownOf = (predictions: Predictions, k: number) =>
  predictions.filter((p) => p.truth[k] !== null);

const binaryOf = (known: Predictions, k: number): BinaryMetrics =>
  binaryMetrics(
    countBinary(
      known.map((p) => p.truth[k]!),
      known.map((p) => Number(p.yes[k]!)),
    ),
  );

function headScores(predictions: Predictions, label: string, k: number): HeadScores {
  const known = knownOf(predictions, k);
  const truth = known.map((p) => p.truth[k]!);
  const probabilities = known.map((p) => p.probabilities[k]!);
  return {
    expression: label,
    ...binaryOf(known, k),
    auc: auc(truth, probabilities),
    brier: brierScore(truth, probabilities),
    ece: expectedCalibrationError(truth, probabilities),
    reliability: calibrationBins(truth, probabilities),
  };
}

function headMeans(heads: readonly HeadScores[]): RecognitionScores["mean"] {
  const mean = (key: "accuracy" | "alwaysNo" | "balancedAccuracy" | "f1" | "auc" | "mcc" | "ece") =>
    meanDefined(heads.map((head) => head[key].value));
  return {
    accuracy: mean("accuracy"),
    alwaysNo: mean("alwaysNo"),
    balancedAccuracy: mean("balancedAccuracy"),
    f1: mean("f1"),
    auc: mean("auc"),
    mcc: mean("mcc"),
    ece: mean("ece"),
  };
}

function meanDefined(values: readonly number[]): Metric {
  const defined = values.filter((v) => !Number.isNaN(v));
  return ratio(
    defined.reduce((a, b) => a + b, 0),
    defined.length,
  );
}

function multiclassIntervals(
  shown: Predictions,
  best: readonly number[],
  C: number,
  random: Random,
  resamples: number,
) {
  const interval = (of: (metrics: ClassMetrics) => Metric, stream: number) =>
    bootstrapBySubject(
      shown.map((p) => p.subjectId),
      (drawn) => {
        const [truth, predicted] = [drawn.map((i) => shown[i]!.class), drawn.map((i) => best[i]!)];
        return of(classMetrics(confusion(truth, predicted, C))).value;
      },
      random.fork(stream),
      { resamples },
    );
  return {
    macroF1: interval((m) => m.macroF1, 1),
    accuracy: interval((m) => m.accuracy, 2),
    uar: interval((m) => m.uar, 3),
  };
}

/** Mean over the heads of F1 at their thresholds. */
const meanF1Of = (predictions: Predictions): number =>
  meanDefined(predictions[0]!.truth.map((_, k) => binaryOf(knownOf(predictions, k), k).f1.value))
    .value;
