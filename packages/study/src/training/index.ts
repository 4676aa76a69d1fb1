export { type Cancellation, type LinkedCancellation, linkCancellation } from "./cancellation.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  predictFold,
} from "./cross-validate.ts";
export {
  countEvaluationFits,
  type EvaluateRecipeOptions,
  evaluateRecipe,
  type RecipeEvaluation,
} from "./evaluate-recipe.ts";
export { createInlineExecutor, createSetStore, type Executor, type FitTask } from "./executor.ts";
export { fingerprint } from "./fingerprint.ts";
export { labelledFeatures } from "./labelled-features.ts";
export {
  type RunOptions,
  runFits,
  type Trained,
  type TrainOptions,
  trainOnExecutor,
} from "./train.ts";
export { type TrainWithRecordsOptions, trainWithRecords } from "./train-with-records.ts";
