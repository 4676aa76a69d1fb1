import type { ActionUnit, Label } from "@mien/core";

/** Intensity at full strength, in [0, 1] from trace to E, and how often the unit is there. */
type Share = number | readonly [intensity: number, probability: number];

export interface Display {
  /** How often, beside the label's other displays. */
  readonly weight: number;
  readonly units: Readonly<Partial<Record<ActionUnit, Share>>>;
  /** Shown by one side of the face: by which, is drawn. */
  readonly unilateral?: true;
}

/**
 * How strangers show each expression: prototypes and major variants as of the FACS Investigator's Guide (Ekman, Friesen &
 * Hager 2002, table 10-2), with the shares of open and closed mouths that people show who are asked to pose.
 */
export const STRANGER_DISPLAYS: Readonly<Record<Exclude<Label, "neutral">, readonly Display[]>> = {
  happiness: [
    { weight: 5, units: { AU6: 0.7, AU12: 0.85, AU25: [0.65, 1] } },
    { weight: 3, units: { AU6: 0.5, AU12: 0.7, AU7: [0.3, 0.3] } },
    { weight: 2, units: { AU12: 0.75, AU25: 0.6 } },
    { weight: 2, units: { AU12: 0.6, AU14: [0.25, 0.3] } },
    { weight: 2, units: { AU6: 0.9, AU7: [0.4, 0.5], AU12: 0.95, AU25: 0.8, AU26: 0.55 } },
    {
      weight: 1,
      units: { AU1: 0.35, AU2: 0.4, AU5: [0.3, 0.5], AU12: 0.85, AU25: 0.7, AU26: 0.5 },
    },
  ],
  anger: [
    { weight: 4, units: { AU4: 0.85, AU5: 0.5, AU7: 0.6, AU23: 0.7, AU17: [0.35, 0.3] } },
    { weight: 4, units: { AU4: 0.85, AU7: 0.65, AU17: [0.55, 0.6], AU24: 0.75 } },
    {
      weight: 3,
      units: { AU4: 0.8, AU5: [0.5, 0.5], AU7: 0.5, AU10: 0.5, AU23: 0.4, AU25: 0.6, AU26: 0.35 },
    },
    {
      weight: 2,
      units: { AU4: 0.9, AU5: 0.6, AU7: 0.5, AU10: 0.55, AU20: [0.3, 0.4], AU25: 0.8, AU27: 0.6 },
    },
    { weight: 2, units: { AU4: 0.8, AU7: 0.7 } },
    { weight: 2, units: { AU4: 0.9, AU7: [0.5, 0.7], AU9: 0.35, AU10: 0.6, AU16: 0.5, AU25: 0.7 } },
  ],
  disgust: [
    { weight: 4, units: { AU9: 0.85, AU4: [0.3, 0.4], AU17: [0.5, 0.7] } },
    { weight: 3, units: { AU9: 0.85, AU10: [0.4, 0.4], AU16: 0.5, AU25: 0.6, AU26: [0.3, 0.6] } },
    { weight: 3, units: { AU10: 0.85, AU17: 0.55, AU15: [0.35, 0.5] } },
    { weight: 3, units: { AU10: 0.85, AU16: 0.45, AU25: 0.55, AU26: [0.35, 0.6] } },
    { weight: 2, units: { AU9: 0.8, AU6: [0.5, 0.6], AU7: 0.6, AU10: [0.5, 0.5] } },
    { weight: 1, units: { AU9: 0.7, AU10: 0.5, AU25: 0.7, AU27: 0.45, AU43: [0.5, 0.5] } },
  ],
  fear: [
    {
      weight: 4,
      units: { AU1: 0.75, AU2: 0.6, AU4: 0.6, AU5: 0.85, AU20: 0.65, AU25: 0.6, AU26: [0.45, 0.8] },
    },
    { weight: 3, units: { AU1: 0.75, AU2: 0.6, AU4: 0.55, AU5: 0.9, AU25: 0.55, AU26: 0.5 } },
    {
      weight: 2,
      units: { AU1: 0.75, AU2: 0.6, AU4: 0.55, AU5: 0.85, AU20: 0.55, AU25: 0.7, AU27: 0.55 },
    },
    { weight: 2, units: { AU1: 0.8, AU2: 0.65, AU4: 0.6, AU5: 0.8, AU7: [0.4, 0.5] } },
    { weight: 2, units: { AU1: 0.6, AU2: 0.6, AU5: 0.9, AU20: 0.6, AU25: [0.5, 0.7] } },
    { weight: 1, units: { AU5: 0.85, AU20: 0.7, AU25: [0.5, 0.6], AU4: [0.4, 0.5] } },
  ],
  sadness: [
    { weight: 4, units: { AU1: 0.75, AU4: 0.55, AU15: 0.65, AU17: [0.4, 0.5], AU11: [0.4, 0.3] } },
    { weight: 3, units: { AU1: 0.75, AU4: 0.5, AU15: 0.55, AU43: [0.3, 0.7] } },
    { weight: 2, units: { AU1: 0.8, AU4: 0.6, AU7: [0.3, 0.3] } },
    { weight: 2, units: { AU4: 0.6, AU15: 0.7, AU17: 0.65, AU43: [0.25, 0.5] } },
    { weight: 2, units: { AU1: 0.6, AU4: [0.4, 0.7], AU6: 0.5, AU15: 0.7, AU17: [0.5, 0.6] } },
    { weight: 1, units: { AU1: 0.7, AU4: 0.6, AU6: 0.55, AU20: 0.5, AU25: 0.5, AU15: [0.4, 0.6] } },
  ],
  surprise: [
    { weight: 4, units: { AU1: 0.8, AU2: 0.85, AU5: 0.6, AU25: 0.5, AU26: 0.75 } },
    { weight: 3, units: { AU1: 0.85, AU2: 0.9, AU5: 0.7, AU25: 0.5, AU27: 0.8 } },
    { weight: 2, units: { AU1: 0.85, AU2: 0.9, AU5: [0.5, 0.7] } },
    { weight: 2, units: { AU1: 0.75, AU2: 0.8, AU25: 0.45, AU26: 0.6 } },
    { weight: 1, units: { AU5: 0.65, AU25: 0.5, AU26: 0.75 } },
    { weight: 1, units: { AU1: 0.75, AU2: 0.8, AU5: 0.5, AU18: 0.4, AU25: 0.5, AU26: 0.5 } },
  ],
  contempt: [
    { weight: 4, units: { AU14: 0.85, AU12: [0.35, 0.6] }, unilateral: true },
    { weight: 3, units: { AU12: 0.6, AU14: [0.4, 0.5] }, unilateral: true },
    { weight: 2, units: { AU10: 0.55, AU14: [0.4, 0.5] }, unilateral: true },
    { weight: 1, units: { AU14: 0.75, AU17: [0.3, 0.4] } },
  ],
};

/** Movements that come along by chance, at low intensity, each with its weight. */
export const STRAYS: readonly (readonly [weight: number, ActionUnit])[] = [
  [3, "AU2"],
  [2, "AU1"],
  [3, "AU4"],
  [3, "AU7"],
  [2, "AU6"],
  [3, "AU14"],
  [2, "AU17"],
  [2, "AU24"],
  [3, "AU25"],
  [1, "AU15"],
  [2, "AU12"],
  [1, "AU20"],
  [2, "AU43"],
];
