import { ACTION_UNITS, type ActionUnit, type Label } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import { drawBlinks } from "./blinks.ts";
import { type CalmFace, drawCalm } from "./calm.ts";
import { type Activation, type DisplayVariant, drawVariant } from "./display.ts";
import { DISTRACTIONS } from "./distraction.ts";
import { between, chance, clamp } from "./draws.ts";
import { FACS_DISPLAYS } from "./facs-displays.ts";
import { drawGaze, type Fixation } from "./gaze.ts";
import { drawHead, type HeadOptions, type HeadPose } from "./head-motion.ts";
import {
  type Course,
  drawMovesOf,
  drawOwn,
  drawStrayMoves,
  drawTimings,
  type Move,
  mostLevel,
  type Segment,
  segmentOf,
  THROUGHOUT,
} from "./passage.ts";
import { drawSpeech, type Speech, speechAt, UNIT_SHAPES } from "./speech.ts";
import { drawStrays, PARTING_UNITS, type StrayOptions } from "./strays.ts";
import { blinkAt, levelAt, type Timing } from "./timing.ts";
import { sinTurn } from "./turn.ts";
import { drawCombination } from "./unit-combination.ts";

/** The units whose intensity a script knows, in the order of its tracks; a blink is AU43. */
export const ENACTED_UNITS: readonly ActionUnit[] = (
  Object.keys(ACTION_UNITS) as ActionUnit[]
).filter((unit) => unit !== "AU13" && unit !== "AU45");

/**
 * What an actor is asked for: an expression or two, one after the other (`labels`); or, with no label, a calm face, talk,
 * a movement without expression, action units that mean nothing together.
 */
export interface Cue {
  readonly subject: "expression" | "calm" | "talk" | "distraction" | "units";
  readonly course: Course;
  readonly labels: readonly Label[];
}

export interface ScriptOptions extends HeadOptions {
  /** Blinks a minute. */
  readonly blinksPerMinute?: number;
  readonly strays?: StrayOptions;
  /** How each label is shown. */
  readonly displays?: Readonly<Record<Label, readonly DisplayVariant[]>>;
}

/** What a face does in a clip, whoever's it is. All functions are pure functions of time. */
export interface Script {
  readonly segments: readonly Segment[];
  /**
   * Truth: [U, 2] intensity in [0, 1] of ENACTED_UNITS on the subject's left and right, as a coder would write it down: AU25
   * is at least what AU26 and AU27 are, AU43 what lids are shut for whatever reason.
   */
  intensitiesAt(timeMs: number): Float64Array;
  /** [U, 2] what the units do, blinks and parted lips not counted twice. */
  unitsAt(timeMs: number): Float64Array;
  /** Share of the tension at rest that stays. */
  restAt(timeMs: number): number;
  /** Share of a gap between lips that no unit parts which stays closed. */
  sealAt(timeMs: number): number;
  /** Closure of the lids in [0, 1] by blinks. */
  shutAt(timeMs: number): number;
  readonly gaze: readonly Fixation[];
  /** Share of the eyes' range that they look down, besides their gaze. */
  lookDownAt(timeMs: number): number;
  headAt(timeMs: number): HeadPose;
}

/**
 * What the cue asks for, drawn at random. Everything that the face does but its rest, its gaze and the lids that follow it is
 * an action unit, so that the units' truth is whole.
 *
 * @throws where the cue's labels do not fit its subject and course
 */
export function drawScript(random: Random, cue: Cue, options: ScriptOptions): Script {
  checkCue(cue);
  // A photo is one instant of a longer time.
  const spanMs = cue.course === "photo" ? 1000 : options.durationMs;
  const part = drawPart(random.fork(1), cue, spanMs, options);
  // Clips begin with open eyes.
  const starts = drawBlinks(random.fork(2), spanMs, options.blinksPerMinute ?? 14);
  const blinks = starts.filter((startMs) => startMs > 100);
  const head = drawHead(random.fork(4), { ...options, durationMs: spanMs });
  const seal = chance(random.fork(6), 0.85) ? between(random.fork(7), 0.6, 1) : 0;
  const giveWay = between(random.fork(8), ...giveWayOf(cue));
  const breath = drawBreath(random.fork(9));
  const unitsAt = trackUnits(
    part.moves,
    cue.subject === "talk" ? drawTalk(random.fork(5), cue, spanMs) : null,
  );
  const shutAt = (timeMs: number) => Math.max(0, ...blinks.map((start) => blinkAt(timeMs - start)));
  return {
    segments: cue.labels.map((label, i) => segmentOf(label, part.wholes[i]!, options.durationMs)),
    intensitiesAt: (timeMs) => asCoded(unitsAt(timeMs), shutAt(timeMs)),
    unitsAt,
    restAt: (timeMs) => 1 - giveWay * mostLevel(part.wholes, timeMs),
    sealAt: (timeMs) => seal * clamp(1 - partingOf(unitsAt(timeMs)) / 0.15, 0, 1),
    shutAt,
    gaze: drawGaze(random.fork(3), spanMs),
    lookDownAt: (timeMs) => part.calm.gazeDown * levelAt(part.downTiming, timeMs),
    headAt(timeMs) {
      const pose = head(timeMs);
      const [x, y, z] = pose.shift;
      const pitchDeg = pose.pitchDeg + part.calm.pitchDeg * levelAt(part.downTiming, timeMs);
      return { ...pose, pitchDeg, shift: [x, y + breath(timeMs), z] };
    },
  };
}

/** [U, 2] sums of all moves and of talk at a time. */
function trackUnits(
  moves: readonly Move[],
  talk: ((timeMs: number) => ReadonlyMap<ActionUnit, number>) | null,
): (timeMs: number) => Float64Array {
  return (timeMs) => {
    const units = new Float64Array(ENACTED_UNITS.length * 2);
    for (const { unit, left, right, timing } of moves) {
      const level = levelAt(timing, timeMs);
      add(units, unit, left * level, right * level);
    }
    for (const [unit, level] of talk?.(timeMs) ?? []) add(units, unit, level, level);
    for (let i = 0; i < units.length; i++) units[i] = clamp(units[i]!, 0, 1);
    return units;
  };
}

function checkCue({ subject, course, labels }: Cue): void {
  const most = subject !== "expression" ? 0 : course === "photo" ? 1 : 2;
  const least = subject === "expression" ? 1 : 0;
  if (labels.length >= least && labels.length <= most) return;
  const expected = least === most ? `${most}` : `${least} or ${most}`;
  throw new Error(
    `drawScript: ${subject} as ${course} must have ${expected} labels, got ${labels.length}`,
  );
}

interface Part {
  readonly moves: readonly Move[];
  /** Timings of what rest gives way to. */
  readonly wholes: readonly Timing[];
  readonly calm: CalmFace;
  readonly downTiming: Timing;
}

const STILL: CalmFace = { activation: new Map(), gazeDown: 0, pitchDeg: 0 };

/** Everything the units do in the clip. */
function drawPart(random: Random, cue: Cue, spanMs: number, options: ScriptOptions): Part {
  const isPhoto = cue.course === "photo";
  const displays = drawDisplays(random.fork(1), cue, options);
  const timings = drawTimings(random.fork(2), cue.course, displays.length, spanMs);
  const wholes = displays.map((_, i) => timings[i]!);
  const moves = displays.flatMap((d, i) => drawMovesOf(random.fork(10 + i), d, wholes[i]!));
  const all = new Map(displays.flatMap((display) => [...display]));
  const isCalm = cue.subject === "calm" || cue.subject === "talk" || cue.subject === "distraction";
  const calm = isCalm ? drawCalm(random.fork(3)) : STILL;
  const ownTiming = (own: Random) =>
    isPhoto || chance(own, 0.5) ? THROUGHOUT : drawOwn(own, spanMs);
  const strays =
    cue.subject === "expression"
      ? drawStrayMoves(
          random.fork(4),
          drawStrays(random.fork(5), all, options.strays),
          isPhoto ? [THROUGHOUT] : wholes,
          isPhoto ? 0 : spanMs,
        )
      : [];
  const slow = Array.from(calm.activation, ([unit, [left, right]], i) => ({
    unit,
    left,
    right,
    timing: ownTiming(random.fork(20 + i)),
  }));
  return {
    moves: [...moves, ...(isPhoto ? strays.map(stay) : strays), ...slow],
    wholes,
    calm,
    downTiming: ownTiming(random.fork(6)),
  };
}

const stay = (move: Move): Move => ({ ...move, timing: THROUGHOUT });

function drawDisplays(
  random: Random,
  { subject, labels }: Cue,
  { displays = FACS_DISPLAYS }: ScriptOptions,
): Activation[] {
  if (subject === "units") return [drawCombination(random)];
  if (subject === "distraction")
    return [drawVariant(random, DISTRACTIONS, { strength: [0.6, 1.2] })];
  return labels.map((label, i) => {
    const own = random.fork(i);
    const strength = chance(own, 0.25) ? ([0.35, 0.6] as const) : ([0.6, 1.2] as const);
    return drawVariant(own, displays[label], { strength });
  });
}

/** Tension at rest is the same movement as that of anger, sadness and contempt: it does not go away there. */
function giveWayOf({ labels }: Cue): readonly [number, number] {
  const isTense = labels.some((l) => l === "anger" || l === "sadness" || l === "contempt");
  return isTense ? [0, 0.3] : [0.3, 0.8];
}

/** [unit, intensity] of talk at a time; a photo is taken in the midst of it. */
function drawTalk(random: Random, { course }: Cue, spanMs: number) {
  const speech: Speech = drawSpeech(random.fork(1), spanMs + 2000, UNIT_SHAPES);
  const offsetMs = course === "photo" ? between(random.fork(2), 300, 2000) : 0;
  return (timeMs: number) => speechAt(speech, timeMs + offsetMs) as ReadonlyMap<ActionUnit, number>;
}

/** Rise of the head with the breath, in the kit's units: a few millimetres, 12 to 20 times a minute. */
function drawBreath(random: Random) {
  const size = between(random, 0.02, 0.12);
  const [periodMs, phase] = [between(random, 3000, 5000), random.uniform()];
  return (timeMs: number) => size * sinTurn(timeMs / periodMs + phase);
}

function add(units: Float64Array, unit: ActionUnit, left: number, right: number): void {
  const u = ENACTED_UNITS.indexOf(unit);
  units[2 * u]! += left;
  units[2 * u + 1]! += right;
}

function partingOf(units: Float64Array): number {
  return PARTING_UNITS.reduce((most, unit) => {
    const u = 2 * ENACTED_UNITS.indexOf(unit);
    return Math.max(most, units[u]!, units[u + 1]!);
  }, 0);
}

/** As a coder would write it down: a dropped jaw parts the lips, shut lids are shut for whatever reason. */
function asCoded(units: Float64Array, shut: number): Float64Array {
  const at = (unit: ActionUnit) => 2 * ENACTED_UNITS.indexOf(unit);
  const coded = Float64Array.from(units);
  for (const side of [0, 1]) {
    const jaw = Math.max(units[at("AU26") + side]!, units[at("AU27") + side]!);
    coded[at("AU25") + side] = Math.max(units[at("AU25") + side]!, jaw);
    coded[at("AU43") + side] = Math.max(units[at("AU43") + side]!, shut);
  }
  return coded;
}
