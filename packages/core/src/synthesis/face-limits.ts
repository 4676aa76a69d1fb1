import { clamp } from "./draws.ts";

/** [least, greatest] weight of a movement where it is not [0, 1.2]: beyond it the mesh folds. */
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  browDown: [0, 2.8],
  browInnerUp: [0, 2.3],
  browOuterUp: [0, 1.8],
  cheekSquint: [0, 1.6],
  eyeBlink: [0, 1],
  eyeSquint: [0, 2],
  eyeWide: [0, 2.2],
  jawOpen: [-0.11, 1],
  mouthDimple: [0, 1.4],
  mouthFrown: [0, 2.5],
  mouthPress: [0, 1.4],
  mouthPucker: [0, 1.4],
  mouthShrugLower: [0, 1.4],
  mouthSmile: [0, 1.3],
  mouthStretch: [0, 1.8],
};

/** Movements of lips that lie on each other. */
const PRESSING: readonly string[] = ["mouthPress", "mouthRollLower", "mouthRollUpper"];
/** The jaw's weight from which on lips have nothing to press on. */
const APART = 0.3;

/** Keeps what several units do together within what a face can do. */
export interface FaceLimits {
  /**
   * Clamps the weights [E], stills the lids' other movements as far as they are shut, and lips' pressing as far as the jaw is
   * open.
   */
  settle(weights: Float64Array): void;
}

/** Limits of a kit whose modes bear these names. */
export function createFaceLimits(expressions: readonly string[]): FaceLimits {
  const movements = expressions.map((name) => name.replace(/_[LR]$/, ""));
  const limits = movements.map((name) => LIMITS[name] ?? ([0, 1.2] as const));
  const pressing = [...movements.keys()].filter((m) => PRESSING.includes(movements[m]!));
  const jaw = expressions.indexOf("jawOpen");
  const lids = ["L", "R"].map((side) => ({
    shut: expressions.indexOf(`eyeBlink_${side}`),
    tight: expressions.indexOf(`eyeSquint_${side}`),
    wide: expressions.indexOf(`eyeWide_${side}`),
  }));
  return {
    settle(weights) {
      limits.forEach(([least, most], m) => {
        weights[m] = clamp(weights[m]!, least, most);
      });
      for (const { shut, tight, wide } of lids) {
        const closed = shut < 0 ? 0 : weights[shut]!;
        // Shut lids that tighten would pass through each other.
        if (tight >= 0) weights[tight]! *= 1 - 0.8 * closed;
        if (wide >= 0) weights[wide]! *= 1 - closed;
      }
      const open = jaw < 0 ? 0 : clamp(weights[jaw]! / APART, 0, 1);
      for (const m of pressing) weights[m]! *= 1 - 0.85 * open;
    },
  };
}
