import { EXPRESSIONS, type Expression } from "../face/index.ts";

/** What a recogniser says of one moment. "Resembles posed X", never "feels X". */
export interface Prediction {
  readonly timestampMs: number;
  /**
   * The likeliest of the six; `neutral` where the face is at rest; null where the recogniser abstains: no expression fits,
   * or too many do.
   */
  readonly expression: Expression | "neutral" | null;
  /** P(shows it) of each expression on its own, calibrated [6]. */
  readonly probabilities: Float64Array;
  /** P(it is this one, if it is one of the six) [6]. */
  readonly distribution: Float64Array;
  /** Expressions that cannot be ruled out at the model's coverage. */
  readonly set: readonly Expression[];
  /** Displacement from the neutral; NaN where the features subtract none. */
  readonly magnitude: number;
}

/** Every subset of the expressions, by bit mask, made once, so that a frame allocates none. */
export function expressionSets(): readonly (readonly Expression[])[] {
  return Array.from({ length: 1 << EXPRESSIONS.length }, (_, mask) =>
    Object.freeze(EXPRESSIONS.filter((_, k) => (mask >> k) & 1)),
  );
}
