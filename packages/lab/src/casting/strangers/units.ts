import type { ActionUnit } from "@mien/core";
import type { UnitModes } from "@mien/core/synthesis";

/** The action units that strangers are judged on. */
export const JUDGED_UNITS = [
  "AU1",
  "AU2",
  "AU4",
  "AU5",
  "AU6",
  "AU7",
  "AU9",
  "AU10",
  "AU12",
  "AU14",
  "AU15",
  "AU17",
  "AU20",
  "AU23",
  "AU24",
  "AU25",
  "AU26",
  "AU27",
  "AU43",
] as const satisfies readonly ActionUnit[];
export type JudgedUnit = (typeof JUDGED_UNITS)[number];

/**
 * What a unit moves at intensity E, in modes of the kit. Set by the kit's own displacements in millimetres, so that the most
 * that an average face does is what faces do: inner brows 7 up, outer brows 8, lips' corners 12 to the side and up, 6 down,
 * a jaw 33 open, an upper lid 3 up; and then by looking at the pictures.
 */
export const STRANGER_UNITS: UnitModes = {
  AU1: { browInnerUp: 1.4, browOuterUp: 0.06 },
  AU2: { browOuterUp: 1, browInnerUp: 0.05 },
  AU4: { browDown: 1.3 },
  AU5: { eyeWide: 0.95 },
  AU6: { cheekRaiser: 1, cheekSquint: 0.55, eyeSquint: 0.12 },
  AU7: { eyeSquint: 1.1, eyeBlink: 0.13 },
  AU9: { noseSneer: 1, browDown: 0.45, cheekRaiser: 0.3, eyeSquint: 0.3 },
  AU10: { mouthUpperUp: 0.95, noseSneer: 0.12 },
  AU11: { mouthUpperUp: 0.25, noseSneer: 0.25 },
  AU12: { mouthSmile: 1.2, cheekSquint: 0.15 },
  AU14: { mouthDimple: 1.25 },
  AU15: { mouthFrown: 1.3 },
  AU16: { mouthLowerDown: 1.15 },
  AU17: { mouthShrugLower: 0.75, mouthShrugUpper: 0.3 },
  AU18: { mouthPucker: 0.8 },
  AU20: { mouthStretch: 1.1 },
  AU22: { mouthFunnel: 0.8 },
  AU23: { mouthRollLower: 0.4, mouthRollUpper: 0.4, mouthPucker: 0.22, mouthPress: 0.12 },
  AU24: { mouthPress: 0.85, mouthRollLower: 0.22, mouthRollUpper: 0.22 },
  AU25: { mouthLowerDown: 0.6, mouthUpperUp: 0.22, jawOpen: 0.05 },
  AU26: { jawOpen: 0.42 },
  AU27: { jawOpen: 0.95, mouthLowerDown: 0.1 },
  AU28: { mouthRollLower: 0.9, mouthRollUpper: 0.9 },
  AU43: { eyeBlink: 1.12 },
  AU45: { eyeBlink: 1 },
};
