export {
  type Condition,
  FACTORS,
  planConditions,
  planReplicates,
  type Replicate,
  runKey,
  varyingFactors,
} from "./conditions.ts";
export { parseStudyConfig, type StudyConfig, studyConfigSchema } from "./config.ts";
export { configHash, type Journal, readJournal } from "./journal.ts";
export { loadStudyData, type ReadLabelled, type StudyData } from "./load-study-data.ts";
export { presetConfig, STUDY_PRESETS, type StudyPreset } from "./presets.ts";
export type {
  DataRecord,
  JournalRecord,
  RunPrediction,
  RunRecord,
  StudyRecord,
  TrialRecord,
} from "./records.ts";
