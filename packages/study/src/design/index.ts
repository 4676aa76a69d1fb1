export {
  type Condition,
  FACTORS,
  planConditions,
  planReplicates,
  type Replicate,
  recipeOf,
  runKey,
  spaceOf,
  varyingFactors,
} from "./conditions.ts";
export { parseStudyConfig, taskOfConfig } from "./config.ts";
export { type StudyConfig, studyConfigSchema } from "./config-schema.ts";
export {
  configHash,
  createTextJournal,
  type Journal,
  type JournalWriter,
  parseJournal,
  type TextJournal,
} from "./journal.ts";
export {
  checkStudyData,
  loadStudyData,
  type ReadLabelled,
  type StudyData,
} from "./load-study-data.ts";
export {
  type MeasuredRecognizer,
  type Measurement,
  measureEfficiency,
} from "./measure-efficiency.ts";
export { measuredRecognizers } from "./measured-recognizers.ts";
export { presetConfig, STUDY_PRESETS, type StudyPreset } from "./presets.ts";
export type { BestSoFar } from "./rank-so-far.ts";
export type {
  DataRecord,
  FailedTrial,
  FailureRecord,
  JournalRecord,
  RunPrediction,
  RunRecord,
  StudyRecord,
  TrialRecord,
} from "./records.ts";
export { type LineAside, type RepairedJournal, repairJournal } from "./repair-journal.ts";
export {
  countRuns,
  type RunStudyOptions,
  runStudy,
  type StudyProgress,
  studyRecord,
} from "./run-study.ts";
export { studyCommand } from "./study-command.ts";
