import type { ActionUnit } from "@mien/core";
import type { Random } from "@mien/core/math";
import type { UnitActivation } from "./activation.ts";
import { anyOf, bounded, limit, oneOf, uniform } from "./draws.ts";
import type { JudgedUnit } from "./units.ts";

/** Choices that faces can make at once, one of each list: units of one list hinder each other. */
const CHOICES: readonly (readonly (readonly [weight: number, readonly JudgedUnit[]])[])[] = [
  [
    [54, []],
    [9, ["AU1"]],
    [7, ["AU2"]],
    [9, ["AU1", "AU2"]],
    [11, ["AU4"]],
    [6, ["AU1", "AU4"]],
    [4, ["AU1", "AU2", "AU4"]],
  ],
  [
    [56, []],
    [15, ["AU5"]],
    [14, ["AU7"]],
    [15, ["AU43"]],
  ],
  [
    [72, []],
    [14, ["AU6"]],
    [14, ["AU9"]],
  ],
  [
    [85, []],
    [15, ["AU10"]],
  ],
  [
    [40, []],
    [15, ["AU12"]],
    [13, ["AU14"]],
    [14, ["AU15"]],
    [14, ["AU20"]],
    [4, ["AU12", "AU14"]],
  ],
  [
    [84, []],
    [16, ["AU17"]],
  ],
  [
    [38, []],
    [12, ["AU23"]],
    [12, ["AU24"]],
    [12, ["AU25"]],
    [13, ["AU25", "AU26"]],
    [11, ["AU25", "AU27"]],
    [2, ["AU23", "AU25"]],
  ],
];

/** Units that one side can show alone. */
const ONE_SIDED: ReadonlySet<ActionUnit> = new Set([
  "AU2",
  "AU7",
  "AU9",
  "AU10",
  "AU12",
  "AU14",
  "AU15",
  "AU20",
  "AU43",
]);

/**
 * Any units together that a face can show together, whatever they would mean: each on about an eighth of the photos, at any
 * intensity above a trace, and one in six of those that can be is one-sided.
 */
export function drawCombination(random: Random): UnitActivation {
  const chosen = CHOICES.flatMap((choices) => oneOf(random, choices));
  const activation = new Map<ActionUnit, readonly [number, number]>();
  for (const unit of chosen) {
    const level = uniform(random, 0.2, 1);
    const lean = bounded(random, 0.08, 0.2);
    const isOneSided = ONE_SIDED.has(unit) && random.uniform() < 1 / 6;
    const weaker = isOneSided ? uniform(random, 0, 0.2) : 1;
    const [left, right] = anyOf(random, [
      [1, weaker],
      [weaker, 1],
    ] as const);
    activation.set(unit, [
      limit(level * left * (1 + lean), 0, 1),
      limit(level * right * (1 - lean), 0, 1),
    ]);
  }
  return activation;
}
