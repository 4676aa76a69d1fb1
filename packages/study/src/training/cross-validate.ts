import {
  answerTesting,
  argmax,
  assembleModel,
  type CalibrationOptions,
  type ChosenLoss,
  type ExampleSet,
  type FitJob,
  type FitResult,
  type ModelProvenance,
  planTraining,
  type Recipe,
  type RecognizerModel,
  type TrainingPlan,
} from "@mien/core";
import { createRandom } from "@mien/core/math";
import {
  checkFolds,
  createFolds,
  type Fold,
  type FoldOptions,
  type HeldOutPrediction,
} from "../evaluation/index.ts";
import type { Executor } from "./executor.ts";
import { type RunOptions, runFits } from "./train.ts";

/** What each fold trains, and how folds are dealt. */
export interface CrossValidationOptions {
  readonly recipe: Recipe;
  readonly folds: FoldOptions;
  readonly seed: number;
  /** Inner subject folds of each outer fold, for its calibration. Default 5. */
  readonly calibrationFolds?: number;
  readonly calibration?: Partial<CalibrationOptions>;
}

/** Held-out answers of a cross-validation, with what each fold trained. */
export interface CrossValidation {
  /** Of every recording, by the fold's recogniser, which had not seen its subject. */
  readonly predictions: readonly HeldOutPrediction[];
  /** Each fold's losses, with the ratios that chose them [folds][C]. */
  readonly losses: readonly (readonly ChosenLoss[])[];
  readonly folds: readonly Fold[];
}

const NO_PROVENANCE: ModelProvenance = {
  dataset: "",
  fingerprint: "",
  recordings: 0,
  subjects: 0,
  counts: {},
  seed: 0,
  version: "",
  command: "",
};

/**
 * Subject-independent cross-validation of the whole recogniser: scaler, losses, weights, calibration, thresholds and gate of
 * each outer fold come from its training subjects alone.
 *
 * @param executor runs the fits; which one it is changes no byte
 * @param set N recordings of a task of C labels
 * @param labels [N] what the folds are stratified by, where the scheme does so
 * @returns a prediction of each of the N recordings, in their order; folds and losses in order of the folds
 * @throws on an option out of range, fewer subjects than folds, a fold in which a head has no positive, or a failed fit; on a
 * signal's abort its reason
 */
export async function crossValidate(
  executor: Executor,
  set: ExampleSet,
  labels: readonly string[],
  options: CrossValidationOptions,
  run: RunOptions = {},
): Promise<CrossValidation> {
  const folds = createFolds(set.subjectIds, labels, options.folds);
  checkFolds(folds, set.subjectIds);
  const plans = planFolds(set, folds, options);
  const jobs = plans.flatMap(({ inner, final }) => [...inner, final]);
  const results = await runFits(executor, await executor.addSet(set), jobs, run);
  const at = new Map<FitJob, FitResult>(jobs.map((job, i) => [job, results[i]!]));
  const models = plans.map((plan) => {
    const inner = plan.inner.map((job) => at.get(job)!);
    const final = at.get(plan.final)!;
    const { calibration = {} } = options;
    return {
      final,
      model: assembleModel(set, plan, inner, final, { calibration, provenance: NO_PROVENANCE }),
    };
  });
  return {
    folds,
    losses: models.map(({ final }) => final.losses),
    predictions: folds
      .flatMap(({ test }, k) => predictFold(set, k, test, models[k]!.model, models[k]!.final))
      .sort((a, b) => a.index - b.index),
  };
}

function planFolds(
  set: ExampleSet,
  folds: readonly Fold[],
  { recipe, seed, calibrationFolds = 5 }: CrossValidationOptions,
): TrainingPlan[] {
  const random = createRandom(seed);
  return folds.map(({ training, test }, k) => {
    const foldSeed = random.fork(k).uint32();
    const plan = planTraining(set, {
      recipe,
      seed: foldSeed,
      calibrationFolds,
      training,
      testing: test,
    });
    const name = (text: string) => `fold ${k + 1} of ${folds.length}, ${text}`;
    return {
      inner: plan.inner.map((job) => ({ ...job, name: name(job.name) })),
      final: { ...plan.final, name: name(plan.final.name) },
    };
  });
}

/** What a fold's recogniser says of its test recordings. */
export function predictFold(
  set: ExampleSet,
  fold: number,
  test: Int32Array,
  model: RecognizerModel,
  final: FitResult,
): HeldOutPrediction[] {
  const C = set.task.labels.length;
  const { labels } = set.task;
  const inOrder = (by: Readonly<Record<string, number>>) => labels.map((label) => by[label]!);
  return answerTesting(set, test, model, final).map(({ index, logits, early, prediction }) => ({
    index,
    fold,
    early: early.flatMap((one) => {
      if (one.distribution === null) return [];
      const distribution = inOrder(one.distribution);
      const best = argmax(distribution);
      return [{ class: best, probability: distribution[best]! }];
    }),
    recordingId: set.sequences[index]!.recordingId,
    subjectId: set.subjectIds[index]!,
    class: set.classes[index]!,
    truth: labels.map((_, k) => {
      const at = index * C + k;
      return set.known[at] === 0 ? null : set.targets[at] === 1 ? 1 : 0;
    }),
    isNeutral: set.neutral[index] === 1,
    logits: Array.from(logits),
    probabilities: inOrder(prediction.probabilities),
    yes: labels.map((label) => prediction.shown.includes(label)),
    distribution: prediction.distribution && inOrder(prediction.distribution),
    set: prediction.set.map((name) => labels.indexOf(name)),
    label: prediction.label,
  }));
}
