export { type Cancellation, type LinkedCancellation, linkCancellation } from "./cancellation.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  predictFold,
} from "./cross-validate.ts";
export { datasetFingerprint } from "./dataset-fingerprint.ts";
export {
  countEvaluationFits,
  type EvaluateRecipeOptions,
  evaluateRecipe,
  type RecipeEvaluation,
} from "./evaluate-recipe.ts";
export { exampleSetHash } from "./example-set-hash.ts";
export { createInlineExecutor, type Executor, type FitTask } from "./executor.ts";
export { isFitFailure } from "./fit-failure.ts";
export { labelledFeatures } from "./labelled-features.ts";
export { serveFits } from "./serve-fits.ts";
export {
  type RunOptions,
  runFits,
  type Trained,
  type TrainOptions,
  trainOnExecutor,
} from "./train.ts";
export { type TrainWithRecordsOptions, trainWithRecords } from "./train-with-records.ts";
export { createWorkerExecutor, type WorkerExecutorOptions } from "./worker-executor.ts";
export type { FitPort, FitWorker } from "./worker-messages.ts";
