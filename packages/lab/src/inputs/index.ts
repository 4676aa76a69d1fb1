export { type AnswerStretch, answerStretches, farthestAnswer, labelsOf } from "./answers.ts";
export { baselineItems } from "./baseline-items.ts";
export {
  type BaselineChoice,
  type ChosenBaseline,
  chooseBaseline,
} from "./choose-baseline.ts";
export {
  type ExtractDatasetOptions,
  type ExtractedDataset,
  extractDataset,
} from "./extract-dataset.ts";
export { type LabelledData, loadLabelled } from "./load-labelled.ts";
export { type LookOptions, lookAtDataset } from "./look-at-dataset.ts";
export { type Observed, type ObserveOptions, observeInputs } from "./observe-inputs.ts";
export { openDataset } from "./open-dataset.ts";
export { type InputPlan, planInputs } from "./plan-inputs.ts";
export { loadRecognizer, type ModelOnDisk, readModelFile } from "./read-model.ts";
export { readNeutral } from "./read-neutral.ts";
export {
  type FrameRecord,
  frameRecords,
  type SummaryRecord,
  summaryRecord,
} from "./records.ts";
export { taskOfLabels } from "./task-of-labels.ts";
