import type { Random } from "../math/index.ts";
import { between, clamp } from "./draws.ts";
import { sinTurn } from "./turn.ts";

/** Where the head is at one instant. */
export interface HeadPose {
  readonly pitchDeg: number;
  readonly yawDeg: number;
  readonly rollDeg: number;
  /** Shift of the head [3] in the kit's units. */
  readonly shift: readonly [number, number, number];
}

export interface HeadOptions {
  readonly durationMs: number;
  /** Standard deviation of the head's angles. */
  readonly headSpreadDeg?: number;
  /** Factor on how far the head moves during the performance. */
  readonly headMotion?: number;
  /** Greatest angle of the head about each axis. Default: none. */
  readonly headMostDeg?: number;
}

/** Head angles and shift: a posture, a slow turn through the performance, and sway. */
export function drawHead(random: Random, options: HeadOptions): (timeMs: number) => HeadPose {
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
  return (timeMs: number): HeadPose => {
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
