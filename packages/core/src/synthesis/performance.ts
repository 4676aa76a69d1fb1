import type { ActionUnit, Label } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { Actor, Studio } from "./actor.ts";
import { drawBlinks } from "./blinks.ts";
import { type Activation, type DisplayOptions, drawDisplay, drawVariant } from "./display.ts";
import { DISTRACTIONS } from "./distraction.ts";
import { between, chance, clamp } from "./draws.ts";
import { drawGaze, look } from "./gaze.ts";
import { drawHead, type HeadOptions, type HeadPose } from "./head-motion.ts";
import { drawSpeech, type Speech, speechAt } from "./speech.ts";
import { PARTING_UNITS } from "./strays.ts";
import { blinkAt, drawLag, levelAt, type Timing } from "./timing.ts";

/** The face and head at one instant. */
export interface Pose extends HeadPose {
  /** [E] */
  readonly weights: Float64Array;
}

export interface Performance {
  readonly label: Label;
  readonly durationMs: number;
  poseAt(timeMs: number): Pose;
}

export interface PerformanceOptions extends DisplayOptions, HeadOptions {
  /** True: ends at the apex, as CK+'s sequences do. False: onset, apex and offset within the duration. */
  readonly endsAtApex: boolean;
  /** Blinks a minute. */
  readonly blinksPerMinute?: number;
  /** No blink within the first 0.1 s: the clip begins with open eyes. */
  readonly startsOpenEyed?: boolean;
  /** Share of performances in which the person talks; the label must then be neutral. */
  readonly speaks?: boolean;
  /** The face moves without an expression, as one of DISTRACTIONS; the label must then be neutral. */
  readonly distracts?: boolean;
  /** Range of the share of resting tension that the expression's apex replaces. */
  readonly giveWay?: readonly [number, number];
  /** Lips that no unit of the display parts stay together for the most part. Default: as the modes leave them. */
  readonly sealsLips?: boolean;
}

interface Move {
  readonly unit: ActionUnit;
  readonly left: number;
  readonly right: number;
  readonly timing: Timing;
}

/**
 * A whole performance of `label` by an actor, drawn at random: each action unit with its own start and speed, gaze,
 * blinks, small movements that mean nothing, and a head that is never quite still. `poseAt` is a pure function of time.
 */
export function drawPerformance(
  random: Random,
  { rig, lipSeal }: Studio,
  actor: Actor,
  label: Label,
  options: PerformanceOptions,
): Performance {
  const { durationMs, blinksPerMinute = 14, giveWay: range = [0.3, 0.8] } = options;
  if ((options.speaks === true || options.distracts === true) && label !== "neutral") {
    const verb = options.speaks === true ? "speaks" : "distracts";
    throw new Error(`drawPerformance: only a neutral face ${verb}, got label ${label}`);
  }
  const moves = drawMoves(random.fork(1), label, options);
  const seal = options.sealsLips === true ? drawSeal(random.fork(8), moves) : 0;
  const habits = drawHabits(random.fork(2), options);
  const firstMs = options.startsOpenEyed === true ? 100 : Number.NEGATIVE_INFINITY;
  const blinks = drawBlinks(random.fork(3), durationMs, blinksPerMinute).filter((t) => t > firstMs);
  const gaze = drawGaze(random.fork(4), durationMs);
  const head = drawHead(random.fork(5), options);
  const speech: Speech | null =
    options.speaks === true ? drawSpeech(random.fork(6), durationMs) : null;
  // Tension at rest gives way to what the face now does.
  const giveWay = between(random.fork(7), ...range);
  return {
    label,
    durationMs,
    poseAt(timeMs) {
      const weights = new Float64Array(rig.modes);
      let most = 0;
      for (const { unit, left, right, timing } of moves) {
        const level = levelAt(timing, timeMs);
        most = Math.max(most, level);
        rig.addUnit(unit, left * level, right * level, actor.gains, weights);
      }
      for (const { movement, left, right, timing } of habits) {
        const level = levelAt(timing, timeMs);
        rig.addMovement(movement, left * level, right * level, weights);
      }
      if (speech !== null) {
        for (const [movement, level] of speechAt(speech, timeMs)) {
          rig.addMovement(movement, level, level, weights);
        }
      }
      for (let m = 0; m < weights.length; m++) weights[m]! += actor.rest[m]! * (1 - giveWay * most);
      const shut = Math.max(0, ...blinks.map((start) => blinkAt(timeMs - start)));
      const lids = new Float64Array(rig.modes);
      rig.addMovement("eyeBlink", 1, 1, lids);
      for (let m = 0; m < weights.length; m++) {
        if (lids[m]! > 0) weights[m] = weights[m]! + (1 - weights[m]!) * shut;
      }
      look(rig, gaze, timeMs, weights);
      for (let m = 0; m < weights.length; m++) weights[m] = clamp(weights[m]!, 0, 1.2);
      if (seal > 0) lipSeal.close(weights, seal);
      return { weights, ...head(timeMs) };
    },
  };
}

/** The label's action units, each with its own timing within the performance's. */
function drawMoves(random: Random, label: Label, options: PerformanceOptions): Move[] {
  const display: Activation =
    options.distracts === true
      ? drawVariant(random, DISTRACTIONS, options)
      : drawDisplay(random, label, options);
  const whole = drawTiming(random, options);
  return Array.from(display, ([unit, [left, right]]) => {
    const timing = drawLag(random, whole);
    return { unit, left, right, timing };
  });
}

/** Share of the gap between the lips that stays closed; 0 where a display parts them or there is none, and for some others. */
function drawSeal(random: Random, moves: readonly Move[]): number {
  const share = between(random, 0.6, 1);
  const parts = moves.length === 0 || moves.some(({ unit }) => PARTING_UNITS.includes(unit));
  return chance(random, 0.8) && !parts ? share : 0;
}

function drawTiming(random: Random, { durationMs, endsAtApex }: PerformanceOptions): Timing {
  const attack = random.uniform() * 0.7;
  if (endsAtApex) {
    const startMs = between(random, 0.02, 0.3) * durationMs;
    const apexMs = between(random, 0.7, 1) * durationMs;
    const never = Number.POSITIVE_INFINITY;
    return { startMs, onsetMs: apexMs - startMs, releaseMs: never, offsetMs: 1, attack };
  }
  const startMs = between(random, 0.05, 0.25) * durationMs;
  const onsetMs = Math.min(between(random, 250, 1200), 0.35 * durationMs);
  const releaseMs = Math.max(startMs + onsetMs, between(random, 0.55, 0.8) * durationMs);
  const offsetMs = Math.min(between(random, 300, 1500), durationMs - releaseMs);
  return { startMs, onsetMs, releaseMs, offsetMs, attack };
}

interface Habit {
  readonly movement: string;
  readonly left: number;
  readonly right: number;
  readonly timing: Timing;
}

const HABITS = [
  "mouthDimple",
  "mouthPress",
  "mouthStretch",
  "mouthUpperUp",
  "mouthLowerDown",
  "browDown",
  "browOuterUp",
  "eyeSquint",
  "mouthShrugLower",
  "mouthPucker",
  "jawOpen",
  "noseSneer",
] as const;

/** Up to two small movements that mean nothing. */
function drawHabits(random: Random, options: PerformanceOptions): Habit[] {
  const habits: Habit[] = [];
  for (let i = 0; i < 2; i++) {
    const movement = HABITS[random.below(HABITS.length)]!;
    const weight = Math.abs(random.normal()) * 0.15;
    const timing = drawTiming(random, options);
    const tilt = 1 + 0.3 * random.normal();
    if (!chance(random, 0.5)) continue;
    habits.push({ movement, left: weight * tilt, right: weight * (2 - tilt), timing });
  }
  return habits;
}
