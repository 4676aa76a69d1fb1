import type { LabelledRecording } from "@mien/core";
import { type ExampleSet, type FeatureSpec, resolveFeatureSpec, type Task } from "@mien/core";
import { createFolds, type Fold } from "../evaluation/index.ts";
import { datasetFingerprint, labelledFeatures } from "../training/index.ts";
import { type Condition, planConditions } from "./conditions.ts";
import { parseFeatureSet, taskOfConfig } from "./config.ts";
import type { StudyConfig } from "./config-schema.ts";
import type { DataRecord } from "./records.ts";

/** A data set with its folds, and its features in every form that a condition asks for. */
export interface StudyData {
  readonly record: DataRecord;
  readonly folds: readonly Fold[];
  /** By the condition's feature set; "" where features are no factor. */
  readonly sets: ReadonlyMap<string, ExampleSet>;
}

/** Reads a data set by its name. */
export type ReadLabelled = (
  name: string,
  contempt: "out" | "negative",
) => Promise<readonly LabelledRecording[]>;

/** The features of a condition. */
export function featuresOf(config: StudyConfig, condition: Condition): FeatureSpec {
  const own = condition.featureSet === null ? {} : { sets: parseFeatureSet(condition.featureSet) };
  return resolveFeatureSpec({ ...config.features, ...own } as Partial<FeatureSpec>);
}

/** Reads a study's data sets and deals their subjects to folds. */
export async function loadStudyData(
  config: StudyConfig,
  read: ReadLabelled,
): Promise<ReadonlyMap<string, StudyData>> {
  const all = new Map<string, StudyData>();
  const task = taskOfConfig(config);
  for (const name of config.data) {
    const items = await read(name, config.contempt);
    const sets = new Map<string, ExampleSet>();
    for (const condition of planConditions(config)) {
      const key = condition.featureSet ?? "";
      const features = featuresOf(config, condition);
      if (!sets.has(key)) sets.set(key, labelledFeatures(items, features, { task }));
    }
    const subjects = items.map(({ recording }) => recording.subjectId);
    const labels = items.map((item) => strataOf(item, task));
    const { scheme, folds: count } = config.folds;
    const folds = createFolds(
      subjects,
      labels,
      scheme === "leave-one-subject-out"
        ? { scheme }
        : { scheme, folds: count, ...(scheme === "stratified-group" ? { seed: 0 } : {}) },
    );
    all.set(name, { record: describe(name, items, task, folds), folds, sets });
  }
  return all;
}

/** What folds keep alike: of a task that is not exclusive, the labels that are shown together. */
const strataOf = ({ label, marks = {} }: LabelledRecording, { exclusive, labels }: Task): string =>
  exclusive ? label : labels.filter((name) => marks[name] === true).join(" + ");

/** Of an exclusive task every label that occurs, in order of appearance; of another one its own labels. */
function countLabels(
  items: readonly LabelledRecording[],
  { exclusive, labels }: Task,
): Pick<DataRecord, "counts" | "known"> {
  const counts: Record<string, number> = {};
  if (exclusive) {
    for (const { label } of items) counts[label] = (counts[label] ?? 0) + 1;
    return { counts };
  }
  const known: Record<string, number> = {};
  for (const label of labels) {
    const marks = items.flatMap((item) => item.marks?.[label] ?? []);
    known[label] = marks.length;
    counts[label] = marks.filter((shows) => shows).length;
  }
  return { counts, known };
}

function describe(
  name: string,
  items: readonly LabelledRecording[],
  task: Task,
  folds: readonly Fold[],
): DataRecord {
  return {
    name,
    fingerprint: datasetFingerprint(items),
    recordings: items.length,
    subjects: new Set(items.map(({ recording }) => recording.subjectId)).size,
    ...countLabels(items, task),
    folds: folds.map(({ training, test }) => ({ training: training.length, test: test.length })),
  };
}

/**
 * Throws where a data set is no longer what a journal's runs saw.
 *
 * @param where what errors call the journal
 */
export function checkStudyData(
  where: string,
  was: readonly DataRecord[],
  is: readonly DataRecord[],
): void {
  for (const [i, { name, fingerprint }] of was.entries()) {
    const now = is[i]?.fingerprint;
    if (now !== fingerprint) {
      throw new Error(
        `${where}: data set ${name} has changed since the study began: expected fingerprint ${fingerprint}, got ${now}`,
      );
    }
  }
}
