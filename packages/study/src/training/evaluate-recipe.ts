import type { CalibrationOptions, FeatureSpec, LabelledRecording, Recipe, Task } from "@mien/core";
import { type FoldOptions, type RecognitionScores, scorePredictions } from "../evaluation/index.ts";
import { type CrossValidation, crossValidate } from "./cross-validate.ts";
import type { Executor } from "./executor.ts";
import { labelledFeatures } from "./labelled-features.ts";
import type { RunOptions } from "./train.ts";

export interface EvaluateRecipeOptions {
  /** What is answered; the six expressions where it is left out. */
  readonly task?: Task;
  readonly features: FeatureSpec;
  readonly recipe: Recipe;
  readonly calibration?: Partial<CalibrationOptions>;
  readonly folds: FoldOptions;
  /** Inner subject folds of each outer fold, for its calibration. Default 5. */
  readonly calibrationFolds?: number;
  /** Augmented copies of each recording; default 0. */
  readonly copies?: number;
  /** Of the fits, the copies and the bootstrap. */
  readonly seed: number;
}

/** What a recipe is worth on subjects that it never saw. */
export interface RecipeEvaluation extends CrossValidation {
  readonly scores: RecognitionScores;
  /** Recordings that were trained on and judged. */
  readonly recordings: number;
}

/**
 * Cross-validates a recipe on labelled recordings, on folds that share no subject, and scores the pooled
 * predictions. The figures depend on recordings and options alone, not on the executor.
 *
 * @throws if there are no items, one shows no face, or there are fewer subjects than folds
 */
export async function evaluateRecipe(
  executor: Executor,
  items: readonly LabelledRecording[],
  options: EvaluateRecipeOptions,
  run: RunOptions = {},
): Promise<RecipeEvaluation> {
  const { features, recipe, calibration, folds, calibrationFolds = 5, copies = 0, seed } = options;
  const own = options.task === undefined ? {} : { task: options.task };
  const set = labelledFeatures(items, features, { ...own, copies, seed });
  const validated = await crossValidate(
    executor,
    set,
    items.map(({ label }) => label),
    {
      recipe,
      folds,
      seed,
      calibrationFolds,
      ...(calibration && { calibration }),
    },
    run,
  );
  const scores = scorePredictions(validated.predictions, { seed, task: set.task });
  return { ...validated, scores, recordings: items.length };
}

/** Fits that evaluateRecipe runs, each of which calls onFit: of every outer fold its inner folds and the final one. */
export function countEvaluationFits(
  items: readonly LabelledRecording[],
  { folds, calibrationFolds = 5 }: Pick<EvaluateRecipeOptions, "folds" | "calibrationFolds">,
): number {
  const outer =
    folds.scheme === "leave-one-subject-out"
      ? new Set(items.map(({ recording }) => recording.subjectId)).size
      : (folds.folds ?? 10);
  return outer * (calibrationFolds + 1);
}
