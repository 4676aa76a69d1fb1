import type { ActionUnit, Label } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import { between, chance, clamp, gain, pick } from "./draws.ts";

/** [probability that it takes part, least intensity, greatest intensity]; intensity 0..1 for FACS A..E. */
type Part = readonly [number, number, number];

export interface DisplayVariant {
  readonly weight: number;
  readonly parts: Readonly<Partial<Record<ActionUnit, Part>>>;
  /** Shown on one side of the face, the other keeps a fifth. */
  readonly oneSided?: boolean;
}

/**
 * How each expression is shown: several combinations of action units each, after EMFACS (Ekman & Friesen 1983; FACS
 * Investigator's Guide 2002, ch. 12), with the chance and intensity range of every unit. People differ, so does the cast.
 */
export const DISPLAYS: Readonly<Record<Label, readonly DisplayVariant[]>> = {
  anger: [
    {
      weight: 0.55,
      parts: {
        AU4: [0.97, 0.5, 1],
        AU5: [0.35, 0.2, 0.7],
        AU7: [0.75, 0.3, 0.9],
        AU23: [0.8, 0.3, 0.9],
        AU24: [0.75, 0.3, 1],
        AU17: [0.6, 0.2, 0.8],
        AU10: [0.1, 0.2, 0.4],
        AU9: [0.1, 0.1, 0.3],
        AU15: [0.15, 0.1, 0.4],
      },
    },
    {
      weight: 0.25,
      parts: {
        AU4: [0.97, 0.5, 1],
        AU5: [0.4, 0.2, 0.7],
        AU7: [0.7, 0.3, 0.9],
        AU23: [0.5, 0.2, 0.6],
        AU17: [0.4, 0.2, 0.6],
      },
    },
    {
      weight: 0.2,
      parts: {
        AU4: [0.95, 0.5, 1],
        AU5: [0.4, 0.2, 0.8],
        AU7: [0.6, 0.3, 0.8],
        AU10: [0.5, 0.2, 0.6],
        AU16: [0.5, 0.2, 0.6],
        AU22: [0.3, 0.2, 0.5],
        AU25: [0.9, 0.2, 0.6],
        AU26: [0.3, 0.1, 0.4],
        AU9: [0.15, 0.1, 0.3],
      },
    },
  ],
  disgust: [
    {
      weight: 0.45,
      parts: {
        AU9: [0.97, 0.4, 1],
        AU10: [0.35, 0.2, 0.6],
        AU4: [0.6, 0.2, 0.7],
        AU6: [0.4, 0.2, 0.6],
        AU7: [0.6, 0.2, 0.8],
        AU17: [0.5, 0.2, 0.7],
        AU25: [0.25, 0.1, 0.4],
        AU15: [0.2, 0.1, 0.4],
        AU24: [0.15, 0.1, 0.4],
        AU43: [0.2, 0.2, 0.7],
      },
    },
    {
      weight: 0.35,
      parts: {
        AU10: [0.95, 0.4, 1],
        AU9: [0.5, 0.2, 0.7],
        AU4: [0.5, 0.2, 0.6],
        AU6: [0.4, 0.2, 0.6],
        AU7: [0.5, 0.2, 0.7],
        AU25: [0.7, 0.2, 0.6],
        AU16: [0.35, 0.2, 0.6],
        AU20: [0.15, 0.1, 0.4],
        AU43: [0.15, 0.2, 0.6],
      },
    },
    {
      weight: 0.2,
      parts: {
        AU9: [0.9, 0.4, 1],
        AU10: [0.6, 0.3, 0.8],
        AU4: [0.6, 0.2, 0.7],
        AU7: [0.6, 0.2, 0.8],
        AU25: [0.9, 0.3, 0.7],
        AU26: [0.7, 0.2, 0.6],
        AU16: [0.4, 0.2, 0.6],
        AU43: [0.2, 0.2, 0.7],
      },
    },
  ],
  fear: [
    {
      weight: 0.6,
      parts: {
        AU1: [0.95, 0.4, 1],
        AU2: [0.7, 0.3, 0.9],
        AU4: [0.75, 0.2, 0.7],
        AU5: [0.75, 0.4, 1],
        AU20: [0.8, 0.3, 1],
        AU25: [0.9, 0.2, 0.7],
        AU26: [0.4, 0.1, 0.5],
        AU7: [0.2, 0.1, 0.4],
        AU16: [0.3, 0.1, 0.5],
      },
    },
    {
      weight: 0.25,
      parts: {
        AU1: [0.9, 0.4, 1],
        AU2: [0.75, 0.3, 0.9],
        AU4: [0.5, 0.2, 0.6],
        AU5: [0.9, 0.5, 1],
        AU25: [0.9, 0.2, 0.6],
        AU26: [0.7, 0.2, 0.6],
        AU20: [0.4, 0.2, 0.6],
      },
    },
    {
      weight: 0.15,
      parts: {
        AU1: [0.9, 0.3, 0.9],
        AU2: [0.6, 0.3, 0.8],
        AU4: [0.7, 0.2, 0.7],
        AU5: [0.6, 0.3, 0.9],
        AU20: [0.6, 0.2, 0.6],
        AU17: [0.1, 0.1, 0.3],
      },
    },
  ],
  happiness: [
    {
      weight: 0.55,
      parts: {
        AU12: [1, 0.5, 1],
        AU6: [0.8, 0.3, 1],
        AU25: [0.9, 0.3, 0.8],
        AU7: [0.25, 0.1, 0.5],
        AU26: [0.15, 0.1, 0.4],
        AU16: [0.15, 0.1, 0.4],
        AU10: [0.15, 0.1, 0.4],
      },
    },
    { weight: 0.25, parts: { AU12: [1, 0.35, 0.9], AU6: [0.6, 0.2, 0.8], AU14: [0.1, 0.1, 0.3] } },
    {
      weight: 0.2,
      parts: {
        AU12: [1, 0.6, 1],
        AU6: [0.85, 0.4, 1],
        AU25: [1, 0.4, 0.9],
        AU26: [0.8, 0.2, 0.6],
        AU1: [0.1, 0.1, 0.3],
        AU2: [0.1, 0.1, 0.3],
      },
    },
  ],
  sadness: [
    {
      weight: 0.5,
      parts: {
        AU1: [0.85, 0.3, 0.9],
        AU4: [0.75, 0.2, 0.8],
        AU15: [0.9, 0.3, 1],
        AU17: [0.7, 0.2, 0.8],
        AU2: [0.1, 0.1, 0.3],
        AU7: [0.15, 0.1, 0.4],
        AU43: [0.2, 0.2, 0.5],
        AU24: [0.1, 0.1, 0.3],
      },
    },
    {
      weight: 0.25,
      parts: {
        AU1: [0.6, 0.2, 0.7],
        AU4: [0.5, 0.2, 0.6],
        AU15: [0.85, 0.3, 0.9],
        AU17: [0.85, 0.3, 1],
        AU43: [0.15, 0.2, 0.5],
      },
    },
    {
      weight: 0.15,
      parts: {
        AU1: [0.9, 0.3, 0.9],
        AU4: [0.7, 0.2, 0.7],
        AU11: [0.8, 0.2, 0.6],
        AU15: [0.4, 0.2, 0.5],
        AU17: [0.4, 0.2, 0.6],
        AU25: [0.2, 0.1, 0.3],
        AU20: [0.15, 0.1, 0.3],
      },
    },
    {
      weight: 0.1,
      parts: {
        AU6: [0.9, 0.2, 0.6],
        AU15: [0.95, 0.3, 0.9],
        AU1: [0.5, 0.2, 0.7],
        AU4: [0.6, 0.2, 0.6],
        AU17: [0.5, 0.2, 0.7],
        AU7: [0.3, 0.1, 0.4],
      },
    },
  ],
  surprise: [
    {
      weight: 0.45,
      parts: {
        AU1: [0.97, 0.5, 1],
        AU2: [0.97, 0.5, 1],
        AU5: [0.75, 0.3, 1],
        AU25: [0.9, 0.2, 0.5],
        AU26: [0.9, 0.3, 0.8],
      },
    },
    {
      weight: 0.4,
      parts: {
        AU1: [0.97, 0.6, 1],
        AU2: [0.97, 0.6, 1],
        AU5: [0.8, 0.4, 1],
        AU25: [0.8, 0.2, 0.5],
        AU27: [0.95, 0.6, 1],
      },
    },
    {
      weight: 0.15,
      parts: {
        AU1: [0.9, 0.4, 1],
        AU2: [0.9, 0.4, 1],
        AU5: [0.6, 0.2, 0.8],
        AU25: [0.6, 0.1, 0.3],
        AU26: [0.2, 0.1, 0.3],
      },
    },
  ],
  contempt: [
    {
      weight: 0.5,
      oneSided: true,
      parts: {
        AU14: [1, 0.5, 1],
        AU12: [0.4, 0.1, 0.4],
        AU17: [0.2, 0.1, 0.4],
        AU24: [0.2, 0.1, 0.4],
      },
    },
    {
      weight: 0.35,
      oneSided: true,
      parts: { AU12: [0.9, 0.3, 0.7], AU14: [0.9, 0.4, 0.9], AU4: [0.15, 0.1, 0.4] },
    },
    { weight: 0.15, parts: { AU14: [1, 0.4, 0.9], AU24: [0.4, 0.2, 0.5], AU10: [0.2, 0.1, 0.3] } },
  ],
  neutral: [{ weight: 1, parts: {} }],
};

/** Intensity of each action unit on the subject's left and right side. */
export type Activation = ReadonlyMap<ActionUnit, readonly [left: number, right: number]>;

export interface DisplayOptions {
  /** Range of the factor on the whole display. */
  readonly strength?: readonly [number, number];
  /** Standard deviation of the factor between sides. */
  readonly asymmetry?: number;
  /** Which of the label's variants may be shown: all by their weights, or the first alone. Default: all. */
  readonly variants?: "all" | "first";
}

/**
 * One way to show `label`, drawn at random: a variant, the units that take part, their intensities and sides. Every
 * intensity lies in [0, 1].
 */
export function drawDisplay(
  random: Random,
  label: Label,
  options: DisplayOptions = {},
): Activation {
  const variants = DISPLAYS[label];
  return drawVariant(
    random,
    options.variants === "first" ? variants.slice(0, 1) : variants,
    options,
  );
}

/** The same of one's own list of variants. */
export function drawVariant(
  random: Random,
  variants: readonly DisplayVariant[],
  { strength = [0.35, 1.1], asymmetry = 0.15 }: DisplayOptions = {},
): Activation {
  const variant = pick(random, variants, ({ weight }) => weight);
  const whole = between(random, strength[0], strength[1]);
  const leftIsStrong = chance(random, 0.5);
  const activation = new Map<ActionUnit, readonly [number, number]>();
  for (const [unit, part] of Object.entries(variant.parts) as [ActionUnit, Part][]) {
    const takesPart = chance(random, part[0]);
    const intensity = between(random, part[1], part[2]) * whole;
    const sides = [gain(random, asymmetry), gain(random, asymmetry)];
    if (!takesPart) continue;
    const side = (isLeft: boolean) => {
      const share = variant.oneSided === true && isLeft !== leftIsStrong ? 0.2 : 1;
      return clamp(intensity * share * sides[isLeft ? 0 : 1]!, 0, 1);
    };
    activation.set(unit, [side(true), side(false)]);
  }
  return activation;
}
