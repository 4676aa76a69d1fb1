import type { Random } from "@mien/core/math";
import {
  type BootstrapInterval,
  type BootstrapOptions,
  groupBySubject,
  quantile,
  resampleSubjects,
  resolveBootstrap,
} from "@mien/statistics";

export type { BootstrapOptions };
/**
 * A statistic, the limits of its percentile interval, and the resamples in which it was defined.
 */
export type Interval = BootstrapInterval;

/**
 * Percentile bootstrap over subjects (Efron 1979; Field & Welsh 2007): whole subjects are drawn with replacement, each with
 * all of its items, since items of one subject are not independent. Resamples in which the statistic is NaN are left out
 * and counted.
 *
 * @param subjects [N] subject of each item
 * @param statistic of item indices, which may repeat; in any unit, that of the limits
 * @param random the same generator, the same interval
 * @throws on no items, an unknown key or an option out of range
 */
export function bootstrapBySubject(
  subjects: readonly string[],
  statistic: (items: Int32Array) => number,
  random: Random,
  options: BootstrapOptions = {},
): Interval {
  const { resamples, confidence } = resolveBootstrap("bootstrapBySubject", subjects, options);
  const values = resampleSubjects(groupBySubject(subjects), statistic, random, resamples);
  return {
    value: statistic(Int32Array.from(subjects.keys())),
    low: quantile(values, (1 - confidence) / 2),
    high: quantile(values, (1 + confidence) / 2),
    confidence,
    defined: values.length,
    resamples,
  };
}
