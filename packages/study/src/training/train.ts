import {
  assembleModel,
  type CalibrationOptions,
  type ExampleSet,
  type FitJob,
  type FitResult,
  type HeldOutScores,
  heldOutScores,
  type ModelProvenance,
  planTraining,
  type RecognizerModel,
  type TrainingPlan,
  type TrainingPlanOptions,
} from "@mien/core";
import { type Cancellation, linkCancellation } from "./cancellation.ts";
import type { Executor } from "./executor.ts";

/**
 * The plan of a training, how it is calibrated, and what the model says of where it comes from.
 */
export interface TrainOptions extends TrainingPlanOptions {
  readonly calibration?: Partial<CalibrationOptions>;
  readonly provenance: ModelProvenance;
}

/** How fits are run; neither changes a byte of what they give. */
export interface RunOptions {
  readonly signal?: Cancellation;
  /** Called as each fit ends. */
  readonly onFit?: (job: FitJob) => void;
}

/** A trained recogniser with the fits that it was made of. */
export interface Trained {
  readonly model: RecognizerModel;
  readonly plan: TrainingPlan;
  readonly inner: readonly FitResult[];
  readonly final: FitResult;
  /** What the calibration was set on: each recording scored by a fit that had not seen its subject. */
  readonly held: HeldOutScores & { readonly recordings: Int32Array };
}

/** Trains a recogniser, its fits side by side on an executor. The model's bytes depend on set and options alone. */
export async function trainOnExecutor(
  executor: Executor,
  set: ExampleSet,
  options: TrainOptions,
  run: RunOptions = {},
): Promise<Trained> {
  const plan = planTraining(set, options);
  const results = await runFits(
    executor,
    await executor.addSet(set),
    [...plan.inner, plan.final],
    run,
  );
  const inner = results.slice(0, -1);
  const final = results.at(-1)!;
  const model = assembleModel(set, plan, inner, final, options);
  return { model, plan, inner, final, held: heldOutScores(set, plan, inner) };
}

/** Runs jobs side by side; results in the order of the jobs. The first failure stops those not yet begun. */
export async function runFits(
  executor: Executor,
  set: string,
  jobs: readonly FitJob[],
  { signal, onFit = () => undefined }: RunOptions = {},
): Promise<FitResult[]> {
  const stop = linkCancellation(signal);
  try {
    return await Promise.all(
      jobs.map(async (job) => {
        const result = await executor.run({ set, job }, stop.signal);
        onFit(job);
        return result;
      }),
    );
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    stop.release();
  }
}
