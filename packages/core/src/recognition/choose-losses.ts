import type { LossSpec } from "../nn/index.ts";
import type { HeadCount } from "./count-heads.ts";
import type { Recipe } from "./recipe.ts";
import { imbalanceRatio, selectLoss } from "./select-loss.ts";

/** A head's loss and the counts that it was chosen by. */
export interface ChosenLoss extends HeadCount {
  /** By the recipe's definition; null where no recording is positive. */
  readonly ratio: number | null;
  readonly loss: LossSpec;
}

type LossRecipe = Pick<
  Recipe,
  "heads" | "loss" | "ratio" | "focalAbove" | "weightedFrom" | "focalAlpha" | "focalGamma"
>;

/**
 * Each head's loss from the counts of the training recordings alone. Weighted binary cross-entropy weighs positives by
 * negatives / positives, whatever the definition of the ratio that chose it.
 *
 * @param counts of each head, over the recordings whose target is known
 */
export const chooseLosses = (counts: readonly HeadCount[], recipe: LossRecipe): ChosenLoss[] =>
  counts.map(({ label, positives, total }) => {
    const ratio = positives === 0 ? null : imbalanceRatio(positives, total, recipe.ratio);
    return { label, positives, total, ratio, loss: lossOf(recipe, positives, total, ratio) };
  });

function lossOf(
  recipe: LossRecipe,
  positives: number,
  total: number,
  ratio: number | null,
): LossSpec {
  if (recipe.heads === "one-trunk") return { kind: "softmax-cross-entropy" };
  if (recipe.loss === "standard" || ratio === null) return { kind: "binary-cross-entropy" };
  const { focalAbove, weightedFrom } = recipe;
  const kind = selectLoss(ratio, { focalAbove, weightedFrom });
  if (kind === "focal") return { kind, alpha: recipe.focalAlpha, gamma: recipe.focalGamma };
  if (kind === "binary-cross-entropy") return { kind };
  // Every recording positive: nothing to weigh against.
  const negatives = total - positives;
  return negatives === 0
    ? { kind: "binary-cross-entropy" }
    : { kind, positiveWeight: negatives / positives };
}
