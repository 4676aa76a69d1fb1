/** A study of seconds: 2 folds, 1 seed, 2 trials, heads of 8 units, 3 epochs, a few actors of mien-cast. */

import { mkdirSync } from "node:fs";
import type { LabelledRecording } from "@mien/core";
import {
  analyzeStudy,
  createInlineExecutor,
  type Executor,
  type Journal,
  loadStudyData,
  runStudy,
  type StudyConfig,
} from "@mien/study";
import { loadMienCast } from "../../src/casting/index.ts";
import { type BackendName, createBackend } from "../../src/executors/index.ts";
import { openJournal, openStudyFolder, readJournal, studyPaths } from "../../src/studies/index.ts";

/** The actors of mien-cast who show the most labels, so that the training of each inner fold has every label. */
export async function fewActors(actors = 24): Promise<readonly LabelledRecording[]> {
  const all = await loadMienCast();
  const labelsOf = (name: string) =>
    new Set(all.filter(({ recording }) => recording.subjectId === name).map(({ label }) => label));
  const names = [...new Set(all.map(({ recording }) => recording.subjectId))]
    .map((name) => ({ name, labels: labelsOf(name).size }))
    .sort((a, b) => b.labels - a.labels)
    .slice(0, actors)
    .map(({ name }) => name);
  return all.filter(({ recording }) => names.includes(recording.subjectId));
}

export interface TinyRun {
  readonly items: readonly LabelledRecording[];
  readonly executor?: Executor;
  readonly backend?: BackendName;
  readonly signal?: AbortSignal;
}

/** Runs, or goes on with, a study in a folder; the executor is closed at the end. */
export async function runTiny(
  folder: string,
  config: StudyConfig,
  { items, executor, backend, signal }: TinyRun,
): Promise<Journal> {
  mkdirSync(folder, { recursive: true });
  const earlier = openStudyFolder(folder, config);
  const data = await loadStudyData(config, async () => items);
  const own = executor ?? createInlineExecutor(await createBackend(backend));
  const { journal: path } = studyPaths(folder);
  const journal = openJournal(path);
  try {
    const options = {
      executor: own,
      data,
      journal,
      earlier,
      runtime: process.versions.node,
      now: () => performance.now(),
    };
    await runStudy(config, signal === undefined ? options : { ...options, signal });
  } finally {
    journal.close();
    await own.close();
  }
  return readJournal(path)!;
}

/** The bytes of analysis.json. */
export const analysisOf = ({ study, runs }: Journal): string =>
  JSON.stringify(analyzeStudy(study, [...runs.values()]));
