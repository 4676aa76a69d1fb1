import { BLENDSHAPES, genericNeutral } from "@mien/core";
import type { JudgedUnit } from "../../casting/index.ts";
import type { UnitScorer } from "./judge-units.ts";

/** The blendshapes that are nearest to each unit; a name without side stands for both. */
const NEAREST: Readonly<Partial<Record<JudgedUnit, readonly string[]>>> = {
  AU1: ["browInnerUp"],
  AU2: ["browOuterUp"],
  AU4: ["browDown"],
  AU5: ["eyeWide"],
  AU6: ["cheekSquint", "eyeSquint"],
  AU7: ["eyeSquint"],
  AU9: ["noseSneer"],
  AU10: ["mouthUpperUp"],
  AU12: ["mouthSmile"],
  AU14: ["mouthDimple"],
  AU15: ["mouthFrown"],
  AU17: ["mouthShrugLower"],
  AU20: ["mouthStretch"],
  AU23: ["mouthRollLower", "mouthRollUpper"],
  AU24: ["mouthPress"],
  AU25: ["mouthLowerDown", "mouthUpperUp"],
  AU26: ["jawOpen"],
  AU27: ["jawOpen"],
  AU43: ["eyeBlink"],
};

/**
 * The plainest scores of action units there are: MediaPipe's own blendshapes above the neutral's, the stronger side of each.
 * What a model of action units has to beat, and a sign that the strangers' units can be seen.
 */
export const blendshapeUnits: UnitScorer = ({ blendshapes }, frame, baseline) => {
  const rest = (baseline === "generic" ? genericNeutral() : baseline).blendshapes;
  const above = (name: string) => {
    const at = BLENDSHAPES.indexOf(name);
    if (at < 0 || blendshapes === null) return Number.NaN;
    return blendshapes[frame * BLENDSHAPES.length + at]! - (rest?.[at] ?? 0);
  };
  const score = (names: readonly string[]) =>
    names.reduce((sum, name) => {
      const one = above(name);
      return (
        sum + (Number.isNaN(one) ? Math.max(above(`${name}Left`), above(`${name}Right`)) : one)
      );
    }, 0);
  return Object.fromEntries(
    Object.entries(NEAREST).map(([unit, names]) => [unit, score(names)]),
  ) as Partial<Record<JudgedUnit, number>>;
};
