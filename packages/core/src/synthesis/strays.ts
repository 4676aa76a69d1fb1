import type { ActionUnit } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { Activation } from "./display.ts";
import { between, chance, clamp, gain } from "./draws.ts";

/** Units that people show beside an expression, though they are no part of it. */
export const STRAY_UNITS: readonly ActionUnit[] = [
  "AU1",
  "AU2",
  "AU4",
  "AU5",
  "AU7",
  "AU10",
  "AU12",
  "AU14",
  "AU15",
  "AU17",
  "AU20",
  "AU24",
  "AU25",
  "AU26",
  "AU43",
];

/** Units that part the lips: where one takes part they are meant to be open. */
export const PARTING_UNITS: readonly ActionUnit[] = ["AU16", "AU22", "AU25", "AU26", "AU27"];

export interface StrayOptions {
  /** Of each unit. */
  readonly probability?: number;
  /** [least, greatest] */
  readonly intensity?: readonly [number, number];
}

/**
 * Units that stray into a display, each by chance, with its intensity, less into weak ones; none that the display has itself,
 * and no pressed lips where it parts them.
 */
export function drawStrays(
  random: Random,
  display: Activation,
  { probability = 0.12, intensity: [least, most] = [0.1, 0.35] }: StrayOptions = {},
): Activation {
  const strays = new Map<ActionUnit, readonly [number, number]>();
  // What is shown weakly must still be what is shown.
  const share = clamp(Math.max(0, ...[...display.values()].flat()) / 0.7, 0.4, 1);
  const parts = PARTING_UNITS.some((unit) => display.has(unit));
  for (const unit of STRAY_UNITS) {
    const takesPart = chance(random, probability);
    const intensity = share * between(random, least, most);
    const sides = [gain(random, 0.15), gain(random, 0.15)] as const;
    const fits = !display.has(unit) && !(unit === "AU24" && parts);
    if (!takesPart || !fits) continue;
    strays.set(unit, [clamp(intensity * sides[0], 0, 1), clamp(intensity * sides[1], 0, 1)]);
  }
  return strays;
}
