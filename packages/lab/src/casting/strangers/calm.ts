import type { ActionUnit } from "@mien/core";
import type { Random } from "@mien/core/math";
import type { UnitActivation } from "./activation.ts";
import { anyOf, bounded, uniform } from "./draws.ts";
import type { CalmPhoto } from "./scene.ts";

/** What a calm face does besides being at rest; movements are the kit's modes without side. */
export interface CalmFace {
  readonly units: UnitActivation;
  readonly movements: ReadonlyMap<string, readonly [left: number, right: number]>;
  readonly pitchDeg: number;
  readonly yawDeg: number;
}

type Pairs = readonly (readonly [string, number])[];

/** Mouths on the way through a word: closed, open, wide, round, between the teeth. */
export const MOUTHS: readonly Pairs[] = [
  [
    ["jawOpen", 0.03],
    ["mouthPress", 0.3],
  ],
  [
    ["jawOpen", 0.24],
    ["mouthLowerDown", 0.2],
  ],
  [
    ["jawOpen", 0.11],
    ["mouthStretch", 0.25],
    ["mouthUpperUp", 0.12],
    ["mouthLowerDown", 0.3],
  ],
  [
    ["jawOpen", 0.13],
    ["mouthFunnel", 0.35],
  ],
  [
    ["jawOpen", 0.05],
    ["mouthPucker", 0.5],
  ],
  [
    ["jawOpen", 0.05],
    ["mouthRollLower", 0.25],
    ["mouthUpperUp", 0.12],
  ],
];

/** What people's lips do while they wait. */
const WAITING_LIPS: readonly Pairs[] = [
  [["mouthPress", 0.35]],
  [
    ["jawOpen", 0.1],
    ["mouthLowerDown", 0.1],
  ],
  [["mouthPucker", 0.25]],
  [
    ["mouthRollLower", 0.3],
    ["mouthRollUpper", 0.2],
  ],
  [["mouthShrugLower", 0.25]],
  [["mouthLeft", 0.12]],
  [["mouthRight", 0.12]],
  [["mouthSmile", 0.14]],
  [["mouthFrown", 0.25]],
];

const level = (random: Random, value: number, side = 0.05) => {
  const lean = bounded(random, side, 0.3);
  return [value * (1 + lean), value * (1 - lean)] as const;
};

/** @returns the face of a calm photo in that manner */
export function drawCalmFace(random: Random, manner: CalmPhoto): CalmFace {
  const units = new Map<ActionUnit, readonly [number, number]>();
  const movements = new Map<string, readonly [number, number]>();
  const move = (pairs: Pairs, share: number) => {
    for (const [name, value] of pairs) movements.set(name, level(random, value * share));
  };
  let [pitchDeg, yawDeg] = [0, 0];
  const draw: Readonly<Record<CalmPhoto, () => void>> = {
    plain() {},
    again() {},
    lids() {
      units.set("AU43", level(random, uniform(random, 0.15, 0.5)));
    },
    brows() {
      const names = anyOf(random, [["AU1", "AU2"], ["AU2"], ["AU4"], ["AU1"]] as const);
      for (const unit of names) units.set(unit, level(random, uniform(random, 0.1, 0.3), 0.12));
    },
    lips() {
      move(anyOf(random, WAITING_LIPS), uniform(random, 0.6, 1.3));
    },
    down() {
      pitchDeg = uniform(random, 4, 16);
      move([["eyeLookDown", 1]], uniform(random, 0.4, 0.9));
    },
    turned() {
      yawDeg = anyOf(random, [-1, 1]) * uniform(random, 10, 26);
    },
    aside() {
      for (const [name, value] of gazeOf(random, uniform(random, 0.4, 0.9))) {
        movements.set(name, value);
      }
    },
    word() {
      move(anyOf(random, MOUTHS), uniform(random, 0.6, 1.3));
    },
  };
  draw[manner]();
  return { units, movements, pitchDeg, yawDeg };
}

/** A look to one side, a little up or down. */
function gazeOf(random: Random, amount: number): [string, readonly [number, number]][] {
  const toLeft = random.uniform() < 0.5;
  const lift = uniform(random, -0.3, 0.4);
  return [
    ["eyeLookOut", toLeft ? [amount, 0] : [0, amount]],
    ["eyeLookIn", toLeft ? [0, amount] : [amount, 0]],
    [lift > 0 ? "eyeLookUp" : "eyeLookDown", [Math.abs(lift), Math.abs(lift)]],
  ];
}
