import type { ActionUnit, Label } from "@mien/core";
import { createRandom, type Random } from "@mien/core/math";
import { drawActivation, type UnitActivation } from "./activation.ts";
import { drawCalmFace } from "./calm.ts";
import { drawCombination } from "./combination.ts";
import {
  type Beats,
  createEpisode,
  drawBeats,
  drawPairBeats,
  type Episode,
  episodeLevel,
} from "./course.ts";
import { uniform } from "./draws.ts";
import { createHeadMotion, drawHeadPose, type HeadPose } from "./head.ts";
import {
  createBlinks,
  createGlances,
  createReading,
  createTalk,
  type Habit,
  type Movements,
} from "./idle.ts";
import type { StrangerScene, TrueSegment } from "./scene.ts";

/** What a face does at one frame. */
export interface Moment {
  readonly units: UnitActivation;
  /** Beside the units: looks, blinks and words, by the kit's modes without side. */
  readonly movements: Movements;
  readonly pose: HeadPose;
}

/** A scene's play: all that happens in it, and nothing of how it looks. */
export interface Script {
  readonly segments: readonly TrueSegment[];
  momentAt(frame: number): Moment;
}

/** Every random number comes from the scene's seed: with the same scene, the same play. */
export function writeScript(scene: StrangerScene): Script {
  const random = createRandom(scene.sceneSeed).fork(1);
  switch (scene.take.kind) {
    case "combinations":
      return combinationScript(random);
    case "calm-photo":
      return calmPhotoScript(random, scene);
    case "calm-clip":
      return calmClipScript(random, scene);
    default:
      return expressionScript(random, scene);
  }
}

function combinationScript(random: Random): Script {
  return {
    segments: [],
    momentAt(frame) {
      const own = random.fork(frame);
      return {
        units: drawCombination(own.fork(1)),
        movements: photoHabits(own.fork(2)),
        pose: drawHeadPose(own.fork(3)),
      };
    },
  };
}

/** Eyes of people in photos are not all in the lens. */
function photoHabits(random: Random): Movements {
  const movements: Movements = new Map();
  createGlances(random, 0.12, 1)(0, movements);
  return movements;
}

function calmPhotoScript(random: Random, { take }: StrangerScene): Script {
  if (take.kind !== "calm-photo") throw new Error(`calmPhotoScript: got a ${take.kind}`);
  const face = drawCalmFace(random.fork(1), take.manner);
  const held = drawHeadPose(random.fork(2));
  // A person's own neutral photo is taken on purpose: straight, into the lens.
  const straight = take.manner === "plain" ? 0.4 : 1;
  const pose = {
    ...held,
    pitchDeg: straight * held.pitchDeg + face.pitchDeg,
    yawDeg: face.yawDeg === 0 ? straight * held.yawDeg : face.yawDeg,
    rollDeg: straight * held.rollDeg,
  };
  return {
    segments: [],
    momentAt: () => ({ units: face.units, movements: new Map(face.movements), pose }),
  };
}

function calmClipScript(random: Random, scene: StrangerScene): Script {
  const { take } = scene;
  if (take.kind !== "calm-clip") throw new Error(`calmClipScript: got a ${take.kind}`);
  const durationMs = lastTimeMs(scene);
  const held = drawHeadPose(random.fork(1));
  const isReading = take.manner === "reading";
  const down = isReading ? uniform(random.fork(6), 3, 12) : 0;
  const motion = createHeadMotion(
    random.fork(2),
    { ...held, pitchDeg: held.pitchDeg + down },
    take.manner === "speech" ? 1.5 : 0.8,
  );
  const habits: Habit[] = [createBlinks(random.fork(3), 22, durationMs)];
  if (take.manner === "speech") habits.push(createTalk(random.fork(4), durationMs));
  habits.push(
    isReading ? createReading(random.fork(5)) : createGlances(random.fork(5), 0.2, durationMs),
  );
  return { segments: [], momentAt: (t) => play(scene, t, [], habits, motion) };
}

function expressionScript(random: Random, scene: StrangerScene): Script {
  const durationMs = lastTimeMs(scene);
  const shown = episodesOf(random.fork(1), scene, durationMs);
  const motion = createHeadMotion(random.fork(2), drawHeadPose(random.fork(3)), 1);
  const habits =
    durationMs === 0
      ? []
      : [
          createBlinks(random.fork(4), 12, durationMs),
          createGlances(random.fork(5), 0.08, durationMs),
        ];
  const episodes = shown.map(({ episode }) => episode);
  return {
    segments: shown.flatMap(({ label, episode }) => segmentOf(label, episode, durationMs)),
    momentAt: (t) => play(scene, t, episodes, habits, motion),
  };
}

interface Shown {
  readonly label: Label;
  readonly episode: Episode;
}

/** The whole time at its apex. */
const STILL: Beats = {
  startMs: -2,
  riseMs: 1,
  releaseMs: Number.POSITIVE_INFINITY,
  fallMs: 1,
};

function episodesOf(random: Random, { take }: StrangerScene, durationMs: number): Shown[] {
  const show = (k: number, label: Label, strength: "weak" | "strong", beats: Beats): Shown => {
    const own = random.fork(k);
    const units = drawActivation(own.fork(1), label, strength);
    return { label, episode: createEpisode(own.fork(2), units, beats) };
  };
  switch (take.kind) {
    case "photo":
      return [show(0, take.label, take.strength, STILL)];
    case "clip":
      return [
        show(0, take.label, take.strength, drawBeats(random.fork(9), take.course, durationMs)),
      ];
    case "pair": {
      const beats = drawPairBeats(random.fork(9), durationMs, take.letsGo);
      return take.labels.map((label, k) => show(k, label, take.strength, beats[k]!));
    }
    default:
      throw new Error(`episodesOf: got a ${take.kind}`);
  }
}

function play(
  { frameRate }: StrangerScene,
  frame: number,
  episodes: readonly Episode[],
  habits: readonly Habit[],
  motion: (timeMs: number) => HeadPose,
): Moment {
  const timeMs = (frame * 1000) / frameRate;
  const units = new Map<ActionUnit, readonly [number, number]>();
  for (const episode of episodes) {
    for (const [unit, [left, right]] of episode.units) {
      const share = episode.levelAt(unit, timeMs);
      const [l, r] = units.get(unit) ?? [0, 0];
      // Where one expression goes over into the next, a unit of both does not add up.
      units.set(unit, [Math.max(l, share * left), Math.max(r, share * right)]);
    }
  }
  const movements: Movements = new Map();
  for (const habit of habits) habit(timeMs, movements);
  return { units, movements, pose: motion(timeMs) };
}

const STEP_MS = 5;

/** From the first to the last time at which the units reach half of what they do. */
function segmentOf(label: Label, episode: Episode, durationMs: number): TrueSegment[] {
  const times = Array.from({ length: Math.floor(durationMs / STEP_MS) + 1 }, (_, i) => i * STEP_MS);
  const levels = times.map((timeMs) => episodeLevel(episode, timeMs));
  const most = Math.max(...levels);
  const inside = times.filter((_, i) => most > 0 && levels[i]! >= 0.5 * most);
  return inside.length === 0
    ? []
    : [{ label, startMs: inside[0]!, endMs: inside[inside.length - 1]! }];
}

function lastTimeMs({ frames, frameRate }: StrangerScene): number {
  return ((frames - 1) * 1000) / frameRate;
}
