import type { ActionUnit, Label, Recording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import {
  type Cue,
  drawScript,
  ENACTED_UNITS,
  type Script,
  type Segment,
} from "@mien/core/synthesis";
import type { AnyScene } from "./any-scene.ts";
import type { Scene } from "./scene.ts";

/** What an actor really did, frame by frame. U action units, T frames. */
export interface Truth {
  readonly subject: Cue["subject"];
  readonly course: Cue["course"];
  /** The expressions shown, in their order; none where the clip shows none. Times in whole milliseconds. */
  readonly segments: readonly Segment[];
  /** U */
  readonly units: readonly ActionUnit[];
  /** [T, U, 2] in [0, 1]: on the subject's left, on the right. 0.2 is FACS's A to B, 1 its E. */
  readonly intensities: Float32Array;
}

/** A recording of a cast with all that is known of it. */
export interface PerformedRecording {
  readonly recording: Recording;
  /** Of the whole clip; null where no one label is true of it: two expressions, or units that mean nothing together. */
  readonly label: Label | null;
  /** Null in casts that know labels alone. */
  readonly truth: Truth | null;
}

/** Intensity [T, 2] of one unit, left and right. @throws where the truth does not know the unit */
export function unitTrack({ units, intensities }: Truth, unit: ActionUnit): Float32Array {
  const u = units.indexOf(unit);
  if (u < 0) {
    throw new Error(`unitTrack: unit must be one of ${units.join(", ")}, got ${unit}`);
  }
  const frames = intensities.length / (units.length * 2);
  const track = new Float32Array(frames * 2);
  for (let t = 0; t < frames; t++) {
    const at = (t * units.length + u) * 2;
    track.set(intensities.subarray(at, at + 2), 2 * t);
  }
  return track;
}

/** The script of a scene that has a cue: drawn from its seed alone, whoever plays it. */
export function scriptOf(scene: Scene, cue: Cue): Script {
  const random = createRandom(scene.sceneSeed);
  const turned = random.fork(3).uniform();
  return drawScript(random.fork(1), cue, {
    durationMs: ((scene.frames - 1) * 1000) / scene.frameRate,
    // Most heads within ten degrees, a tail that is turned.
    headSpreadDeg: turned < 0.76 ? 3.5 : turned < 0.94 ? 7 : 13,
    headMostDeg: 30,
    headMotion: scene.distracts ? 1.6 : 1,
    blinksPerMinute: scene.distracts ? 25 : 14,
  });
}

/** The truth of a scene, from its plan alone; null where it has no cue, and of strangers, whose truth has a form of its own. */
export function truthOf(scene: AnyScene, timestampsMs: Float64Array): Truth | null {
  if (scene.preset === "strangers" || scene.cue === undefined) return null;
  const { cue } = scene;
  const script = scriptOf(scene, cue);
  const width = ENACTED_UNITS.length * 2;
  const intensities = new Float32Array(timestampsMs.length * width);
  timestampsMs.forEach((timeMs, t) => {
    intensities.set(script.intensitiesAt(timeMs), t * width);
  });
  return {
    subject: cue.subject,
    course: cue.course,
    segments: script.segments.map(({ label, ...times }) => ({ label, ...rounded(times) })),
    units: ENACTED_UNITS,
    intensities,
  };
}

const rounded = (times: Omit<Segment, "label">): Omit<Segment, "label"> => ({
  startMs: Math.round(times.startMs),
  apexStartMs: Math.round(times.apexStartMs),
  apexEndMs: Math.round(times.apexEndMs),
  endMs: Math.round(times.endMs),
});
