import type { Random } from "@mien/core/math";
import { normal } from "./distributions/normal.ts";
import { quantile } from "./quantile.ts";
import {
  type BootstrapInterval,
  type BootstrapOptions,
  groupBySubject,
  resampleSubjects,
  resolveBootstrap,
} from "./resample-subjects.ts";
import { mean, square } from "./samples.ts";

/**
 * Bias-corrected and accelerated bootstrap over subjects (Efron 1987; whole subjects are drawn, and
 * left out one at a time for the acceleration): a percentile interval whose levels are moved for
 * the statistic's bias and for a deviation that grows with it. Better than the percentile interval
 * for skewed statistics (F1 near 1); the limits are NaN where every resample lies on one side of
 * the value, or where the statistic is undefined as a whole.
 *
 * @param subjects [N] subject of each item
 * @param statistic of item indices, which may repeat
 * @throws on no items, an unknown key or an option out of range
 */
export function bootstrapBca(
  subjects: readonly string[],
  statistic: (items: Int32Array) => number,
  random: Random,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const { resamples, confidence } = resolveBootstrap("bootstrapBca", subjects, options);
  const groups = groupBySubject(subjects);
  const replicates = resampleSubjects(groups, statistic, random, resamples);
  const value = statistic(Int32Array.from(subjects.keys()));
  const without = groups.map((_, left) =>
    statistic(Int32Array.from(groups.flatMap((group, i) => (i === left ? [] : group)))),
  );
  const [low, high] = bcaLimits(value, replicates, without, confidence);
  return { value, low, high, confidence, defined: replicates.length, resamples };
}

/**
 * The limits from their parts.
 *
 * @param replicates sorted values of the statistic on resamples
 * @param without the statistic without each subject in turn; NaN ones are left out
 */
export function bcaLimits(
  value: number,
  replicates: readonly number[],
  without: readonly number[],
  confidence: number,
): readonly [number, number] {
  let below = 0;
  for (const replicate of replicates) {
    if (replicate < value) below += 1;
    else if (replicate === value) below += 0.5;
  }
  const share = below / replicates.length;
  // Every resample equal to the value: no spread, and the interval is that point.
  if (replicates.length > 0 && replicates[0] === replicates.at(-1) && share === 0.5) {
    return [value, value];
  }
  if (!(share > 0 && share < 1)) return [Number.NaN, Number.NaN];
  const bias = normal.quantile(share);
  const acceleration = accelerationOf(without.filter((x) => !Number.isNaN(x)));
  const limit = (level: number) => {
    const z = bias + normal.quantile(level);
    return quantile(replicates, normal.lower(bias + z / (1 - acceleration * z)));
  };
  return [limit((1 - confidence) / 2), limit((1 + confidence) / 2)];
}

/** A sixth of the skewness of the jackknife's values; 0 where they are equal. */
function accelerationOf(without: readonly number[]): number {
  const centre = mean(without);
  const influences = without.map((x) => centre - x);
  const squares = influences.reduce((sum, u) => sum + square(u), 0);
  const cubes = influences.reduce((sum, u) => sum + u * square(u), 0);
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}
