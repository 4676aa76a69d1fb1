/** From a fit's logits to what is said of its testing recordings. N of them, C labels, E = 4 shares of EARLY_SHARES. */
import { createDecider } from "./decide.ts";
import type { ExampleSet } from "./example-set.ts";
import { EARLY_SHARES, type FitResult } from "./fit.ts";
import { createHeadScores } from "./head-scores.ts";
import { createMagnitude, peakMagnitude } from "./magnitude.ts";
import type { RecognizerModel } from "./model.ts";
import { copyPrediction, type Prediction } from "./prediction.ts";

const E = EARLY_SHARES.length;

/**
 * Logits of one testing recording [C], a view.
 *
 * @param i in the order of the job's testing recordings
 * @param share index into EARLY_SHARES; default: the whole sequence
 */
export function logitsAfter(
  { task, logits }: Pick<FitResult, "task" | "logits">,
  i: number,
  share = E - 1,
): Float64Array {
  const C = task.labels.length;
  return logits.subarray((i * E + share) * C, (i * E + share + 1) * C);
}

/** Log-odds of each testing recording after the whole sequence, each head's loss undone: N arrays [C]. */
export function scoreTesting(
  result: Pick<FitResult, "task" | "losses" | "logits">,
): Float64Array[] {
  const C = result.task.labels.length;
  const write = createHeadScores(result.losses.map(({ loss }) => loss));
  return Array.from({ length: result.logits.length / (E * C) }, (_, i) => {
    const scores = new Float64Array(C);
    write(logitsAfter(result, i), scores);
    return scores;
  });
}

/** What a recogniser that had not seen the subject says of one recording. */
export interface TestAnswer {
  /** In the set. */
  readonly index: number;
  /** After the whole sequence [C], a view. */
  readonly logits: Float64Array;
  /** After each of EARLY_SHARES, with the magnitude of the whole; the last is after the whole sequence. */
  readonly early: readonly Prediction[];
  /** After the whole sequence. */
  readonly prediction: Prediction;
}

/**
 * The calibrated answers of a fold's recogniser on the recordings that its final fit held out.
 *
 * @param testing those of the final fit's job, in order [N]
 * @param model calibrated on the fold's training subjects alone
 */
export function answerTesting(
  set: ExampleSet,
  testing: Int32Array,
  model: RecognizerModel,
  final: FitResult,
): TestAnswer[] {
  const deciders = [createDecider(model), createDecider(model, {}, true)] as const;
  const magnitude = createMagnitude(set.features, model.neutral.topology, model.scaler);
  return Array.from(testing, (index, i) => {
    const decider = deciders[set.generic[index] === 1 ? 1 : 0];
    const peak = peakMagnitude(set.sequences[index]!, magnitude);
    const early = EARLY_SHARES.map((_, e) =>
      copyPrediction(decider.decide(0, logitsAfter(final, i, e), peak)),
    );
    return { index, logits: logitsAfter(final, i), early, prediction: early[E - 1]! };
  });
}
