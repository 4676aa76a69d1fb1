import type { ActionUnit, Label } from "../face/index.ts";
import { log, type Random } from "../math/index.ts";
import type { Actor, Studio } from "./actor.ts";
import { type Activation, type DisplayOptions, drawDisplay, drawVariant } from "./display.ts";
import { DISTRACTIONS } from "./distraction.ts";
import { between, chance, clamp } from "./draws.ts";
import { drawSpeech, type Speech, speechAt } from "./speech.ts";
import { blinkAt, levelAt, type Timing } from "./timing.ts";
import { sinTurn } from "./turn.ts";

/** The face and head at one instant. */
export interface Pose {
  /** [E] */
  readonly weights: Float64Array;
  readonly pitchDeg: number;
  readonly yawDeg: number;
  readonly rollDeg: number;
  /** Shift of the head [3] in the kit's units. */
  readonly shift: readonly [number, number, number];
}

export interface Performance {
  readonly label: Label;
  readonly durationMs: number;
  poseAt(timeMs: number): Pose;
}

export interface PerformanceOptions extends DisplayOptions {
  readonly durationMs: number;
  /** True: ends at the apex, as CK+'s sequences do. False: onset, apex and offset within the duration. */
  readonly endsAtApex: boolean;
  /** Standard deviation of the head's angles. */
  readonly headSpreadDeg?: number;
  /** Factor on how far the head moves during the performance. */
  readonly headMotion?: number;
  /** Blinks a minute. */
  readonly blinksPerMinute?: number;
  /** No blink within the first 0.1 s: the clip begins with open eyes. */
  readonly startsOpenEyed?: boolean;
  /** Share of performances in which the person talks; the label must then be neutral. */
  readonly speaks?: boolean;
  /** The face moves without an expression, as one of DISTRACTIONS; the label must then be neutral. */
  readonly distracts?: boolean;
  /** Greatest angle of the head about each axis. Default: none. */
  readonly headMostDeg?: number;
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
    const delay = between(random, 0, 0.3) * whole.onsetMs;
    const timing: Timing = {
      ...whole,
      startMs: whole.startMs + delay,
      onsetMs: (whole.onsetMs - delay) * between(random, 0.7, 1),
      releaseMs: whole.releaseMs + between(random, -0.1, 0.1) * whole.offsetMs,
      attack: clamp(whole.attack + 0.2 * random.normal(), 0, 1),
    };
    return { unit, left, right, timing };
  });
}

/** Units that part the lips: where one takes part they are meant to be open. */
const PARTING: readonly ActionUnit[] = ["AU16", "AU22", "AU25", "AU26", "AU27"];

/** Share of the gap between the lips that stays closed; 0 where a display parts them or there is none, and for some others. */
function drawSeal(random: Random, moves: readonly Move[]): number {
  const share = between(random, 0.6, 1);
  const parts = moves.length === 0 || moves.some(({ unit }) => PARTING.includes(unit));
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

/** Starts of blinks: a Poisson process, with at least half a second between two. */
function drawBlinks(random: Random, durationMs: number, perMinute: number): number[] {
  const starts: number[] = [];
  if (perMinute === 0) return starts;
  let time = -250;
  for (;;) {
    time += -log(1 - random.uniform()) * (60000 / perMinute);
    if (time > durationMs) return starts;
    starts.push(time);
    time += 500;
  }
}

interface Fixation {
  readonly fromMs: number;
  /** Shares of the eyes' range: to the subject's left, and up. */
  readonly left: number;
  readonly up: number;
}

/** Where the eyes rest: near the camera, with a jump now and then. */
function drawGaze(random: Random, durationMs: number): Fixation[] {
  const fixations: Fixation[] = [];
  let fromMs = 0;
  while (fromMs < durationMs) {
    const away = chance(random, 0.25) ? 0.3 : 0.1;
    fixations.push({ fromMs, left: away * random.normal(), up: away * random.normal() });
    fromMs += between(random, 600, 2500);
  }
  return fixations;
}

function look(
  rig: Studio["rig"],
  gaze: readonly Fixation[],
  timeMs: number,
  weights: Float64Array,
): void {
  const at = gaze.filter(({ fromMs }) => fromMs <= timeMs);
  const now = at[at.length - 1] ?? gaze[0]!;
  const before = at[at.length - 2] ?? now;
  const t = clamp((timeMs - now.fromMs) / 50, 0, 1); // a saccade takes about 50 ms
  const left = clamp(before.left + (now.left - before.left) * t, -1, 1);
  const up = clamp(before.up + (now.up - before.up) * t, -1, 1);
  rig.addMovement("eyeLookOut", Math.max(0, left), Math.max(0, -left), weights);
  rig.addMovement("eyeLookIn", Math.max(0, -left), Math.max(0, left), weights);
  rig.addMovement("eyeLookUp", Math.max(0, up), Math.max(0, up), weights);
  rig.addMovement("eyeLookDown", Math.max(0, -up), Math.max(0, -up), weights);
}

/** Head angles and shift: a posture, a slow turn through the performance, and sway. */
function drawHead(random: Random, options: PerformanceOptions) {
  const { durationMs, headSpreadDeg: spreadDeg = 5, headMotion: motion = 1 } = options;
  const mostDeg = options.headMostDeg ?? Number.POSITIVE_INFINITY;
  const tracks = [0.8, 1, 0.5, 0.09, 0.06, 0.2].map((share, axis) => {
    const isAngle = axis < 3;
    const size = isAngle ? spreadDeg * share : 3 * share * 5;
    return {
      rest: (isAngle ? 1 : 0) * size * random.normal(),
      drift: 0.35 * motion * size * random.normal(),
      sway: 0.04 * motion * size * random.normal(),
      period: between(random, 700, 2600),
      phase: random.uniform(),
    };
  });
  return (timeMs: number): Omit<Pose, "weights"> => {
    const u = timeMs / durationMs;
    const smooth = clamp(u * u * (3 - 2 * u), 0, 1);
    const [pitchDeg, yawDeg, rollDeg, x, y, z] = tracks.map(
      ({ rest, drift, sway, period, phase }, axis) => {
        const at = rest + drift * smooth + sway * sinTurn(timeMs / period + phase);
        return axis < 3 ? clamp(at, -mostDeg, mostDeg) : at;
      },
    ) as [number, number, number, number, number, number];
    return { pitchDeg, yawDeg, rollDeg, shift: [x, y, z] };
  };
}
