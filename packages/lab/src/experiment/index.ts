export { BACKENDS, type BackendName, createBackend } from "./backend.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  predictFold,
} from "./cross-validate.ts";
export {
  createExecutor,
  createInlineExecutor,
  type Executor,
  type ExecutorOptions,
  type FitTask,
} from "./executor.ts";
export { fingerprint } from "./fingerprint.ts";
export { type Labelled, labelledFeatures } from "./labelled-features.ts";
export {
  SHIPPED_FEATURES,
  SHIPPED_FITS,
  SHIPPED_RECIPE,
  type ShippedOptions,
  trainShipped,
  type ViewScores,
} from "./shipped.ts";
export {
  type RunOptions,
  runFits,
  type Trained,
  type TrainOptions,
  trainOnExecutor,
} from "./train.ts";
export { type TrainWithRecordsOptions, trainWithRecords } from "./train-with-records.ts";
export { mienVersion } from "./version.ts";
export { apexFrame, sliceRecording, VIEWS, type View, viewsOf } from "./views.ts";
