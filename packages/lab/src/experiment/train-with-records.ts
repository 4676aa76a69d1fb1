import type { CalibrationOptions, FeatureSpec, Recipe, RecognizerModel } from "@mien/core";
import { type RecognitionScores, scorePredictions } from "../evaluation/index.ts";
import type { BackendName } from "./backend.ts";
import { crossValidate } from "./cross-validate.ts";
import { createExecutor } from "./executor.ts";
import { fingerprint } from "./fingerprint.ts";
import { type Labelled, labelledFeatures } from "./labelled-features.ts";
import { type RunOptions, trainOnExecutor } from "./train.ts";
import { mienVersion } from "./version.ts";

export interface TrainWithRecordsOptions {
  readonly features: FeatureSpec;
  readonly recipe: Recipe;
  readonly calibration: Partial<CalibrationOptions>;
  readonly seed: number;
  /** Augmented copies of each recording. */
  readonly copies: number;
  readonly calibrationFolds: number;
  /** Outer folds of the evaluation whose figures the model carries; 0: none. */
  readonly folds: number;
  readonly workers: number;
  readonly backend: BackendName;
  readonly dataset: string;
  readonly command: string;
}

/**
 * Trains a recogniser on all recordings, and judges its recipe by cross-validation on folds that share no subject. The model
 * carries those figures as its records. Its bytes depend on recordings and options alone, not on workers or backend.
 */
export async function trainWithRecords(
  items: readonly Labelled[],
  options: TrainWithRecordsOptions,
  run: RunOptions = {},
): Promise<{
  readonly model: RecognizerModel;
  readonly scores: RecognitionScores | null;
  readonly backend: string;
}> {
  const { recipe, seed, calibrationFolds, calibration, folds } = options;
  const set = labelledFeatures(items, options.features, { copies: options.copies, seed });
  const labels = items.map(({ label }) => label);
  const executor = await createExecutor({ workers: options.workers, backend: options.backend });
  try {
    const scores = folds === 0 ? null : await judge();
    const counts: Record<string, number> = {};
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
    const provenance = {
      dataset: options.dataset,
      fingerprint: fingerprint(items),
      recordings: items.length,
      subjects: new Set(set.subjectIds).size,
      counts,
      seed,
      version: mienVersion(),
      command: options.command,
    };
    const { model } = await trainOnExecutor(
      executor,
      "data",
      set,
      { recipe, seed, calibrationFolds, calibration, provenance },
      run,
    );
    const records = scores === null ? null : { scheme: "id-order-modulo", folds, scores };
    return { model: { ...model, records }, scores, backend: executor.backend };
  } finally {
    await executor.close();
  }

  async function judge(): Promise<RecognitionScores> {
    const { predictions } = await crossValidate(
      executor,
      "data",
      set,
      labels,
      { recipe, calibration, calibrationFolds, seed, folds: { scheme: "id-order-modulo", folds } },
      run,
    );
    return scorePredictions(predictions, { seed });
  }
}
