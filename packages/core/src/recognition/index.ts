export { answerTesting, logitsAfter, scoreTesting, type TestAnswer } from "./answers.ts";
export type { Baseline, StreamSource } from "./baseline.ts";
export {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  type HeldOutScores,
} from "./calibrate.ts";
export { type CalmLearner, type CalmLearnerOptions, createCalmLearner } from "./calm-learner.ts";
export { checkSplit, type FitSplit } from "./check-split.ts";
export { type ChosenLoss, chooseLosses } from "./choose-losses.ts";
export { conformalThreshold } from "./conformal.ts";
export {
  checkHeadCounts,
  countClasses,
  countHeads,
  type HeadCount,
} from "./count-heads.ts";
export { createDecider, type Decider, type DecisionOptions } from "./decide.ts";
export { argmax, writeDistribution } from "./distribution.ts";
export { createExampleSet, type ExampleSet, type LabelledSequence } from "./example-set.ts";
export { EARLY_SHARES, type FitJob, type FitProgress, type FitResult, fit } from "./fit.ts";
export { fitGate, type GateItem, type GateOptions, type NeutralGate } from "./gate.ts";
export { createHeadScores, logOdds } from "./head-scores.ts";
export { createMagnitude, peakMagnitude } from "./magnitude.ts";
export type { ModelProvenance, ModelRecords, RecognizerModel } from "./model.ts";
export { loadModel, saveModel } from "./model-file.ts";
export { type CalibrationMethod, fitPlatt, type Platt } from "./platt.ts";
export { copyPrediction, type Prediction } from "./prediction.ts";
export { networkSpecOf, type Recipe, resolveRecipe } from "./recipe.ts";
export {
  type RecognizeOptions,
  type RecordingPrediction,
  recognizeRecording,
} from "./recognize.ts";
export { Recognizer, type RecognizerOptions } from "./recognizer.ts";
export {
  createRecognizerStream,
  type RecognizerStream,
  type RecognizerStreamOptions,
} from "./recognizer-stream.ts";
export {
  imbalanceRatio,
  type LossThresholds,
  RATIO_DEFINITIONS,
  type RatioDefinition,
  type SelectedLoss,
  selectLoss,
} from "./select-loss.ts";
export { fitTemperature } from "./temperature.ts";
export { bestF1Threshold } from "./thresholds.ts";
export {
  assembleModel,
  heldOutScores,
  type PlanProgress,
  planTraining,
  type TrainingPlan,
  type TrainingPlanOptions,
  trainRecognizer,
} from "./training-plan.ts";
