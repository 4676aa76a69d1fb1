import { clamp } from "./draws.ts";
import type { FaceKit } from "./face-kit.ts";

/** iBUG points of the inner lips above and below: three each, from side to side. */
const UPPER = [61, 62, 63] as const;
const LOWER = [67, 66, 65] as const;

/** Keeps lips together that a raised upper lip would part. */
export interface LipSeal {
  /**
   * Lets the lower lip follow until `share` of the gap is closed: adds to the kit's `mouthClose`, nothing where the lips
   * do not part or the kit has no such mode.
   *
   * @param weights [E]
   */
  close(weights: Float64Array, share: number): void;
}

/** Modes are linear, so the gap's opening is too: sum over m of weight[m] * slope[m]. */
export function createLipSeal(kit: FaceKit): LipSeal {
  const slopes = Float64Array.from(kit.expressions, (_, mode) => {
    const y = (point: number) => {
      const at = (mode * kit.vertices + kit.ibug68[point]!) * 3 + 1;
      return kit.modeScale[mode]! * kit.modes[at]!;
    };
    return UPPER.reduce((sum, up, i) => sum + (y(up) - y(LOWER[i]!)) / UPPER.length, 0);
  });
  const mode = kit.expressions.indexOf("mouthClose");
  const perWeight = mode < 0 ? 0 : -slopes[mode]!;
  return {
    close(weights, share) {
      if (!(perWeight > 0)) return;
      let gap = 0;
      for (let m = 0; m < slopes.length; m++) gap += slopes[m]! * weights[m]!;
      if (gap > 0) weights[mode] = clamp(weights[mode]! + (share * gap) / perWeight, 0, 1.2);
    },
  };
}
