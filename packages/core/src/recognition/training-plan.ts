import { TOPOLOGIES, type TopologyName } from "../face/index.ts";
import { featureNames, genericNeutral, type NeutralFace } from "../features/index.ts";
import type { Backend } from "../kernel/index.ts";
import { createRandom, permutation } from "../math/index.ts";
import { scoreTesting } from "./answers.ts";
import { type CalibrationOptions, calibrate, type HeldOutScores } from "./calibrate.ts";
import { checkSplit } from "./check-split.ts";
import type { ExampleSet } from "./example-set.ts";
import { type FitJob, type FitProgress, type FitResult, fit } from "./fit.ts";
import { createMagnitude, peakMagnitude } from "./magnitude.ts";
import type { ModelProvenance, RecognizerModel } from "./model.ts";
import { networkSpecOf, type Recipe } from "./recipe.ts";

/** The fits behind one recogniser. Independent of each other: any worker may run any, in any order. */
export interface TrainingPlan {
  /** Inner subject folds, whose held-out scores set the calibration. */
  readonly inner: readonly FitJob[];
  /** On every training recording. */
  readonly final: FitJob;
}

/** What a plan is drawn up from; the same options give the same plan. */
export interface TrainingPlanOptions {
  readonly recipe: Recipe;
  readonly seed: number;
  /** Inner subject folds. Default 5. */
  readonly calibrationFolds?: number;
  /** Recordings to train and calibrate on. Default: all. */
  readonly training?: Int32Array;
  /** Recordings that the final fit predicts. Default: none. */
  readonly testing?: Int32Array;
}

/**
 * Plans a recogniser's fits: subjects in random order are dealt to the inner folds, so that each subject is held out once.
 *
 * @throws when there are fewer subjects than folds, or less than two folds; when a subject is in training and in testing
 */
export function planTraining(set: ExampleSet, options: TrainingPlanOptions): TrainingPlan {
  const { recipe, seed, calibrationFolds = 5, testing = new Int32Array(0) } = options;
  const every = options.training ?? Int32Array.from(set.sequences, (_, n) => n);
  const training = recipe.heads === "one-trunk" ? every.filter((n) => set.classes[n]! >= 0) : every;
  checkSplit("planTraining", set, { training: every, testing });
  const subjects = [...new Set(Array.from(training, (n) => set.subjectIds[n]!))];
  if (!(Number.isInteger(calibrationFolds) && calibrationFolds >= 2)) {
    throw new Error(
      `planTraining: calibrationFolds must be an integer >= 2, got ${calibrationFolds}`,
    );
  }
  if (subjects.length < calibrationFolds) {
    throw new Error(
      `planTraining: expected at least ${calibrationFolds} subjects, one for each inner fold, got ${subjects.length}`,
    );
  }
  const random = createRandom(seed);
  const order = permutation(random.fork(1), subjects.length);
  const foldOf = new Map(Array.from(order, (s, i) => [subjects[s]!, i % calibrationFolds]));
  const seedOf = (label: number) => random.fork(2).fork(label).uint32();
  const inner = Array.from({ length: calibrationFolds }, (_, k): FitJob => {
    const isHeld = (n: number) => foldOf.get(set.subjectIds[n]!) === k;
    return {
      name: `inner fold ${k + 1} of ${calibrationFolds}`,
      recipe,
      seed: seedOf(k + 1),
      training: training.filter((n) => !isHeld(n)),
      // What trains no trunk is still scored, so that the calibration knows it.
      testing: every.filter(isHeld),
    };
  });
  return { inner, final: { name: "final fit", recipe, seed: seedOf(0), training, testing } };
}

/** Scores of every recording by the inner fold that had not seen its subject, after the whole sequence. */
export function heldOutScores(
  set: ExampleSet,
  plan: TrainingPlan,
  results: readonly FitResult[],
): HeldOutScores & { readonly recordings: Int32Array } {
  if (results.length !== plan.inner.length) {
    throw new Error(
      `heldOutScores: expected ${plan.inner.length} results, one for each inner fold, got ${results.length}`,
    );
  }
  const C = set.task.labels.length;
  const topology = topologyOf(set);
  const rows = plan.inner.flatMap((job, k) => {
    if (results[k]!.name !== job.name) {
      throw new Error(
        `heldOutScores: results[${k}] must be of ${job.name}, got ${results[k]!.name}`,
      );
    }
    const scores = scoreTesting(results[k]!);
    // Each recording's length is measured by the fold that had not seen its subject.
    const magnitude = createMagnitude(set.features, topology, results[k]!.scaler);
    return Array.from(job.testing, (n, i) => ({
      n,
      scores: scores[i]!,
      peak: peakMagnitude(set.sequences[n]!, magnitude),
    }));
  });
  rows.sort((a, b) => a.n - b.n);
  return {
    recordings: Int32Array.from(rows, ({ n }) => n),
    task: set.task,
    scores: Float64Array.from(rows.flatMap(({ scores }) => [...scores])),
    targets: Uint8Array.from(
      rows.flatMap(({ n }) => [...set.targets.subarray(n * C, (n + 1) * C)]),
    ),
    known: Uint8Array.from(rows.flatMap(({ n }) => [...set.known.subarray(n * C, (n + 1) * C)])),
    classes: Int32Array.from(rows, ({ n }) => set.classes[n]!),
    neutral: Uint8Array.from(rows, ({ n }) => set.neutral[n]!),
    generic: Uint8Array.from(rows, ({ n }) => set.generic[n]!),
    subjectIds: rows.map(({ n }) => set.subjectIds[n]!),
    peaks: Float64Array.from(rows, ({ peak }) => peak),
  };
}

/** Feature names of `named` points are the same for both schemes, and either will do; those of all points tell them apart. */
function topologyOf(set: ExampleSet): TopologyName {
  const F = set.sequences[0]!.names.length;
  const names = Object.keys(TOPOLOGIES) as TopologyName[];
  const found = names.find((name) => featureNames(set.features, name).length === F);
  if (found !== undefined) return found;
  throw new Error(
    `heldOutScores: recording ${set.sequences[0]!.recordingId} has ${F} features, which is not what its spec gives`,
  );
}

/**
 * Joins the results of a plan's fits into a model.
 *
 * @param results of `plan.inner`, in order
 * @param final of `plan.final`
 */
export function assembleModel(
  set: ExampleSet,
  plan: TrainingPlan,
  results: readonly FitResult[],
  final: FitResult,
  options: {
    readonly calibration?: Partial<CalibrationOptions>;
    readonly provenance: ModelProvenance;
    /** What a recogniser subtracts when nothing is known of the person. Default: the generic neutral. */
    readonly neutral?: NeutralFace;
  },
): RecognizerModel {
  const { recipe } = plan.final;
  return {
    task: set.task,
    features: set.features,
    scaler: final.scaler,
    recipe,
    network: networkSpecOf(recipe, final.scaler.names.length, set.task),
    losses: final.losses,
    parameters: final.parameters,
    calibration: calibrate(heldOutScores(set, plan, results), options.calibration),
    neutral: options.neutral ?? genericNeutral(),
    provenance: options.provenance,
    records: null,
  };
}

/** Progress of a whole plan: which fit, which network, which epoch. */
export type PlanProgress = (
  job: FitJob,
  ...progress: Parameters<FitProgress>
) => "stop" | undefined;

/** Plans, fits one after another and joins: what a page or a small program calls. Workers run the plan's jobs themselves. */
export function trainRecognizer(
  backend: Backend,
  set: ExampleSet,
  options: TrainingPlanOptions & Parameters<typeof assembleModel>[4],
  onProgress: PlanProgress = () => undefined,
): RecognizerModel {
  const plan = planTraining(set, options);
  const run = (job: FitJob) =>
    fit(backend, set, job, (model, epoch) => onProgress(job, model, epoch));
  const results = plan.inner.map(run);
  return assembleModel(set, plan, results, run(plan.final), options);
}
