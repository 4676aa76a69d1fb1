export {
  answerStrangers,
  type Recognising,
  STRANGER_BASELINES,
  type StrangerAnswer,
  type StrangerBaseline,
} from "./answer-strangers.ts";
export { blendshapeUnits } from "./blendshape-units.ts";
export { compareOnStrangers, type StrangersComparison } from "./compare-strangers.ts";
export type { CalmJudgement, CalmShares } from "./judge-calm.ts";
export {
  type BaselineJudgement,
  type JudgeStrangersOptions,
  judgeStrangers,
  type SixWays,
  type StrangersJudgement,
} from "./judge-strangers.ts";
export {
  type JudgeUnitsOptions,
  judgeUnits,
  type UnitJudgement,
  type UnitScorer,
} from "./judge-units.ts";
export { SECTIONS, type Section } from "./sections.ts";
export { readStrangers, STRANGERS, type Stranger } from "./strangers.ts";
