import type { ActionUnit } from "@mien/core";
import { pow, type Random } from "@mien/core/math";
import type { UnitActivation } from "./activation.ts";
import { limit, uniform } from "./draws.ts";
import type { Course } from "./scene.ts";

/** When an expression begins, is full, lets go and is over; the last two are infinite where it stays. */
export interface Beats {
  readonly startMs: number;
  readonly riseMs: number;
  readonly releaseMs: number;
  readonly fallMs: number;
}

/** An expression in time: intensities of its units, which start and stop a little apart. */
export interface Episode {
  readonly units: UnitActivation;
  /** Share in [0, 1] of a unit's intensity that is reached. */
  levelAt(unit: ActionUnit, timeMs: number): number;
}

/** Shares of a clip's duration, each drawn between two. */
type Shares = readonly (readonly [low: number, high: number])[];

/** Start, rise, release, fall. */
const SHARES: Readonly<Record<Course, Shares>> = {
  rise: [
    [0.12, 0.3],
    [0.45, 0.62],
  ],
  hold: [
    [0.04, 0.16],
    [0.15, 0.35],
  ],
  return: [
    [0.04, 0.14],
    [0.14, 0.24],
    [0.48, 0.58],
    [0.16, 0.28],
  ],
};

export function drawBeats(random: Random, course: Course, durationMs: number): Beats {
  return beatsOf(random, SHARES[course], durationMs);
}

/** Beats of two expressions in one clip: the second starts as the first lets go. */
export function drawPairBeats(
  random: Random,
  durationMs: number,
  letsGo: boolean,
): readonly [Beats, Beats] {
  const first = beatsOf(
    random,
    [
      [0.03, 0.07],
      [0.1, 0.15],
      [0.36, 0.42],
      [0.1, 0.15],
    ],
    durationMs,
  );
  const gap = uniform(random, 0, 0.08) * durationMs;
  const end: Shares = letsGo
    ? [
        [0.82, 0.85],
        [0.1, 0.13],
      ]
    : [];
  const second = beatsOf(random, [[0, 0], [0.12, 0.18], ...end], durationMs);
  return [first, { ...second, startMs: first.releaseMs + gap }];
}

function beatsOf(random: Random, shares: Shares, durationMs: number): Beats {
  const [startMs, riseMs, releaseMs, fallMs] = shares.map(
    ([low, high]) => uniform(random, low, high) * durationMs,
  );
  return {
    startMs: startMs!,
    riseMs: riseMs!,
    releaseMs: releaseMs ?? Number.POSITIVE_INFINITY,
    fallMs: fallMs ?? 1,
  };
}

/** 3 u^2 - 2 u^3 of u^warp on [0, 1]: a rise that is fast early (warp below 1) or late. */
function ramp(u: number, warp: number): number {
  const x = pow(limit(u, 1e-9, 1), warp);
  return u <= 0 ? 0 : x * x * (3 - 2 * x);
}

/** Most that units start apart, as a share of the rise. */
const STAGGER = 0.3;

export function createEpisode(random: Random, units: UnitActivation, beats: Beats): Episode {
  const own = new Map(
    Array.from(units.keys(), (unit) => [
      unit,
      {
        late: uniform(random, 0, STAGGER),
        warp: uniform(random, 0.7, 1.3),
        wobble: uniform(random, 0, 0.05),
        phase: uniform(random, 0, 1000),
      },
    ]),
  );
  return {
    units,
    levelAt(unit, timeMs) {
      const of = own.get(unit);
      if (of === undefined) return 0;
      const riseFrom = beats.startMs + of.late * beats.riseMs;
      const rise = ramp((timeMs - riseFrom) / ((1 - of.late) * beats.riseMs), of.warp);
      const fall = ramp((timeMs - beats.releaseMs) / beats.fallMs, of.warp);
      // Held faces are not frozen: a slow triangle of a few per cent.
      const u = ((timeMs + of.phase) / 900) % 2;
      return rise * (1 - fall) * (1 - of.wobble * Math.abs(u - 1));
    },
  };
}

/** Mean share that the units reach, by their intensities. */
export function episodeLevel({ units, levelAt }: Episode, timeMs: number): number {
  let [sum, total] = [0, 0];
  for (const [unit, [left, right]] of units) {
    sum += (left + right) * levelAt(unit, timeMs);
    total += left + right;
  }
  return total > 0 ? sum / total : 0;
}
