import { type Random, sin } from "@mien/core/math";
import { bounded, uniform } from "./draws.ts";

export interface HeadPose {
  readonly pitchDeg: number;
  readonly yawDeg: number;
  readonly rollDeg: number;
  /** In the kit's units, to the subject's left, up and forward. */
  readonly shift: readonly [number, number, number];
}

/** How a head is held in front of a camera: nearly straight, now and then turned. */
export function drawHeadPose(random: Random): HeadPose {
  const turned = random.uniform() < 0.14;
  return {
    pitchDeg: bounded(random, turned ? 7 : 4.5, 16),
    yawDeg: bounded(random, turned ? 15 : 5.5, 28),
    rollDeg: bounded(random, turned ? 6 : 3, 14),
    shift: [bounded(random, 0.5, 1.2), bounded(random, 0.4, 1), 0],
  };
}

/** A slow movement around 0: two sines of unlike period. */
export function createDrift(random: Random, size: number): (timeMs: number) => number {
  const periods = [uniform(random, 1500, 4200), uniform(random, 500, 1400)];
  const phases = [uniform(random, 0, 6.28), uniform(random, 0, 6.28)];
  const sizes = [size * uniform(random, 0.5, 1.2), size * uniform(random, 0.05, 0.25)];
  const at = (timeMs: number, k: number) =>
    sizes[k]! * sin((6.283185307179586 * timeMs) / periods[k]! + phases[k]!);
  return (timeMs) => at(timeMs, 0) + at(timeMs, 1) - at(0, 0) - at(0, 1);
}

/** The head over a clip: it starts as held, sways, and breathes at about one breath in four seconds. */
export function createHeadMotion(
  random: Random,
  held: HeadPose,
  sway: number,
): (timeMs: number) => HeadPose {
  const [pitch, yaw, roll, across, up] = [2.2, 2.6, 1.2, 0.12, 0.1].map((size) =>
    createDrift(random, size * sway),
  );
  return (timeMs) => ({
    pitchDeg: held.pitchDeg + pitch!(timeMs),
    yawDeg: held.yawDeg + yaw!(timeMs),
    rollDeg: held.rollDeg + roll!(timeMs),
    shift: [held.shift[0] + across!(timeMs), held.shift[1] + up!(timeMs), held.shift[2]],
  });
}
