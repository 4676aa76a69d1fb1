import { argmax, EARLY_SHARES, EXPRESSIONS } from "@mien/core";
import { createRandom } from "@mien/core/math";
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
  /** Truth: index into EXPRESSIONS, or -1 for none of the six. */
  readonly class: number;
  readonly isNeutral: boolean;
  /** Raw [6]. */
  readonly logits: readonly number[];
  /** Calibrated, one against all [6]. */
  readonly probabilities: readonly number[];
  /** Each head's answer at its threshold [6]. */
  readonly yes: readonly boolean[];
  /** Among the six [6]. */
  readonly distribution: readonly number[];
  /** Conformal set: indices into EXPRESSIONS. */
  readonly set: readonly number[];
  /** The recogniser's one answer; null where it abstains. */
  readonly expression: string | null;
  /** The likeliest of the six after each of EARLY_SHARES. */
  readonly early: readonly { readonly expression: number; readonly probability: number }[];
}

/** One head against its truth, over all recordings. */
export interface HeadScores extends BinaryMetrics {
  readonly expression: string;
  readonly auc: Metric;
  readonly brier: Metric;
  /** Expected calibration error, ten bins of equal width. */
  readonly ece: Metric;
  readonly reliability: readonly CalibrationBin[];
}

/** What held-out predictions are worth. Pooled over the folds before any figure is computed. */
export interface RecognitionScores {
  readonly recordings: number;
  readonly subjects: number;
  readonly heads: readonly HeadScores[];
  /** Means over the six heads. */
  readonly mean: Readonly<
    Record<"accuracy" | "alwaysNo" | "balancedAccuracy" | "f1" | "auc" | "mcc" | "ece", Metric>
  >;
  /** Six ways, by the calibrated distribution; recordings of the six alone. [6, 6] */
  readonly confusion: Confusion;
  readonly sixWay: ClassMetrics;
  /** Six ways, by the paper's raw argmax. */
  readonly sixWayRaw: ClassMetrics;
  readonly intervals: Readonly<Record<"meanF1" | "macroF1" | "accuracy" | "uar", Interval>>;
  readonly conformal: { readonly coverage: Metric; readonly meanSize: number };
  /** Share of recordings of the six that got an answer, and of those, the right ones. */
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

export interface ScoreOptions {
  /** Of the bootstrap. Default 0. */
  readonly seed?: number;
  /** Default 2000. */
  readonly resamples?: number;
}

const C = EXPRESSIONS.length;

/** @throws on no predictions, or none of the six expressions */
export function scorePredictions(
  predictions: readonly HeldOutPrediction[],
  { seed = 0, resamples = 2000 }: ScoreOptions = {},
): RecognitionScores {
  const shown = predictions.filter((p) => p.class >= 0);
  if (shown.length === 0) {
    throw new Error("scorePredictions: expected recordings of the six expressions, got none");
  }
  const heads = EXPRESSIONS.map((_, k) => headScores(predictions, k));
  const best = shown.map((p) => argmax(p.distribution));
  const table = sixWay(shown, best);
  const calm = predictions.filter((p) => p.isNeutral);
  const answers = shown.filter((p) => p.expression !== null && p.expression !== "neutral");
  return {
    recordings: predictions.length,
    subjects: new Set(predictions.map((p) => p.subjectId)).size,
    heads,
    mean: headMeans(heads),
    confusion: table,
    sixWay: classMetrics(table),
    sixWayRaw: classMetrics(
      sixWay(
        shown,
        shown.map((p) => argmax(p.logits)),
      ),
    ),
    intervals: intervalsOf(predictions, shown, best, seed, resamples),
    conformal: {
      coverage: count(shown, (p) => p.set.includes(p.class)),
      meanSize: shown.reduce((sum, p) => sum + p.set.length, 0) / shown.length,
    },
    answered: ratio(answers.length, shown.length),
    rightWhenAnswered: count(answers, (p) => p.expression === EXPRESSIONS[p.class]),
    neutralFound: count(calm, (p) => p.expression === "neutral"),
    early: EARLY_SHARES.map((share, e) => ({
      share,
      accuracy: count(shown, (p) => p.early[e]!.expression === p.class),
      confidence: shown.reduce((sum, p) => sum + p.early[e]!.probability, 0) / shown.length,
    })),
  };
}

const count = <T>(items: readonly T[], holds: (item: T) => boolean): Metric =>
  ratio(items.filter(holds).length, items.length);

const sixWay = (shown: readonly HeldOutPrediction[], predicted: readonly number[]): Confusion =>
  confusion(
    shown.map((p) => p.class),
    predicted,
    C,
  );

const truthOf = (predictions: readonly HeldOutPrediction[], k: number) =>
  predictions.map((p) => Number(p.class === k));

const answersOf = (predictions: readonly HeldOutPrediction[], k: number) =>
  predictions.map((p) => Number(p.yes[k]!));

function headScores(predictions: readonly HeldOutPrediction[], k: number): HeadScores {
  const truth = truthOf(predictions, k);
  const probabilities = predictions.map((p) => p.probabilities[k]!);
  return {
    expression: EXPRESSIONS[k]!,
    ...binaryMetrics(countBinary(truth, answersOf(predictions, k))),
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

function intervalsOf(
  predictions: readonly HeldOutPrediction[],
  shown: readonly HeldOutPrediction[],
  best: readonly number[],
  seed: number,
  resamples: number,
): RecognitionScores["intervals"] {
  const random = createRandom(seed);
  const six = (of: (metrics: ClassMetrics) => Metric, stream: number) =>
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
    meanF1: bootstrapBySubject(
      predictions.map((p) => p.subjectId),
      (drawn) => meanF1(Array.from(drawn, (i) => predictions[i]!)),
      random.fork(0),
      { resamples },
    ),
    macroF1: six((m) => m.macroF1, 1),
    accuracy: six((m) => m.accuracy, 2),
    uar: six((m) => m.uar, 3),
  };
}

/** Mean over the heads of F1 at their thresholds. */
function meanF1(predictions: readonly HeldOutPrediction[]): number {
  const f1 = EXPRESSIONS.map(
    (_, k) =>
      binaryMetrics(countBinary(truthOf(predictions, k), answersOf(predictions, k))).f1.value,
  );
  return meanDefined(f1).value;
}
