import type { Random } from "@mien/core/math";
import { checkBetween, checkInteger, resolveOptions } from "./checks.ts";

/** Options of a bootstrap. */
export interface BootstrapOptions {
  /** Resamples; default 2000. */
  readonly resamples?: number;
  /** Of the interval; default 0.95. */
  readonly confidence?: number;
}

/** A statistic and its bootstrap interval, in the statistic's unit. */
export interface BootstrapInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Resamples in which the statistic was defined; the interval rests on these. */
  readonly defined: number;
  readonly resamples: number;
}

/**
 * The options of a bootstrap over items of subjects, complete.
 *
 * @param where begins the errors
 * @param subjects [N] subject of each item
 * @throws on no items, an unknown key or an option out of range
 */
export function resolveBootstrap(
  where: string,
  subjects: readonly string[],
  options: BootstrapOptions,
): Required<BootstrapOptions> {
  const resolved = resolveOptions<Required<BootstrapOptions>>(where, options, {
    resamples: 2000,
    confidence: 0.95,
  });
  checkInteger(where, "resamples", resolved.resamples, 1);
  checkBetween(where, "confidence", resolved.confidence, 0, 1);
  if (subjects.length === 0) throw new Error(`${where}: expected at least 1 item, got 0`);
  return resolved;
}

/** The items of each subject, subjects in the order of their first appearance. */
export function groupBySubject(subjects: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  subjects.forEach((subject, i) => {
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [i]);
    else group.push(i);
  });
  return [...groups.values()];
}

/**
 * The statistic on resamples of whole subjects, drawn with replacement, each with all of its items,
 * since items of one subject are not independent. Sorted; values that are NaN are left out.
 *
 * @param groups the items of each subject, as `groupBySubject` gives them
 * @param statistic of item indices, which may repeat
 */
export function resampleSubjects(
  groups: readonly (readonly number[])[],
  statistic: (items: Int32Array) => number,
  random: Random,
  resamples: number,
): number[] {
  const values: number[] = [];
  for (let b = 0; b < resamples; b++) {
    const drawn = groups.map(() => groups[random.below(groups.length)]!);
    const value = statistic(Int32Array.from(drawn.flat()));
    if (!Number.isNaN(value)) values.push(value);
  }
  return values.sort((a, b) => a - b);
}
