import type { ActionUnit, Label } from "@mien/core";
import type { Random } from "@mien/core/math";
import { STRANGER_DISPLAYS, STRAYS } from "./displays.ts";
import { anyOf, bounded, limit, lognormal, oneOf, uniform } from "./draws.ts";
import type { Strength } from "./scene.ts";

/** Intensities of action units, in [0, 1] from trace to E, of the subject's left and right. */
export type UnitActivation = ReadonlyMap<ActionUnit, readonly [left: number, right: number]>;

/** Shares of the full display that weak and strong ones reach. */
const REACH: Readonly<Record<Strength, readonly [number, number]>> = {
  weak: [0.3, 0.55],
  strong: [0.75, 1.15],
};

/** One way of a label's, as this person shows it this time: with strays, and one side a little ahead of the other. */
export function drawActivation(random: Random, label: Label, strength: Strength): UnitActivation {
  const activation = new Map<ActionUnit, readonly [number, number]>();
  if (label === "neutral") return activation;
  const display = oneOf(
    random,
    STRANGER_DISPLAYS[label].map((one) => [one.weight, one] as const),
  );
  const reach = uniform(random, ...REACH[strength]);
  const lean = display.unilateral === true ? anyOf(random, [-1, 1]) : drawLean(random);
  const other = display.unilateral === true ? uniform(random, 0, 0.25) : 1;
  for (const [unit, share] of Object.entries(display.units) as [
    ActionUnit,
    number | readonly [number, number],
  ][]) {
    const [intensity, probability] = typeof share === "number" ? [share, 1] : share;
    if (random.uniform() >= probability) continue;
    const level = intensity * reach * lognormal(random, 0.22);
    activation.set(
      unit,
      display.unilateral === true ? oneSide(level, lean, other) : sides(random, level, lean),
    );
  }
  if (random.uniform() < 0.22) addStray(random, activation);
  return activation;
}

/** How far one side leads: mostly little, now and then by much. */
function drawLean(random: Random): number {
  const sd = random.uniform() < 0.1 ? 0.35 : 0.07;
  return bounded(random, sd, 0.6);
}

function sides(random: Random, level: number, lean: number): readonly [number, number] {
  const own = lean + bounded(random, 0.06, 0.15);
  return [limit(level * (1 + own), 0, 1), limit(level * (1 - own), 0, 1)];
}

const oneSide = (level: number, lean: number, other: number): readonly [number, number] => {
  const full = limit(level, 0, 1);
  return lean < 0 ? [full, other * full] : [other * full, full];
};

function addStray(random: Random, activation: Map<ActionUnit, readonly [number, number]>): void {
  const unit = oneOf(random, STRAYS);
  if (activation.has(unit)) return;
  activation.set(unit, sides(random, uniform(random, 0.12, 0.35), drawLean(random)));
}
