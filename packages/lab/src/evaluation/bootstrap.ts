import type { Random } from "@mien/core";

export interface BootstrapOptions {
  /** Resamples; default 2000. */
  readonly resamples?: number;
  /** Of the interval; default 0.95. */
  readonly confidence?: number;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Resamples in which the statistic was defined; the interval rests on these. */
  readonly defined: number;
  readonly resamples: number;
}

/**
 * Percentile bootstrap over subjects (Efron 1979; Field & Welsh 2007): whole subjects are drawn with replacement, each with
 * all of its items, since items of one subject are not independent. Resamples in which the statistic is NaN are left out
 * and counted.
 *
 * @param subjects [N] subject of each item
 * @param statistic of item indices, which may repeat
 * @throws on no items, an unknown key or an option out of range
 */
export function bootstrapBySubject(
  subjects: readonly string[],
  statistic: (items: Int32Array) => number,
  random: Random,
  options: BootstrapOptions = {},
): Interval {
  const { resamples, confidence } = resolve(options);
  if (subjects.length === 0) throw new Error("bootstrapBySubject: expected at least 1 item, got 0");
  const groups = groupBySubject(subjects);
  const values: number[] = [];
  for (let b = 0; b < resamples; b++) {
    const drawn = groups.map(() => groups[random.below(groups.length)]!);
    const value = statistic(Int32Array.from(drawn.flat()));
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  return {
    value: statistic(Int32Array.from(subjects.keys())),
    low: quantile(values, (1 - confidence) / 2),
    high: quantile(values, (1 + confidence) / 2),
    confidence,
    defined: values.length,
    resamples,
  };
}

function resolve(options: BootstrapOptions): Required<BootstrapOptions> {
  const resolved = { resamples: 2000, confidence: 0.95, ...options };
  for (const key of Object.keys(resolved)) {
    if (key !== "resamples" && key !== "confidence") {
      throw new Error(`bootstrapBySubject: has no key ${key}, expected resamples, confidence`);
    }
  }
  const { resamples, confidence } = resolved;
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new Error(`bootstrapBySubject: resamples must be an integer >= 1, got ${resamples}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new Error(`bootstrapBySubject: confidence must be in (0, 1), got ${confidence}`);
  }
  return resolved;
}

function groupBySubject(subjects: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  subjects.forEach((subject, i) => {
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [i]);
    else group.push(i);
  });
  return [...groups.values()];
}

/** Of sorted values, linear between order statistics (Hyndman & Fan's type 7, numpy's default); NaN of none. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
