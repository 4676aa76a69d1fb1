import type { ActionUnit, Label } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { Activation } from "./display.ts";
import { between, pick } from "./draws.ts";
import { drawLag, levelAt, type Timing } from "./timing.ts";

/** How a clip runs: one instant at the apex; from rest to the apex; to it and held; and back to rest. */
export type Course = "photo" | "apex" | "hold" | "return";

/** A label that is shown for a while. Times from the clip's start, within the clip. */
export interface Segment {
  readonly label: Label;
  /** The first unit may begin to rise here. */
  readonly startMs: number;
  /** From here to `apexEndMs` it is shown in full. */
  readonly apexStartMs: number;
  readonly apexEndMs: number;
  /** Back at rest, or the clip's end. */
  readonly endMs: number;
}

/** One action unit in the course of a clip. */
export interface Move {
  readonly unit: ActionUnit;
  readonly left: number;
  readonly right: number;
  readonly timing: Timing;
}

const NEVER = Number.POSITIVE_INFINITY;

/** There from before the clip until after it. */
export const THROUGHOUT: Timing = {
  startMs: -3000,
  onsetMs: 2000,
  releaseMs: NEVER,
  offsetMs: 1,
  attack: 0.5,
};

/** Timings of `count` displays, one after the other, of which the last runs as the course says. */
export function drawTimings(
  random: Random,
  course: Course,
  count: number,
  durationMs: number,
): Timing[] {
  if (course === "photo") return [THROUGHOUT];
  if (count < 2) return [drawTiming(random, course, 0, durationMs)];
  const changeMs = between(random, 0.44, 0.54) * durationMs;
  return [
    drawTiming(random, "return", 0, changeMs),
    // The next one may begin before the face has come to rest.
    drawTiming(random, course, between(random, 0.36, 0.5) * durationMs, durationMs),
  ];
}

function drawTiming(random: Random, course: Course, fromMs: number, toMs: number): Timing {
  const spanMs = toMs - fromMs;
  const attack = random.uniform() * 0.7;
  const startMs = fromMs + between(random, 0.03, 0.15) * spanMs;
  const [least, most] = course === "apex" ? [0.6, 0.85] : [0.2, 0.35];
  const onsetMs = between(random, least, most) * spanMs;
  if (course !== "return") return { startMs, onsetMs, releaseMs: NEVER, offsetMs: 1, attack };
  const releaseMs = startMs + onsetMs + between(random, 0.12, 0.28) * spanMs;
  const offsetMs = Math.min(toMs - releaseMs, between(random, 0.18, 0.32) * spanMs);
  return { startMs, onsetMs, releaseMs, offsetMs, attack };
}

/** The units of a display, each with its own lag. */
export function drawMovesOf(random: Random, display: Activation, whole: Timing): Move[] {
  return Array.from(display, ([unit, [left, right]]) => ({
    unit,
    left,
    right,
    timing: drawLag(random, whole),
  }));
}

/** Units that stray in: some all the time, some with the display, some on their own. */
export function drawStrayMoves(
  random: Random,
  strays: Activation,
  wholes: readonly Timing[],
  durationMs: number,
): Move[] {
  return Array.from(strays, ([unit, [left, right]]) => {
    const draw = random.uniform();
    const whole = pick(random, wholes, () => 1);
    const own = drawOwn(random, durationMs);
    const timing = draw < 0.3 ? THROUGHOUT : draw < 0.7 ? drawLag(random, whole) : own;
    return { unit, left, right, timing };
  });
}

/** A rise and fall somewhere within the clip or about it. */
export function drawOwn(random: Random, durationMs: number): Timing {
  const startMs = between(random, -0.3, 0.6) * durationMs;
  const onsetMs = between(random, 200, 800);
  const releaseMs = startMs + onsetMs + between(random, 0.1, 0.8) * durationMs;
  return { startMs, onsetMs, releaseMs, offsetMs: between(random, 200, 800), attack: 0.3 };
}

/** The label's segment within a clip of `durationMs`. */
export function segmentOf(label: Label, timing: Timing, durationMs: number): Segment {
  const within = (timeMs: number) => Math.min(durationMs, Math.max(0, timeMs));
  return {
    label,
    startMs: within(timing.startMs),
    apexStartMs: within(timing.startMs + timing.onsetMs),
    apexEndMs: within(timing.releaseMs),
    endMs: within(timing.releaseMs + timing.offsetMs),
  };
}

/** Greatest level of the timings at a time. */
export function mostLevel(timings: readonly Timing[], timeMs: number): number {
  return timings.reduce((most, timing) => Math.max(most, levelAt(timing, timeMs)), 0);
}
