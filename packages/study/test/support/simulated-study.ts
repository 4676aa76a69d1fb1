import { chooseLosses, type HeadCount, resolveRecipe, type Task } from "@mien/core";
import { createRandom, type Random } from "@mien/core/math";
import {
  type Condition,
  configHash,
  parseStudyConfig,
  planConditions,
  planReplicates,
  presetConfig,
  type RunPrediction,
  type RunRecord,
  runKey,
  type StudyConfig,
  type StudyRecord,
  taskOfConfig,
} from "../../src/design/index.ts";

/** What is true of a simulated study. */
export interface Truth {
  readonly config?: Partial<StudyConfig>;
  readonly subjects?: number;
  /** Class of a recording: its subject, its place among the subject's. Default: each subject shows all labels once. */
  readonly classOf?: (subject: number, item: number) => number;
  /** Of a task that is not exclusive: what a recording shows, null where that is not known [C]. */
  readonly targetsOf?: (subject: number, item: number) => readonly (0 | 1 | null)[];
  readonly itemsOfSubject?: number;
  /** How far a head's log-odds lie from 0 on the right side, in deviations of their noise. Default 1. */
  readonly separation?: (condition: Condition, expression: number) => number;
  /** Deviation of what is drawn anew for each condition and seed; the rest of 1 is shared by all. Default 0.6. */
  readonly ownNoise?: number;
  readonly seed?: number;
}

export interface SimulatedStudy {
  readonly study: StudyRecord;
  readonly runs: readonly RunRecord[];
}

/** A small, quick configuration; its margins and levels are the presets'. */
export function smallConfig(overrides: Partial<StudyConfig> = {}): StudyConfig {
  const quick = presetConfig("quick");
  const analysis = { ...quick.analysis, resamples: 100, ...overrides.analysis };
  return parseStudyConfig({ ...quick, ...overrides, analysis }, "test");
}

/** Journals as a study would leave them, of networks that exist as probability alone. */
export function simulateStudy(truth: Truth = {}): SimulatedStudy {
  const config = smallConfig(truth.config);
  const task = taskOfConfig(config);
  const { subjects = 30, itemsOfSubject = task.labels.length, targetsOf } = truth;
  const { classOf = (_, item) => (targetsOf === undefined ? item : -1) } = truth;
  const folds = config.folds.folds;
  const items = Array.from({ length: subjects * itemsOfSubject }, (_, i) => {
    const subject = Math.floor(i / itemsOfSubject);
    const own = classOf(subject, i % itemsOfSubject);
    const targets =
      targetsOf?.(subject, i % itemsOfSubject) ?? task.labels.map((_, k) => (own === k ? 1 : 0));
    return { subject, fold: subject % folds, class: own, targets, i };
  });
  const heads = countHeads(items, task);
  const byLabel = (key: "positives" | "total") =>
    Object.fromEntries(heads.map((head) => [head.label, head[key]]));
  const data = config.data.map((name) => ({
    name,
    fingerprint: "simulated",
    recordings: items.length,
    subjects,
    counts: byLabel("positives"),
    ...(task.exclusive ? {} : { known: byLabel("total") }),
    folds: Array.from({ length: folds }, (_, f) => {
      const test = items.filter(({ fold }) => fold === f).length;
      return { training: items.length - test, test };
    }),
  }));
  const random = createRandom(truth.seed ?? 1);
  const study: StudyRecord = {
    kind: "study",
    version: 2,
    task,
    config,
    configHash: configHash(config),
    data,
  };
  const runs = planConditions(config).flatMap((condition, c) =>
    planReplicates(config, () => folds).map((replicate) =>
      simulateRun(truth, config, condition, c, replicate, items, random),
    ),
  );
  return { study, runs };
}

type Item = {
  readonly subject: number;
  readonly fold: number;
  readonly class: number;
  readonly targets: readonly (0 | 1 | null)[];
  readonly i: number;
};

const countHeads = (items: readonly Item[], { labels }: Task): HeadCount[] =>
  labels.map((label, k) => ({
    label,
    positives: items.filter(({ targets }) => targets[k] === 1).length,
    total: items.filter(({ targets }) => targets[k] !== null).length,
  }));

function simulateRun(
  truth: Truth,
  config: StudyConfig,
  condition: Condition,
  c: number,
  replicate: RunRecord["replicate"],
  items: readonly Item[],
  random: Random,
): RunRecord {
  const test = items.filter(({ fold }) => fold === replicate.fold);
  const training = items.filter(({ fold }) => fold !== replicate.fold);
  const recipe = resolveRecipe({
    ...config.recipe,
    cell: condition.architecture,
    loss: condition.loss === "advanced" ? "adaptive" : "standard",
    ...condition.overrides,
  });
  const task = taskOfConfig(config);
  const separation = task.labels.map((_, k) => truth.separation?.(condition, k) ?? 1);
  const own = random.fork(1 + c).fork(replicate.seed);
  const predictions = test.map((item): RunPrediction => {
    const scores = noisyScores(item, separation, truth.ownNoise ?? 0.6, random, own);
    const [recordingId, subjectId] = [`r${item.i}`, `s${item.subject}`];
    const truths = task.exclusive ? {} : { targets: item.targets };
    return { recordingId, subjectId, class: item.class, ...truths, logits: scores, scores };
  });
  const isSearched = condition.optimization === "bayesian";
  return {
    kind: "run",
    key: runKey(condition, replicate),
    condition,
    replicate,
    recipe,
    inputSize: 47,
    losses: chooseLosses(countHeads(training, task), recipe),
    bestEpoch: task.labels.map(() => 10),
    trials: isSearched ? simulateTrials(own.fork(9)) : [],
    predictions,
    measured: {
      fitSeconds: 1 + c,
      runSeconds: 2 + c,
      fits: isSearched ? 13 : 1,
      backend: "wasm",
      node: "v22",
      mien: "0.0.0",
    },
  };
}

/** Signal, noise of the recording that all conditions share, and noise of the run. */
function noisyScores(
  item: Item,
  separation: readonly number[],
  ownNoise: number,
  random: Random,
  own: Random,
): number[] {
  const [shared, mine] = [random.fork(1000 + item.i), own.fork(item.i)];
  const common = Math.sqrt(1 - ownNoise * ownNoise);
  return separation.map((distance, k) => {
    const side = item.targets[k] === 1 ? 1 : -1;
    return side * distance + common * shared.normal() + ownNoise * mine.normal();
  });
}

function simulateTrials(random: Random): RunRecord["trials"] {
  return Array.from({ length: 6 }, (_, number) => {
    const value = 0.7 + 0.2 * random.uniform();
    return number === 3
      ? { number, params: { hiddenSize: 16 }, state: "pruned", value: null, reports: [] }
      : { number, params: { hiddenSize: 32 }, state: "complete", value, reports: [] };
  });
}
