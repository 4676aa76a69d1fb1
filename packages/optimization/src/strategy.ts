import type { Random } from "@mien/core/math";
import type { Parameter } from "./search-space.ts";
import type { Trial } from "./trial.ts";

/** A parameter that has more than one value, with its name. */
export interface Searched {
  readonly name: string;
  readonly parameter: Parameter;
}

/** What a strategy decides from: all that a suggestion may depend on. */
export interface Situation {
  readonly searched: readonly Searched[];
  /** Complete and pruned trials, in order of number, `value` turned so that less is better. */
  readonly finished: readonly Trial[];
  readonly running: readonly Trial[];
  /** Of this trial alone. */
  readonly random: Random;
}

/**
 * The next point [P], choices as indices, in the order of `searched`; null where there is too
 * little to go by.
 */
export type Strategy = (situation: Situation) => ArrayLike<number> | null;
