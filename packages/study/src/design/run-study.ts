import {
  type ExampleSet,
  type FitResult,
  logitsAfter,
  MIEN_VERSION,
  scoreTesting,
} from "@mien/core";
import { createRandom } from "@mien/core/math";
import type { Trial } from "@mien/optimization";
import {
  type Cancellation,
  type Executor,
  isFitFailure,
  linkCancellation,
} from "../training/index.ts";
import {
  type Condition,
  planConditions,
  planReplicates,
  type Replicate,
  recipeOf,
  runKey,
  spaceOf,
} from "./conditions.ts";
import { taskOfConfig } from "./config.ts";
import type { StudyConfig } from "./config-schema.ts";
import { configHash, type Journal, type JournalWriter } from "./journal.ts";
import type { StudyData } from "./load-study-data.ts";
import { type BestSoFar, rankSoFar } from "./rank-so-far.ts";
import type {
  FailedTrial,
  FailureRecord,
  RunPrediction,
  RunRecord,
  StudyRecord,
} from "./records.ts";
import { type Tuned, tune } from "./tune.ts";

/** How far a study is. */
export interface StudyProgress {
  readonly done: number;
  readonly total: number;
  /** Fits since the start of this process. */
  readonly fits: number;
  readonly fitsLeft: number;
  /** The condition that tells the labels apart best, of the runs so far; null before the first. */
  readonly best: BestSoFar | null;
}

export interface RunStudyOptions {
  readonly executor: Executor;
  readonly data: ReadonlyMap<string, StudyData>;
  readonly journal: JournalWriter;
  /** What an earlier process left; null at the first. */
  readonly earlier: Journal | null;
  /** What the fits run in, for the journal: such as Node's version. */
  readonly runtime: string;
  /** Milliseconds of a clock that only rises, such as `() => performance.now()`. */
  readonly now: () => number;
  readonly signal?: Cancellation;
  /** Runs this one alone, by its key, though it failed before. */
  readonly only?: string;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/** The journal's first line. */
export function studyRecord(
  config: StudyConfig,
  data: ReadonlyMap<string, StudyData>,
): StudyRecord {
  return {
    kind: "study",
    version: 2,
    task: taskOfConfig(config),
    config,
    configHash: configHash(config),
    data: config.data.map((name) => data.get(name)!.record),
  };
}

interface Unit {
  readonly key: string;
  readonly condition: Condition;
  readonly replicate: Replicate;
}

/**
 * Runs what the journal does not hold yet, each finished run one line. As many runs are under way as the executor has lanes;
 * each depends on its own seeds alone, so that their number and order change no figure.
 */
export async function runStudy(config: StudyConfig, options: RunStudyOptions): Promise<void> {
  const { executor, data, journal, earlier, signal } = options;
  if (earlier === null) journal.append(studyRecord(config, data));
  const units = planUnits(config, data);
  const waiting = unitsToRun(units, options);
  const progress = trackProgress(config, units.length, waiting, options);
  const lane = async (stop: Cancellation) => {
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      stop.throwIfAborted();
      const record = await runOrFail(config, unit, { ...options, signal: stop }, progress.fit);
      journal.append(record);
      progress.run(unit, record);
    }
  };
  await runLanes(Math.min(executor.lanes, waiting.length), lane, signal);
}

function unitsToRun(units: readonly Unit[], { earlier, only }: RunStudyOptions): Unit[] {
  if (only !== undefined) {
    const unit = units.find(({ key }) => key === only);
    if (unit === undefined) {
      throw new Error(`study: expected the key of a run, such as ${units[0]!.key}, got ${only}`);
    }
    return earlier?.runs.has(only) ? [] : [unit];
  }
  const isDone = ({ key }: Unit) =>
    earlier !== null && (earlier.runs.has(key) || earlier.failures.has(key));
  return units.filter((unit) => !isDone(unit));
}

/**
 * A run that its recipe or its data let fail is a result.
 *
 * @throws any other error of it, with its key
 */
async function runOrFail(
  config: StudyConfig,
  unit: Unit,
  options: RunStudyOptions,
  onFits: (key: string, count: number) => void,
): Promise<RunRecord | FailureRecord> {
  try {
    return await runUnit(config, unit, options, onFits);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { key, condition, replicate } = unit;
    const { message } = error as Error;
    if (isFitFailure(error)) return { kind: "failure", key, condition, replicate, reason: message };
    const where = message.includes(key) ? "" : `${key}: `;
    throw new Error(
      `${where}${message}; the same command with --only '${key}' runs this one alone`,
      { cause: error },
    );
  }
}

/** Runs lanes side by side. The first error stops the others, and is thrown when none runs any more. */
async function runLanes(
  count: number,
  lane: (stop: Cancellation) => Promise<void>,
  signal?: Cancellation,
): Promise<void> {
  const own = linkCancellation(signal);
  const errors: unknown[] = [];
  const guarded = async () => {
    try {
      await lane(own.signal);
    } catch (error) {
      errors.push(error);
      own.abort(error);
    }
  };
  await Promise.all(Array.from({ length: count }, guarded));
  own.release();
  if (errors.length > 0) throw errors[0];
}

/** The longest first would balance better; but replicate by replicate an interrupted study is a smaller one, and whole. */
function planUnits(config: StudyConfig, data: ReadonlyMap<string, StudyData>): Unit[] {
  const conditions = planConditions(config);
  const replicates = planReplicates(config, (name) => data.get(name)!.folds.length);
  return replicates.flatMap((replicate) =>
    conditions.map((condition) => ({ key: runKey(condition, replicate), condition, replicate })),
  );
}

/** Runs of a whole study. */
export const countRuns = (config: StudyConfig, data: ReadonlyMap<string, StudyData>): number =>
  planUnits(config, data).length;

/** Fits that a run takes at most. */
const fitsOf = ({ tuning }: StudyConfig, { optimization }: Condition): number =>
  1 + (optimization === "bayesian" ? tuning.trials * tuning.innerFolds : 0);

/** Each report of a trial is a fit. */
const sumOfFits = (trials: readonly Trial[]): number =>
  trials.reduce((sum, { reports }) => sum + reports.length, 0);

function trackProgress(
  config: StudyConfig,
  total: number,
  waiting: readonly Unit[],
  { earlier, onProgress = () => undefined }: RunStudyOptions,
) {
  let done = total - waiting.length;
  let fits = 0;
  const spent = new Map(
    waiting.map(({ key }) => [
      key,
      sumOfFits((earlier?.trials.get(key) ?? []).map((t) => t.trial)),
    ]),
  );
  let fitsLeft = waiting.reduce(
    (sum, { key, condition }) => sum + fitsOf(config, condition) - spent.get(key)!,
    0,
  );
  const ranking = rankSoFar(earlier?.runs.values() ?? []);
  const report = () =>
    onProgress({ done, total, fits, fitsLeft: Math.max(0, fitsLeft), best: ranking.best() });
  report();
  return {
    fit: (key: string, count: number) => {
      fits += count;
      fitsLeft -= count;
      spent.set(key, (spent.get(key) ?? 0) + count);
      report();
    },
    run: ({ key, condition }: Unit, record: RunRecord | FailureRecord) => {
      done++;
      if (record.kind === "run") ranking.add(record);
      fitsLeft -= fitsOf(config, condition) - (spent.get(key) ?? 0); // what was pruned
      report();
    },
  };
}

async function runUnit(
  config: StudyConfig,
  { key, condition, replicate }: Unit,
  { executor, data, journal, earlier, runtime, now, signal }: RunStudyOptions,
  onFits: (key: string, count: number) => void,
): Promise<RunRecord> {
  const [started, clock] = [now(), createClock(now)];
  const { folds, sets } = data.get(replicate.data)!;
  const set = sets.get(condition.featureSet ?? "")!;
  const setName = await executor.addSet(set);
  const fold = folds[replicate.fold]!;
  const base = recipeOf(config, condition);
  const isTrunk = base.heads === "one-trunk";
  const training = isTrunk ? fold.training.filter((n) => set.classes[n]! >= 0) : fold.training;
  // The same for every condition of a replicate: comparisons are paired.
  const seeds = createRandom(replicate.seed).fork(replicate.fold);
  const done = earlier?.trials.get(key) ?? [];
  const failed: FailedTrial[] = done.flatMap(({ trial, reason }) =>
    reason === undefined ? [] : [{ number: trial.number, reason }],
  );
  const tuned: Tuned | null =
    condition.optimization === "predefined"
      ? null
      : await tune({
          executor,
          setName,
          set,
          training,
          base,
          tuning: { ...config.tuning, space: spaceOf(config, condition) },
          seed: seeds.fork(1).uint32(),
          done: done.map(({ trial }) => trial),
          ...(signal === undefined ? {} : { signal }),
          onTrial: (trial, reason) => {
            if (reason !== null) failed.push({ number: trial.number, reason });
            journal.append({
              kind: "trial",
              key,
              trial,
              ...(reason === null ? {} : { reason }),
              seconds: clock(),
            });
            onFits(key, trial.reports.length);
          },
        });
  const recipe = tuned?.recipe ?? base;
  const fitStarted = now();
  const job = {
    name: key,
    recipe,
    training,
    testing: fold.test,
    seed: seeds.fork(2).uint32(),
  };
  const result = await executor.run({ set: setName, job }, signal);
  onFits(key, 1);
  const ended = now();
  return {
    kind: "run",
    key,
    condition,
    replicate,
    recipe,
    inputSize: result.scaler.names.length,
    losses: result.losses,
    bestEpoch: result.bestEpoch,
    trials: tuned?.trials ?? [],
    ...(failed.length === 0 ? {} : { failedTrials: failed.sort((a, b) => a.number - b.number) }),
    predictions: predictionsOf(set, fold.test, result),
    measured: {
      fitSeconds: (ended - fitStarted) / 1000,
      runSeconds: (ended - started) / 1000 + done.reduce((sum, { seconds }) => sum + seconds, 0),
      fits: 1 + sumOfFits(tuned?.trials ?? []),
      backend: executor.backend,
      node: runtime,
      mien: MIEN_VERSION,
    },
  };
}

/** Seconds since it was last asked. */
function createClock(now: () => number): () => number {
  let last = now();
  return () => {
    const from = last;
    last = now();
    return (last - from) / 1000;
  };
}

function predictionsOf(set: ExampleSet, test: Int32Array, result: FitResult): RunPrediction[] {
  return scoreTesting(result).map((scores, i) => {
    const n = test[i]!;
    return {
      recordingId: set.sequences[n]!.recordingId,
      subjectId: set.subjectIds[n]!,
      class: set.classes[n]!,
      ...(set.task.exclusive
        ? {}
        : { targets: set.task.labels.map((_, k) => targetOf(set, n, k)) }),
      logits: Array.from(logitsAfter(result, i)),
      scores: Array.from(scores),
    };
  });
}

/** Whether recording n shows label k; null where that is not known. */
function targetOf({ task, targets, known }: ExampleSet, n: number, k: number): 0 | 1 | null {
  const at = n * task.labels.length + k;
  return known[at] === 0 ? null : targets[at] === 1 ? 1 : 0;
}
