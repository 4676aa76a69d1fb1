/** A study of seconds: 2 folds, 1 seed, 2 trials, heads of 8 units, 3 epochs, the first actors of mien-cast. */
import { mkdirSync } from "node:fs";
import { analyzeStudy } from "../../src/analysis/index.ts";
import { loadMienCast } from "../../src/casting/index.ts";
import {
  type BackendName,
  createInlineExecutor,
  type Executor,
  type Labelled,
} from "../../src/experiment/index.ts";
import {
  type Journal,
  loadStudyData,
  openJournal,
  openStudyFolder,
  parseStudyConfig,
  presetConfig,
  readJournal,
  runStudy,
  type StudyConfig,
  studyPaths,
} from "../../src/study/index.ts";

/** Any part replaced; plain JSON, as a file holds it. */
export function tinyConfig(overrides: Readonly<Record<string, unknown>> = {}): StudyConfig {
  const quick = presetConfig("quick");
  return parseStudyConfig(
    {
      ...quick,
      name: "tiny",
      factors: {
        architecture: ["gru"],
        optimization: ["predefined", "bayesian"],
        loss: ["standard", "advanced"],
      },
      recipe: { hiddenSize: 8, epochs: 3 },
      folds: { scheme: "id-order-modulo", folds: 2 },
      seeds: [1],
      tuning: tinyTuning(),
      analysis: { ...quick.analysis, resamples: 100 },
      ...overrides,
    },
    "tiny",
  );
}

export const tinyTuning = (overrides: Partial<StudyConfig["tuning"]> = {}) => ({
  ...presetConfig("quick").tuning,
  trials: 2,
  innerFolds: 2,
  space: {
    hiddenSize: { type: "categorical", choices: [8, 12] },
    learningRate: { type: "float", low: 0.001, high: 0.01, log: true },
    epochs: { type: "integer", low: 2, high: 4 },
  },
  ...overrides,
});

/** The first actors of mien-cast. */
export async function fewActors(actors = 24): Promise<readonly Labelled[]> {
  const all = await loadMienCast();
  const names = [...new Set(all.map(({ recording }) => recording.subjectId))].slice(0, actors);
  return all.filter(({ recording }) => names.includes(recording.subjectId));
}

export interface TinyRun {
  readonly items: readonly Labelled[];
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
  const own = executor ?? (await createInlineExecutor(backend));
  const { journal: path } = studyPaths(folder);
  const journal = openJournal(path);
  try {
    const options = { executor: own, data, journal, earlier };
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
