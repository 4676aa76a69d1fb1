/**
 * What a recogniser says of one moment. "Resembles posed X", never "feels X".
 *
 * A stream writes each prediction into the same object: `copyPrediction` keeps one.
 */
export interface Prediction {
  readonly timestampMs: number;
  /**
   * The answer of an exclusive task: its likeliest label; `neutral` where the face is at rest; null where the recogniser
   * abstains, since no label fits, or too many do. Always null for a task that is not exclusive: see `shown`.
   */
  readonly label: string | null;
  /** P(the face shows it) of each label on its own, calibrated, by name in the order of the task. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** P(it is this one, if it is one of the labels), by name; null for a task that is not exclusive. */
  readonly distribution: Readonly<Record<string, number>> | null;
  /** Labels whose probability is at or above their own threshold, each answered by itself. */
  readonly shown: readonly string[];
  /** Labels that cannot be ruled out at the model's coverage; for a task that is not exclusive, as `shown`. */
  readonly set: readonly string[];
  /** Displacement from the neutral; NaN where the features subtract none. */
  readonly magnitude: number;
}

/** A prediction that its maker will not overwrite. */
export const copyPrediction = (p: Prediction): Prediction => ({
  ...p,
  probabilities: { ...p.probabilities },
  distribution: p.distribution && { ...p.distribution },
});
