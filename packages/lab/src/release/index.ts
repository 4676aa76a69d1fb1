export { ablationMarkdown } from "./ablation-markdown.ts";
export { ABLATION_ROWS, type AblationRow, seenBy } from "./ablation-rows.ts";
export {
  CAST_NAMES,
  type CastName,
  type CastsOptions,
  filmCasts,
  heldOutActors,
  planCasts,
} from "./film-casts.ts";
export {
  type AblationMaterial,
  type Judgement,
  judgeRow,
  planRow,
  type RowPlan,
  type RowScores,
} from "./judge-row.ts";
export {
  ABLATION_FITS,
  ABLATION_RECIPE,
  type Ablation,
  type AblationOptions,
  runAblation,
} from "./run-ablation.ts";
export {
  SHIPPED,
  SHIPPED_2,
  SHIPPED_FEATURES,
  SHIPPED_PRESETS,
  SHIPPED_RECIPE,
  type ShippedOptions,
  type ShippedPreset,
  type ShippedRecipe,
  trainShipped,
} from "./shipped.ts";
export {
  answerStrangers,
  type BaselineJudgement,
  blendshapeUnits,
  type CalmJudgement,
  type CalmShares,
  compareOnStrangers,
  type JudgeStrangersOptions,
  type JudgeUnitsOptions,
  judgeStrangers,
  judgeUnits,
  type Recognising,
  readStrangers,
  SECTIONS,
  type Section,
  type SixWays,
  STRANGER_BASELINES,
  STRANGERS,
  type Stranger,
  type StrangerAnswer,
  type StrangerBaseline,
  type StrangersComparison,
  type StrangersJudgement,
  type UnitJudgement,
  type UnitScorer,
} from "./strangers/index.ts";
export { type FromFileOptions, trainShippedFromFile } from "./train-shipped-from-file.ts";
export { apexFrame, sliceRecording, VIEWS, type View, type ViewOptions, viewsOf } from "./views.ts";
