import type { ActionUnit } from "../face/index.ts";
import { permutation, type Random } from "../math/index.ts";
import type { Activation } from "./display.ts";
import { between, chance, clamp, gain, pick } from "./draws.ts";

/** How far the mouth is open in a combination. */
export type MouthState = "shut" | "parted" | "wide";

type Choice = { readonly weight: number; readonly units: readonly ActionUnit[] };

const BROWS: readonly Choice[] = [
  { weight: 0.3, units: [] },
  { weight: 0.13, units: ["AU1"] },
  { weight: 0.1, units: ["AU2"] },
  { weight: 0.15, units: ["AU1", "AU2"] },
  { weight: 0.16, units: ["AU4"] },
  { weight: 0.08, units: ["AU1", "AU4"] },
  { weight: 0.08, units: ["AU1", "AU2", "AU4"] },
];
const LIDS: readonly Choice[] = [
  { weight: 0.42, units: [] },
  { weight: 0.18, units: ["AU5"] },
  { weight: 0.22, units: ["AU7"] },
  { weight: 0.1, units: ["AU43"] },
  { weight: 0.08, units: ["AU5", "AU7"] },
];
const MOUTHS: readonly { readonly weight: number; readonly state: MouthState }[] = [
  { weight: 0.5, state: "shut" },
  { weight: 0.28, state: "parted" },
  { weight: 0.22, state: "wide" },
];

/** What lips can do besides, in each state: how many at most, and which. */
const LIPS: Readonly<
  Record<MouthState, { readonly most: number; readonly units: readonly ActionUnit[] }>
> = {
  shut: {
    most: 3,
    units: ["AU10", "AU12", "AU14", "AU15", "AU17", "AU18", "AU20", "AU23", "AU24", "AU28"],
  },
  parted: { most: 2, units: ["AU10", "AU12", "AU14", "AU15", "AU16", "AU17", "AU20", "AU22"] },
  wide: { most: 2, units: ["AU10", "AU12", "AU15", "AU16", "AU20", "AU22"] },
};

/** Pairs that one mouth cannot do at once: lips forward and drawn apart, corners up and down. */
const AGAINST: readonly (readonly [ActionUnit, ActionUnit])[] = [
  ["AU12", "AU18"],
  ["AU12", "AU22"],
  ["AU12", "AU23"],
  ["AU14", "AU18"],
  ["AU18", "AU20"],
  ["AU20", "AU22"],
  ["AU20", "AU23"],
  ["AU18", "AU28"],
  ["AU23", "AU28"],
  ["AU24", "AU28"],
];

/**
 * Action units that mean nothing together: brows, lids, cheeks, nose and mouth each drawn by itself, the mouth shut, parted
 * or wide. From displays alone a network would learn that units come in expressions.
 */
export function drawCombination(random: Random): Activation {
  const { state } = pick(random, MOUTHS, ({ weight }) => weight);
  const chosen: ActionUnit[] = [
    ...pick(random, BROWS, ({ weight }) => weight).units,
    ...pick(random, LIDS, ({ weight }) => weight).units,
    ...(chance(random, 0.2) ? (["AU6"] as const) : []),
    ...(chance(random, 0.15) ? (["AU9"] as const) : []),
    ...(chance(random, 0.05) ? (["AU11"] as const) : []),
    ...opening(random, state),
    ...drawLips(random, state),
  ];
  const isOneSided = chance(random, 0.12);
  const weak = random.below(2);
  const activation = new Map<ActionUnit, readonly [number, number]>();
  for (const unit of chosen) {
    const intensity = between(random, 0.1, 1);
    const sides = [gain(random, 0.15), gain(random, 0.15)];
    const share = (side: number) => (isOneSided && side === weak && SIDED.includes(unit) ? 0.1 : 1);
    const at = (side: number) => clamp(intensity * share(side) * sides[side]!, 0, 1);
    activation.set(unit, [at(0), at(1)]);
  }
  return activation;
}

/** Units that one half of the face can do alone. */
const SIDED: readonly ActionUnit[] = ["AU2", "AU7", "AU10", "AU12", "AU14", "AU15", "AU20", "AU43"];

function opening(random: Random, state: MouthState): readonly ActionUnit[] {
  const drops = chance(random, 0.5);
  if (state === "shut") return [];
  if (state === "parted") return ["AU25"];
  return ["AU25", drops ? "AU26" : "AU27"];
}

function drawLips(random: Random, state: MouthState): readonly ActionUnit[] {
  const { most, units } = LIPS[state];
  const count = random.below(most + 1);
  const lips: ActionUnit[] = [];
  for (const i of permutation(random, units.length)) {
    const unit = units[i]!;
    const clashes = lips.some((other) =>
      AGAINST.some((p) => p.includes(unit) && p.includes(other)),
    );
    if (lips.length < count && !clashes) lips.push(unit);
  }
  return lips;
}
