import { log } from "../math/index.ts";
import { createLoss, type LossSpec } from "../nn/index.ts";

/** Log-odds beyond which nothing is told apart. */
export const LARGEST_LOG_ODDS = 20;

/** ln(p / (1 - p)), kept in [-20, 20]. */
export function logOdds(p: number): number {
  if (!(p > 0)) return -LARGEST_LOG_ODDS;
  if (!(p < 1)) return LARGEST_LOG_ODDS;
  return Math.max(-LARGEST_LOG_ODDS, Math.min(LARGEST_LOG_ODDS, log(p / (1 - p))));
}

/**
 * Undoes what each head's loss does to its logit, so that heads trained with different losses compare: the log-odds of the
 * probability whose expected loss the logit minimises. For one trunk, the log-odds of each class of the softmax.
 *
 * No allocation a call.
 *
 * @param losses of each label [C]; of one trunk, the same softmax cross-entropy for each
 * @returns a function from logits [C] to scores [C], written to `out`
 */
export function createHeadScores(
  losses: readonly LossSpec[],
): (logits: ArrayLike<number>, out: Float64Array) => void {
  const C = losses.length;
  const one = new Float64Array(1);
  const probability = new Float64Array(1);
  const all = new Float64Array(C);
  const created = losses.map(createLoss);
  const isTrunk = losses[0]?.kind === "softmax-cross-entropy";
  return (logits, out) => {
    if (isTrunk) {
      for (let k = 0; k < C; k++) out[k] = logits[k]!;
      created[0]!.probabilities(out, all, C);
      for (let k = 0; k < C; k++) out[k] = logOdds(all[k]!);
      return;
    }
    for (let k = 0; k < C; k++) {
      one[0] = logits[k]!;
      created[k]!.probabilities(one, probability);
      out[k] = logOdds(probability[0]!);
    }
  };
}
