import {
  argmax,
  type ExampleSet,
  type FitJob,
  type Recipe,
  resolveRecipe,
  scoreTesting,
} from "@mien/core";
import { createRandom, permutation } from "@mien/core/math";
import {
  askTrial,
  bestTrial,
  createMedianPruner,
  createSampler,
  createSearchSpace,
  type History,
  type Outcome,
  resumeHistory,
  type Sampler,
  type Trial,
  tellTrial,
} from "@mien/optimization";
import { auc, classMetrics, confusion } from "../evaluation/index.ts";
import { type Cancellation, type Executor, isFitFailure } from "../training/index.ts";
import type { StudyConfig } from "./config-schema.ts";

/** A search for hyperparameters among the training recordings of one run. */
export interface TuningTask {
  readonly executor: Executor;
  readonly setName: string;
  readonly set: ExampleSet;
  /** Outer training recordings; no trial sees another. */
  readonly training: Int32Array;
  readonly base: Partial<Recipe>;
  readonly tuning: StudyConfig["tuning"];
  readonly seed: number;
  /** Trials that an earlier process finished. */
  readonly done: readonly Trial[];
  readonly signal?: Cancellation;
  /** `reason`: why it failed; null where it did not. */
  readonly onTrial: (trial: Trial, reason: string | null) => void;
}

export interface Tuned {
  readonly recipe: Recipe;
  readonly trials: readonly Trial[];
}

/** Searches; which trials are asked, and what they find, depends on the task's seed and data alone. */
export async function tune(task: TuningTask): Promise<Tuned> {
  const { tuning, base, seed } = task;
  const sampler = createSampler(createSearchSpace(tuning.space), {
    kind: tuning.sampler,
    seed,
    direction: "maximise",
    batchSize: tuning.batchSize,
    ...(tuning.sampler === "tpe"
      ? { tpe: { multivariate: true, startupTrials: startupOf(tuning) } }
      : {}),
    ...(tuning.sampler === "gp" ? { gp: { startupTrials: startupOf(tuning) } } : {}),
  });
  const folds = innerFolds(task);
  let history: History = resumeHistory(sampler, task.done);
  while (history.filter(({ state }) => state !== "running").length < tuning.trials) {
    const asked = askBatch(sampler, history, tuning.trials);
    history = asked.history;
    // Each trial of the batch is judged with what the history held before it, never with its neighbours' results.
    const before = history;
    const outcomes = await Promise.all(
      asked.trials.map((trial) => judge(task, folds, before, trial)),
    );
    asked.trials.forEach((trial, i) => {
      history = tellTrial(history, trial.number, outcomes[i]!);
      task.onTrial(history[trial.number]!, outcomes[i]!.reason ?? null);
    });
  }
  const best = bestTrial(history, "maximise");
  return { recipe: resolveRecipe({ ...base, ...best?.params }), trials: history };
}

/** A third of the trials explore, and ten at most, as in Optuna. */
const startupOf = ({ trials }: StudyConfig["tuning"]): number =>
  Math.max(1, Math.min(10, Math.floor(trials / 3)));

function askBatch(sampler: Sampler, history: History, most: number) {
  const trials: Trial[] = history.filter(({ state }) => state === "running");
  let next = history;
  while (trials.length < sampler.batchSize && next.length < most) {
    const trial = askTrial(sampler, next);
    if (trial === null) break;
    trials.push(trial);
    next = [...next, trial];
  }
  return { trials, history: next };
}

/** Subjects of the training side, dealt to inner folds in random order. */
function innerFolds({ set, training, tuning, seed }: TuningTask) {
  const subjects = [...new Set(Array.from(training, (n) => set.subjectIds[n]!))];
  if (subjects.length < tuning.innerFolds) {
    throw new Error(
      `tune: expected at least ${tuning.innerFolds} training subjects for the inner folds, got ${subjects.length}`,
    );
  }
  const order = permutation(createRandom(seed).fork(7), subjects.length);
  const foldOf = new Map(Array.from(order, (s, i) => [subjects[s]!, i % tuning.innerFolds]));
  return Array.from({ length: tuning.innerFolds }, (_, k) => {
    const isHeld = (n: number) => foldOf.get(set.subjectIds[n]!) === k;
    return { training: training.filter((n) => !isHeld(n)), testing: training.filter(isHeld) };
  });
}

type Judged = Outcome & { readonly reports: Trial["reports"]; readonly reason?: string };

/** One trial. Where its recipe or its data let a fit fail, the trial has failed, and its other folds are not run. */
async function judge(
  task: TuningTask,
  folds: ReturnType<typeof innerFolds>,
  history: History,
  trial: Trial,
): Promise<Judged> {
  const reports: [number, number | null][] = [];
  try {
    return await judgeFolds(task, folds, history, trial, reports);
  } catch (error) {
    if (!isFitFailure(error)) throw error;
    return { state: "failed", reports, reason: error.message };
  }
}

/** Fold after fold, reported after each, so that a hopeless one can end early. */
async function judgeFolds(
  task: TuningTask,
  folds: ReturnType<typeof innerFolds>,
  history: History,
  trial: Trial,
  reports: [number, number | null][],
): Promise<Judged> {
  const { tuning, executor, setName, set } = task;
  const recipe = resolveRecipe({ ...task.base, ...trial.params });
  const pruner = createMedianPruner({
    direction: "maximise",
    batchSize: tuning.batchSize,
    startupTrials: startupOf(tuning),
  });
  const pooled: { readonly n: number; readonly scores: Float64Array }[] = [];
  for (const [k, fold] of folds.entries()) {
    const job: FitJob = {
      name: `trial ${trial.number}, inner fold ${k + 1}`,
      recipe,
      seed: createRandom(task.seed).fork(8).fork(k).uint32(),
      ...fold,
    };
    const result = await executor.run({ set: setName, job }, task.signal);
    pooled.push(...scoreTesting(result).map((scores, i) => ({ n: fold.testing[i]!, scores })));
    const value = objective(tuning.objective, set, pooled);
    reports.push([k, Number.isNaN(value) ? null : value]);
    const isLast = k === folds.length - 1;
    if (
      !isLast &&
      tuning.pruning &&
      pruner.shouldPrune(history, { number: trial.number, reports })
    ) {
      return { state: "pruned", reports };
    }
  }
  const last = reports.at(-1)![1];
  return last === null ? { state: "failed", reports } : { state: "complete", value: last, reports };
}

function objective(
  kind: StudyConfig["tuning"]["objective"],
  set: ExampleSet,
  pooled: readonly { readonly n: number; readonly scores: Float64Array }[],
): number {
  const C = set.task.labels.length;
  if (kind === "auc") {
    const areas = set.task.labels
      .map((_, c) => {
        const own = pooled.filter(({ n }) => set.known[n * C + c] === 1);
        return auc(
          own.map(({ n }) => set.targets[n * C + c]!),
          own.map(({ scores }) => scores[c]!),
        ).value;
      })
      .filter((value) => !Number.isNaN(value));
    return areas.reduce((a, b) => a + b, 0) / areas.length;
  }
  const shown = pooled.filter(({ n }) => set.classes[n]! >= 0);
  return classMetrics(
    confusion(
      shown.map(({ n }) => set.classes[n]!),
      shown.map(({ scores }) => argmax(scores)),
      C,
    ),
  ).macroF1.value;
}
