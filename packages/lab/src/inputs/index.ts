export {
  type BaselineChoice,
  type ChosenBaseline,
  chooseBaseline,
  personNeutrals,
} from "./choose-baseline.ts";
export { type Observed, type ObserveOptions, observeInputs } from "./observe-inputs.ts";
export { type InputPlan, planInputs } from "./plan-inputs.ts";
export { readNeutral } from "./read-neutral.ts";
export {
  byExpression,
  type FrameRecord,
  frameRecords,
  type SummaryRecord,
  summaryRecord,
} from "./records.ts";
