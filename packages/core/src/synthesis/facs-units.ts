import type { UnitModes } from "./rig.ts";

/**
 * Modes of action units at full intensity, set so that MediaPipe sees on renders about what people reach, in millimetres:
 * measured by `scripts/unit-excursions.mjs`, the table in docs/mien-cast.md. Against UNIT_MODES brows, lids and chin move
 * farther, the wrinkled nose and the wide mouth less; the dimpler presses the lips, the tightener narrows them, and the
 * corners fall with the chin.
 */
export const FACS_UNITS: UnitModes = {
  AU1: { browInnerUp: 1.6, browOuterUp: 0.1 },
  AU2: { browOuterUp: 1.2 },
  AU4: { browDown: 2 },
  AU5: { eyeWide: 1.7 },
  // The kit's cheekRaiser lowers lip and chin as well; people's do not fall.
  AU6: { cheekSquint: 1.1, cheekRaiser: 0.5, eyeSquint: 0.4 },
  AU7: { eyeSquint: 1.5, eyeBlink: 0.12 },
  AU9: { noseSneer: 0.55, browDown: 0.7, mouthUpperUp: 0.05, eyeSquint: 0.4 },
  AU10: { mouthUpperUp: 0.65, noseSneer: 0.15 },
  AU11: { mouthUpperUp: 0.25, noseSneer: 0.15 },
  AU12: { mouthSmile: 1 },
  AU14: {
    mouthDimple: 0.9,
    mouthPress: 0.38,
    mouthRollLower: 0.1,
    mouthRollUpper: 0.1,
    mouthFrown: 0.25,
  },
  AU15: { mouthFrown: 2, mouthShrugLower: 0.15 },
  AU16: { mouthLowerDown: 0.9 },
  // The jaw closes a little more: without it the lip rises and the chin stays.
  AU17: { mouthShrugLower: 0.9, mouthShrugUpper: 0.15, jawOpen: -0.09 },
  AU18: { mouthPucker: 1.2 },
  AU20: { mouthStretch: 1.35 },
  AU22: { mouthFunnel: 0.8 },
  AU23: { mouthRollLower: 0.55, mouthRollUpper: 0.55, mouthPress: 0.1, mouthPucker: 0.75 },
  AU24: { mouthPress: 1, mouthRollLower: 0.2, mouthRollUpper: 0.2 },
  // Lips part upwards too: a smile that opens does not lower the chin.
  AU25: { mouthLowerDown: 0.3, mouthUpperUp: 0.35, jawOpen: 0.06 },
  AU26: { jawOpen: 0.38 },
  AU27: { jawOpen: 0.75 },
  AU28: { mouthRollLower: 1, mouthRollUpper: 1 },
  AU43: { eyeBlink: 1 },
  AU45: { eyeBlink: 1 },
};

/**
 * The same units as other people move them: brows that rise as one, a nose that wrinkles without the brows, a dimple without
 * pressed lips, corners that fall without the chin, lips that part downwards. What differs between the two is not the unit.
 */
export const FACS_UNITS_OTHERWISE: UnitModes = {
  ...FACS_UNITS,
  AU1: { browInnerUp: 1.35, browOuterUp: 0.35 },
  AU2: { browOuterUp: 1.05, browInnerUp: 0.25 },
  AU4: { browDown: 1.8, eyeSquint: 0.15 },
  AU6: { cheekSquint: 0.8, cheekRaiser: 0.9, eyeSquint: 0.3 },
  AU7: { eyeSquint: 1.8 },
  AU9: { noseSneer: 0.7, browDown: 0.4, eyeSquint: 0.25 },
  AU10: { mouthUpperUp: 0.75 },
  AU12: { mouthSmile: 0.95, mouthDimple: 0.15, cheekSquint: 0.1 },
  AU14: { mouthDimple: 1.1, mouthPress: 0.2 },
  AU15: { mouthFrown: 2.2 },
  AU17: { mouthShrugLower: 1.05, mouthShrugUpper: 0.3, jawOpen: -0.05 },
  AU18: { mouthPucker: 1, mouthFunnel: 0.15 },
  AU20: { mouthStretch: 1.25, mouthLowerDown: 0.15 },
  AU23: { mouthRollLower: 0.4, mouthRollUpper: 0.4, mouthPress: 0.3, mouthPucker: 0.6 },
  AU24: { mouthPress: 0.75, mouthRollLower: 0.3, mouthRollUpper: 0.3 },
  AU25: { mouthLowerDown: 0.45, mouthUpperUp: 0.2, jawOpen: 0.08 },
  AU26: { jawOpen: 0.42 },
  AU27: { jawOpen: 0.72 },
};

/**
 * Movements whose reach differs between people: half of the cast's actors reach farther. Not the jaw, nor the lids'
 * closing, which end at a stop.
 */
export const REACHING_MOVEMENTS: readonly string[] = [
  "browDown",
  "browInnerUp",
  "browOuterUp",
  "cheekRaiser",
  "cheekSquint",
  "eyeSquint",
  "eyeWide",
  "mouthDimple",
  "mouthFrown",
  "mouthLowerDown",
  "mouthPress",
  "mouthPucker",
  "mouthShrugLower",
  "mouthSmile",
  "mouthStretch",
  "mouthUpperUp",
  "noseSneer",
];
