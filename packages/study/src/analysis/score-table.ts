import { quantile } from "@mien/statistics";
import type { StudyConfig } from "../design/index.ts";
import { defined, figure } from "./figure.ts";
import type { Pool } from "./pool.ts";
import { type StatisticPlaces, scorePool, statisticPlaces } from "./score-pool.ts";
import { BINARY_METRICS, type Score } from "./types.ts";

/** Every figure of a condition, and of its resamples. NaN where undefined. */
export interface ScoreTable {
  readonly at: StatisticPlaces;
  /** [at.count] mean over the pools in which the figure is defined. */
  readonly values: Float64Array;
  /** [at.count] pools in which it is defined. */
  readonly counts: Int32Array;
  /** [at.count][resamples] */
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
  const C = pools[0]!.heads.length;
  const at = statisticPlaces(C);
  const { count } = at;
  const values = new Float64Array(count);
  const counts = new Int32Array(count);
  const averages = createAverages(pools, C);
  averages(new Uint16Array(subjects).fill(1), values, counts);
  const samples = Array.from({ length: count }, () => new Float64Array(draws.length));
  const [drawn, ignored] = [new Float64Array(count), new Int32Array(count)];
  draws.forEach((times, b) => {
    averages(times, drawn, ignored);
    for (let s = 0; s < count; s++) samples[s]![b] = drawn[s]!;
  });
  return { at, values, counts, samples };
}

/** Mean over pools, then over the C labels, of what is defined. */
function createAverages(pools: readonly Pool[], C: number) {
  const at = statisticPlaces(C);
  const own = new Float64Array(at.count);
  return (times: ArrayLike<number>, values: Float64Array, counts: Int32Array): void => {
    values.fill(0);
    counts.fill(0);
    for (const pool of pools) {
      own.fill(Number.NaN);
      scorePool(pool, times, at, own);
      for (let s = 0; s < at.count; s++) {
        if (Number.isNaN(own[s])) continue;
        values[s]! += own[s]!;
        counts[s]!++;
      }
    }
    for (let s = 0; s < at.count; s++) values[s]! /= counts[s]!;
    for (const metric of BINARY_METRICS) {
      let [sum, known] = [0, 0];
      for (let k = 0; k < C; k++) {
        const value = values[at.of(metric, k)]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        known++;
      }
      values[at.meanOf(metric)] = sum / known;
      counts[at.meanOf(metric)] = known === 0 ? 0 : pools.length;
    }
  };
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
