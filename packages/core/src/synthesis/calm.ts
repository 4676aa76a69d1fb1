import type { ActionUnit } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { Activation } from "./display.ts";
import { between, chance, gain, pick } from "./draws.ts";

/** What a calm face does, which is not nothing. */
export interface CalmFace {
  /** Slack or tense lids, lips and brows, all weak. */
  readonly activation: Activation;
  /** Share of the eyes' range that they look down, 0 for most. */
  readonly gazeDown: number;
  /** Turn of the head downwards that goes with it. */
  readonly pitchDeg: number;
}

type Habit = {
  readonly weight: number;
  readonly parts: readonly (readonly [ActionUnit, number, number])[];
};

/** Each region's habits with [unit, least, greatest intensity]. */
const REGIONS: readonly {
  readonly probability: number;
  readonly habits: readonly Habit[];
}[] = [
  {
    probability: 0.45,
    habits: [
      { weight: 0.35, parts: [["AU43", 0.08, 0.4]] },
      { weight: 0.35, parts: [["AU7", 0.06, 0.35]] },
      { weight: 0.3, parts: [["AU5", 0.05, 0.25]] },
    ],
  },
  {
    probability: 0.5,
    habits: [
      { weight: 0.25, parts: [["AU25", 0.08, 0.4]] },
      {
        weight: 0.15,
        parts: [
          ["AU25", 0.1, 0.3],
          ["AU26", 0.06, 0.3],
        ],
      },
      { weight: 0.2, parts: [["AU24", 0.08, 0.35]] },
      { weight: 0.08, parts: [["AU23", 0.06, 0.25]] },
      { weight: 0.1, parts: [["AU17", 0.06, 0.25]] },
      { weight: 0.08, parts: [["AU15", 0.05, 0.2]] },
      { weight: 0.08, parts: [["AU12", 0.04, 0.15]] },
      { weight: 0.06, parts: [["AU14", 0.05, 0.2]] },
    ],
  },
  {
    probability: 0.4,
    habits: [
      {
        weight: 0.4,
        parts: [
          ["AU1", 0.05, 0.3],
          ["AU2", 0.05, 0.3],
        ],
      },
      { weight: 0.15, parts: [["AU1", 0.05, 0.25]] },
      { weight: 0.45, parts: [["AU4", 0.05, 0.25]] },
    ],
  },
];

/** A calm face, drawn at random: each region by chance, and one in eight looks down. */
export function drawCalm(random: Random): CalmFace {
  const activation = new Map<ActionUnit, readonly [number, number]>();
  for (const { probability, habits } of REGIONS) {
    const takesPart = chance(random, probability);
    const { parts } = pick(random, habits, ({ weight }) => weight);
    for (const [unit, least, most] of parts) {
      const intensity = between(random, least, most);
      const sides = [intensity * gain(random, 0.15), intensity * gain(random, 0.15)] as const;
      if (takesPart) activation.set(unit, sides);
    }
  }
  const looksDown = chance(random, 0.125);
  const gazeDown = between(random, 0.3, 0.9);
  const pitchDeg = between(random, 2, 12);
  return {
    activation,
    gazeDown: looksDown ? gazeDown : 0,
    pitchDeg: looksDown ? pitchDeg : 0,
  };
}
