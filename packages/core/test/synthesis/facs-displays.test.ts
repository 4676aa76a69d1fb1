import { describe, expect, test } from "vitest";
import { type ActionUnit, EXPRESSIONS, LABELS } from "../../src/face/index.ts";
import { createRandom } from "../../src/math/index.ts";
import {
  type Activation,
  drawCombination,
  drawStrays,
  drawVariant,
  ENACTED_UNITS,
  FACS_DISPLAYS,
  FACS_UNITS,
  FACS_UNITS_OTHERWISE,
  REACHING_MOVEMENTS,
  STRAY_UNITS,
} from "../../src/synthesis/index.ts";

const draws = <T>(count: number, draw: (seed: number) => T): T[] =>
  Array.from({ length: count }, (_, seed) => draw(seed));

/** Share of displays for which a claim is true. */
const share = (displays: readonly Activation[], claim: (display: Activation) => boolean) =>
  displays.filter(claim).length / displays.length;

const has =
  (...units: ActionUnit[]) =>
  (display: Activation) =>
    units.every((unit) => display.has(unit));

describe("displays after FACS", () => {
  const shown = Object.fromEntries(
    LABELS.map((label) => [
      label,
      draws(600, (seed) => drawVariant(createRandom(seed), FACS_DISPLAYS[label])),
    ]),
  ) as Record<(typeof LABELS)[number], Activation[]>;

  test("close disgust's lips about as often as they part them, always with 9 or 10", () => {
    const { disgust } = shown;
    expect(share(disgust, (d) => d.has("AU9") || d.has("AU10"))).toBe(1);
    expect(share(disgust, has("AU17"))).toBeGreaterThan(0.35);
    expect(share(disgust, has("AU25"))).toBeGreaterThan(0.3);
  });

  test("lower sadness's brows without raising them, raise its cheeks and lower its lids, in some", () => {
    const { sadness } = shown;
    expect(share(sadness, (d) => d.has("AU4") && !d.has("AU1"))).toBeGreaterThan(0.1);
    expect(share(sadness, has("AU6", "AU15"))).toBeGreaterThan(0.08);
    expect(share(sadness, has("AU43"))).toBeGreaterThan(0.1);
    expect(share(sadness, (d) => d.has("AU11") || d.has("AU15") || d.has("AU17"))).toBeGreaterThan(
      0.95,
    );
  });

  test("show anger with lips pressed, parted and wide, and fear with drawn brows and an open mouth", () => {
    const { anger, fear } = shown;
    expect(share(anger, (d) => d.has("AU23") || d.has("AU24"))).toBeGreaterThan(0.4);
    expect(share(anger, has("AU25"))).toBeGreaterThan(0.25);
    expect(share(anger, has("AU27"))).toBeGreaterThan(0.05);
    expect(share(fear, has("AU1", "AU4", "AU5"))).toBeGreaterThan(0.7);
    expect(share(fear, (d) => d.has("AU26") || d.has("AU27"))).toBeGreaterThan(0.4);
  });

  test("every unit of theirs is known to scripts and moves something in both rigs", () => {
    const units = LABELS.flatMap((label) =>
      FACS_DISPLAYS[label].flatMap(({ parts }) => Object.keys(parts) as ActionUnit[]),
    );
    for (const unit of new Set([...units, ...STRAY_UNITS, ...ENACTED_UNITS])) {
      expect(ENACTED_UNITS).toContain(unit);
      for (const rig of [FACS_UNITS, FACS_UNITS_OTHERWISE]) {
        expect(Math.max(0, ...Object.values(rig[unit] ?? {})), unit).toBeGreaterThan(0);
      }
    }
    const movements = Object.values(FACS_UNITS).flatMap((modes) => Object.keys(modes));
    expect(REACHING_MOVEMENTS.filter((movement) => !movements.includes(movement))).toEqual([]);
  });
});

describe("strays", () => {
  test("are as frequent and as weak as asked for, and never what the display has", () => {
    const display: Activation = new Map([["AU12", [0.9, 0.9]]]);
    const strays = draws(2000, (seed) => drawStrays(createRandom(seed), display));
    expect(strays.filter((one) => one.has("AU12"))).toEqual([]);
    for (const unit of STRAY_UNITS.filter((u) => u !== "AU12")) {
      const rate = share(strays, has(unit));
      // 0.12 of 2000: standard deviation 0.0073.
      expect(Math.abs(rate - 0.12), unit).toBeLessThan(0.03);
    }
    const levels = strays.flatMap((one) => [...one.values()].flat());
    expect(Math.min(...levels)).toBeGreaterThan(0.1 * Math.exp(-0.7));
    expect(Math.max(...levels)).toBeLessThan(0.35 * Math.exp(0.7));
  });

  test("are weaker in a weak display, and press no lips that it parts", () => {
    const options = { probability: 1 };
    const strays = (level: number) =>
      drawStrays(createRandom(5), new Map([["AU25", [level, level]]]), options);
    const [weak, strong] = [strays(0.1), strays(1)];
    expect(strong.has("AU24")).toBe(false);
    expect(strong.size).toBe(STRAY_UNITS.length - 2);
    for (const [unit, [left]] of strong) {
      expect(weak.get(unit)![0]).toBeCloseTo(0.4 * left, 12);
    }
  });
});

describe("action units at random", () => {
  const drawn = draws(3000, (seed) => drawCombination(createRandom(seed)));

  test("hold every unit often enough to be learnt, with lips shut, parted and wide", () => {
    for (const unit of ENACTED_UNITS) {
      expect(share(drawn, has(unit)), unit).toBeGreaterThan(unit === "AU11" ? 0.03 : 0.05);
    }
    const wide = share(drawn, (d) => d.has("AU26") || d.has("AU27"));
    expect(wide).toBeGreaterThan(0.15);
    expect(share(drawn, has("AU25")) - wide).toBeGreaterThan(0.2);
    expect(share(drawn, (d) => d.has("AU24") && d.has("AU25"))).toBe(0);
  });

  test("do not come as expressions do: a smile says nothing of the cheeks, a brow nothing of the lids", () => {
    const given = (a: ActionUnit, b: ActionUnit) => share(drawn.filter(has(a)), has(b));
    expect(Math.abs(given("AU12", "AU6") - share(drawn, has("AU6")))).toBeLessThan(0.08);
    expect(Math.abs(given("AU4", "AU7") - share(drawn, has("AU7")))).toBeLessThan(0.08);
    expect(Math.abs(given("AU1", "AU5") - share(drawn, has("AU5")))).toBeLessThan(0.08);
  });

  test("are one-sided now and then", () => {
    const uneven = share(drawn, (d) =>
      [...d.values()].some(([l, r]) => Math.min(l, r) < 0.3 * Math.max(l, r)),
    );
    expect(uneven).toBeGreaterThan(0.04);
    expect(uneven).toBeLessThan(0.15);
  });
});

test("the six expressions each have at least three variants, whose weights are whole", () => {
  for (const label of EXPRESSIONS) {
    const weights = FACS_DISPLAYS[label].map(({ weight }) => weight);
    expect(weights.length, label).toBeGreaterThanOrEqual(3);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  }
});
