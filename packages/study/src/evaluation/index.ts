export { auc } from "./auc.ts";
export {
  type BinaryCounts,
  type BinaryMetrics,
  binaryMetrics,
  countBinary,
} from "./binary-metrics.ts";
export { type BootstrapOptions, bootstrapBySubject, type Interval } from "./bootstrap.ts";
export {
  brierScore,
  type CalibrationBin,
  calibrationBins,
  expectedCalibrationError,
} from "./calibration.ts";
export {
  type ClassMetrics,
  type Confusion,
  classMetrics,
  confusion,
  countsOfClass,
} from "./confusion.ts";
export {
  compareIds,
  createFolds,
  FOLD_SCHEMES,
  type Fold,
  type FoldOptions,
  type FoldScheme,
} from "./folds.ts";
export { checkFolds, findSharedSubjects, type SharedSubject, type Splits } from "./leakage.ts";
export {
  type BaselineItem,
  type BaselineOptions,
  type BaselineResult,
  type LinearProblem,
  linearProbabilities,
  runLinearBaseline,
} from "./linear-baseline.ts";
export {
  fitLogisticRegression,
  type LogisticModel,
  type LogisticOptions,
  predictProbabilities,
} from "./logistic-regression.ts";
export type { Metric } from "./metric.ts";
export {
  type ExclusiveScores,
  type HeadScores,
  type HeldOutPrediction,
  type LabelScores,
  type MarkScores,
  type RecognitionScores,
  type ScoreOptions,
  scorePredictions,
} from "./recognition-scores.ts";
export { fitStandardScaler, type StandardScaler, scale } from "./standard-scaler.ts";
export type { ViewScores } from "./view-scores.ts";
export { wilsonInterval } from "./wilson-interval.ts";
