export { type AuditOptions, type AuditReport, auditDataset } from "./audit.ts";
export { type ClassCount, tallyClasses } from "./class-counts.ts";
export {
  type ClipOnDisk,
  CONTEMPT_POLICIES,
  type ContemptPolicy,
  type Dataset,
  type DatasetSummary,
  type SourceRecording,
} from "./dataset.ts";
export { DatasetError } from "./dataset-error.ts";
export type { TaskDataset } from "./dataset-task.ts";
export type { Duplicate } from "./duplicates.ts";
export { type DatasetSources, type LoadOptions, loadDataset } from "./load-dataset.ts";
export { parseRavdessName, type RavdessName } from "./ravdess.ts";
export { readSplits } from "./read-splits.ts";
export {
  DATASET_FORMS,
  DATASET_KINDS,
  type DatasetKind,
  type DatasetSpec,
  parseDatasetSpec,
} from "./spec.ts";
export type { Suspect } from "./suspects.ts";
