import type { Random } from "../math/index.ts";
import { between, chance, clamp } from "./draws.ts";
import type { Rig } from "./rig.ts";

export interface Fixation {
  readonly fromMs: number;
  /** Shares of the eyes' range: to the subject's left, and up. */
  readonly left: number;
  readonly up: number;
}

/** Where the eyes rest: near the camera, with a jump now and then. */
export function drawGaze(random: Random, durationMs: number): Fixation[] {
  const fixations: Fixation[] = [];
  let fromMs = 0;
  while (fromMs < durationMs) {
    const away = chance(random, 0.25) ? 0.3 : 0.1;
    fixations.push({ fromMs, left: away * random.normal(), up: away * random.normal() });
    fromMs += between(random, 600, 2500);
  }
  return fixations;
}

/** Adds to `weights` [E] what the eyes do at a time. */
export function look(
  rig: Rig,
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
