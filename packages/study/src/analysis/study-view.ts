import type { Task } from "@mien/core";
import {
  type Condition,
  type FailureRecord,
  planConditions,
  planReplicates,
  type Replicate,
  type RunRecord,
  runKey,
  type StudyConfig,
  type StudyRecord,
} from "../design/index.ts";
import type { StudyAnalysis } from "./types.ts";

/** A journal in the order of the design, whatever the order of its lines. */
export interface StudyView {
  readonly study: StudyRecord;
  readonly config: StudyConfig;
  readonly task: Task;
  readonly conditions: readonly Condition[];
  /** Finished by every condition. */
  readonly replicates: readonly Replicate[];
  readonly replicatesPlanned: number;
  /** [conditions][replicates] */
  readonly runs: readonly (readonly RunRecord[])[];
  readonly counts: StudyAnalysis["runs"];
  /** Mean number of test over training recordings of a fold. */
  readonly testTrainRatio: number;
  /** Correlation of folds for the Bayesian test: 1 / folds, mean over data sets. */
  readonly rho: number;
}

/**
 * Puts the runs into the design's order, and keeps the replicates that every condition has finished: comparisons are paired.
 *
 * @throws on a run that the study does not plan, on one that is there twice, or where no replicate is complete
 */
export function viewStudy(
  study: StudyRecord,
  runs: readonly RunRecord[],
  failures: readonly FailureRecord[] = [],
): StudyView {
  const { config } = study;
  const conditions = planConditions(config);
  const planned = planReplicates(config, (name) => dataOf(study, name).folds.length);
  const byKey = keyed(runs, new Set(conditions.flatMap((c) => planned.map((r) => runKey(c, r)))));
  const replicates = planned.filter((r) => conditions.every((c) => byKey.has(runKey(c, r))));
  const total = conditions.length * planned.length;
  if (replicates.length === 0) {
    throw new Error(
      `analyzeStudy: expected a replicate that all ${conditions.length} conditions have finished, got none (${byKey.size} of ${total} runs done${failures.length === 0 ? "" : `; ${failedWords(failures)}`})`,
    );
  }
  const folds = planned.map(({ data, fold }) => dataOf(study, data).folds[fold]!);
  return {
    study,
    config,
    task: study.task,
    conditions,
    replicates,
    replicatesPlanned: planned.length,
    runs: conditions.map((c) => replicates.map((r) => byKey.get(runKey(c, r))!)),
    counts: withFailures(
      countsOf(total, byKey.size, replicates.length, planned.length, conditions.length),
      failures,
      runs,
    ),
    testTrainRatio: meanOf(folds.map(({ training, test }) => test / training)),
    rho: meanOf(config.data.map((name) => 1 / dataOf(study, name).folds.length)),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function dataOf(study: StudyRecord, name: string) {
  const found = study.data.find((record) => record.name === name);
  if (found === undefined) {
    const names = study.data.map((record) => record.name).join(", ");
    throw new Error(`analyzeStudy: expected data ${name} in the journal, got ${names || "none"}`);
  }
  return found;
}

function keyed(runs: readonly RunRecord[], planned: ReadonlySet<string>) {
  const byKey = new Map<string, RunRecord>();
  for (const run of runs) {
    const key = runKey(run.condition, run.replicate);
    if (!planned.has(key)) {
      throw new Error(`analyzeStudy: expected runs that the study plans, got ${key}`);
    }
    if (byKey.has(key)) throw new Error(`analyzeStudy: expected each run once, got ${key} twice`);
    byKey.set(key, run);
  }
  return byKey;
}

function countsOf(
  planned: number,
  done: number,
  replicates: number,
  replicatesPlanned: number,
  conditions: number,
): StudyAnalysis["runs"] {
  const analysed = replicates * conditions;
  const isComplete = done === planned;
  const note = isComplete
    ? `All ${planned} runs are done.`
    : `Incomplete: ${done} of ${planned} runs are done. This analysis rests on the ${replicates} of ${replicatesPlanned} replicates that all ${conditions} conditions have finished (${analysed} runs); its figures will move as the rest come in.`;
  return { planned, done, analysed, isComplete, note };
}

/** What failed, for the analysis and the report's top; where nothing did, not a byte is added. */
function withFailures(
  counts: StudyAnalysis["runs"],
  failures: readonly FailureRecord[],
  runs: readonly RunRecord[],
): StudyAnalysis["runs"] {
  const failed = sortByKey(failures.map(({ key, reason }) => ({ key, reason })));
  const failedTrials = sortByKey(
    runs.flatMap(({ key, failedTrials = [] }) => failedTrials.map((one) => ({ key, ...one }))),
  );
  const notes = [
    ...(failed.length === 0 ? [] : [`${sentenceCase(failedWords(failed))}.`]),
    ...(failedTrials.length === 0 ? [] : [trialWords(failedTrials)]),
  ];
  if (notes.length === 0) return counts;
  return {
    ...counts,
    ...(failed.length === 0 ? {} : { failed }),
    ...(failedTrials.length === 0 ? {} : { failedTrials }),
    note: [counts.note, ...notes].join(" "),
  };
}

const sortByKey = <T extends { readonly key: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

const failedWords = (failures: readonly { readonly key: string; readonly reason: string }[]) =>
  `${failures.length} ${failures.length === 1 ? "run" : "runs"} failed and will again: ${failures
    .map(({ key, reason }) => (reason.includes(key) ? reason : `${key} (${reason})`))
    .join("; ")}`;

const trialWords = (
  trials: readonly { readonly key: string; readonly number: number; readonly reason: string }[],
) =>
  `${trials.length} trials of searches failed, and no search rests on them; the first was trial ${trials[0]!.number} of ${trials[0]!.key} (${trials[0]!.reason}).`;

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
