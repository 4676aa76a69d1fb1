import type { LabelledRecording } from "@mien/core";
import {
  type CalibrationOptions,
  type FeatureSpec,
  MIEN_VERSION,
  type Recipe,
  type RecognizerModel,
  type Task,
} from "@mien/core";
import { type RecognitionScores, scorePredictions } from "../evaluation/index.ts";
import { crossValidate } from "./cross-validate.ts";
import { datasetFingerprint } from "./dataset-fingerprint.ts";
import type { Executor } from "./executor.ts";
import { labelledFeatures } from "./labelled-features.ts";
import { type RunOptions, trainOnExecutor } from "./train.ts";

/** What is trained, how it is judged, and what the model says of where it comes from. */
export interface TrainWithRecordsOptions {
  /** What the recogniser answers. Default: the six expressions. */
  readonly task?: Task;
  readonly features: FeatureSpec;
  readonly recipe: Recipe;
  readonly calibration: Partial<CalibrationOptions>;
  readonly seed: number;
  /** Augmented copies of each recording. */
  readonly copies: number;
  readonly calibrationFolds: number;
  /** Outer folds of the evaluation whose figures the model carries; 0: none. */
  readonly folds: number;
  readonly dataset: string;
  readonly command: string;
}

/**
 * Trains a recogniser on all recordings, and judges its recipe by cross-validation on folds that share no subject. The model
 * carries those figures as its records. Its bytes depend on recordings and options alone, not on the executor.
 *
 * @param items N recordings with their labels, or marks
 * @returns the model, and its figures over N held-out predictions, null where `folds` is 0
 * @throws on an option out of range, a label without a positive, fewer subjects than folds, or a failed fit
 */
export async function trainWithRecords(
  executor: Executor,
  items: readonly LabelledRecording[],
  options: TrainWithRecordsOptions,
  run: RunOptions = {},
): Promise<{
  readonly model: RecognizerModel;
  readonly scores: RecognitionScores | null;
}> {
  const { recipe, seed, calibrationFolds, calibration, folds } = options;
  const set = labelledFeatures(items, options.features, {
    copies: options.copies,
    seed,
    ...(options.task === undefined ? {} : { task: options.task }),
  });
  const labels = items.map(({ label }) => label);
  const scores = folds === 0 ? null : await judge();
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const provenance = {
    dataset: options.dataset,
    fingerprint: datasetFingerprint(items),
    recordings: items.length,
    subjects: new Set(set.subjectIds).size,
    counts,
    seed,
    version: MIEN_VERSION,
    command: options.command,
  };
  const { model } = await trainOnExecutor(
    executor,
    set,
    { recipe, seed, calibrationFolds, calibration, provenance },
    run,
  );
  const records = scores === null ? null : { scheme: "id-order-modulo", folds, scores };
  return { model: { ...model, records }, scores };

  async function judge(): Promise<RecognitionScores> {
    const { predictions } = await crossValidate(
      executor,
      set,
      labels,
      { recipe, calibration, calibrationFolds, seed, folds: { scheme: "id-order-modulo", folds } },
      run,
    );
    return scorePredictions(predictions, { seed, task: set.task });
  }
}
