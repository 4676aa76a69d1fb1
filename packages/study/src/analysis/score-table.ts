import { EXPRESSIONS } from "@mien/core";
import { quantile } from "@mien/statistics";
import type { StudyConfig } from "../design/index.ts";
import { defined, figure } from "./figure.ts";
import type { Pool } from "./pool.ts";
import { meanStatisticOf, STATISTICS, scorePool, statisticOf } from "./score-pool.ts";
import { BINARY_METRICS, type Score } from "./types.ts";

/** Every figure of a condition, and of its resamples. NaN where undefined. */
export interface ScoreTable {
  /** [STATISTICS] mean over the pools in which the figure is defined. */
  readonly values: Float64Array;
  /** [STATISTICS] pools in which it is defined. */
  readonly counts: Int32Array;
  /** [STATISTICS][resamples] */
  readonly samples: readonly Float64Array[];
}

/**
 * Scores a condition and its resamples.
 *
 * @param draws [resamples][subjects], the same for all conditions
 * @param subjects how many
 */
export function createScoreTable(
  pools: readonly Pool[],
  draws: readonly ArrayLike<number>[],
  subjects: number,
): ScoreTable {
  const values = new Float64Array(STATISTICS);
  const counts = new Int32Array(STATISTICS);
  average(pools, new Uint16Array(subjects).fill(1), values, counts);
  const samples = Array.from({ length: STATISTICS }, () => new Float64Array(draws.length));
  const [drawn, ignored] = [new Float64Array(STATISTICS), new Int32Array(STATISTICS)];
  draws.forEach((times, b) => {
    average(pools, times, drawn, ignored);
    for (let s = 0; s < STATISTICS; s++) samples[s]![b] = drawn[s]!;
  });
  return { values, counts, samples };
}

/** Mean over pools, then over expressions, of what is defined. */
function average(
  pools: readonly Pool[],
  times: ArrayLike<number>,
  values: Float64Array,
  counts: Int32Array,
): void {
  const own = new Float64Array(STATISTICS);
  values.fill(0);
  counts.fill(0);
  for (const pool of pools) {
    own.fill(Number.NaN);
    scorePool(pool, times, own);
    for (let s = 0; s < STATISTICS; s++) {
      if (Number.isNaN(own[s])) continue;
      values[s]! += own[s]!;
      counts[s]!++;
    }
  }
  for (let s = 0; s < STATISTICS; s++) values[s]! /= counts[s]!;
  for (const metric of BINARY_METRICS) {
    let [sum, known] = [0, 0];
    for (let k = 0; k < EXPRESSIONS.length; k++) {
      const value = values[statisticOf(metric, k)]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      known++;
    }
    values[meanStatisticOf(metric)] = sum / known;
    counts[meanStatisticOf(metric)] = known === 0 ? 0 : pools.length;
  }
}

/** The percentile interval of resamples; those that are NaN are left out and counted. */
export function intervalOf(samples: Float64Array, confidence: number) {
  const known = Float64Array.from(defined(Array.from(samples))).sort();
  return {
    low: figure(quantile(known, (1 - confidence) / 2)),
    high: figure(quantile(known, (1 + confidence) / 2)),
    resamples: known.length,
  };
}

/** A figure with its interval. */
export function scoreOf(
  { values, counts, samples }: ScoreTable,
  statistic: number,
  { confidence }: StudyConfig["analysis"],
): Score {
  return {
    value: figure(values[statistic]!),
    ...intervalOf(samples[statistic]!, confidence),
    count: counts[statistic]!,
  };
}
