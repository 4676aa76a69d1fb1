import type { Label } from "@mien/core";
import type { StrangerScene, TrueSegment } from "./scene.ts";
import { writeScript } from "./script.ts";
import { JUDGED_UNITS } from "./units.ts";

/** What a stranger's recording shows. U judged units. */
export interface StrangerTruth {
  readonly id: string;
  readonly subjectId: string;
  readonly take: StrangerScene["take"];
  /** Of the (first) expression; `neutral` where the face is calm; null for combinations of action units. */
  readonly label: Label | null;
  /** In order of time; none in a calm clip. */
  readonly segments: readonly TrueSegment[];
  readonly frames: number;
  /**
   * [frames, U, 2] intensity in [0, 1] of each of JUDGED_UNITS on the subject's left and right, over the person's rest. What
   * words, looks and blinks move is not in it.
   */
  readonly units: Float64Array;
}

/** The truth of a scene, from its seed alone: no kit, no picture. */
export function strangerTruth(scene: StrangerScene): StrangerTruth {
  const { id, subjectId, take, frames } = scene;
  const script = writeScript(scene);
  const units = new Float64Array(frames * JUDGED_UNITS.length * 2);
  for (let t = 0; t < frames; t++) {
    const shown = script.momentAt(t).units;
    JUDGED_UNITS.forEach((unit, u) => {
      units.set(shown.get(unit) ?? [0, 0], (t * JUDGED_UNITS.length + u) * 2);
    });
  }
  const label = take.kind === "combinations" ? null : scene.label;
  return { id, subjectId, take, label, segments: script.segments, frames, units };
}
