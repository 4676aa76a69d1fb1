import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTION_UNITS, type ActionUnit, LABELS } from "../../src/face/index.ts";
import { createRandom } from "../../src/math/index.ts";
import {
  createRig,
  DISPLAYS,
  DISTRACTIONS,
  drawDisplay,
  drawVariant,
  UNIT_MODES,
} from "../../src/synthesis/index.ts";

const expressions = [...new Set(Object.values(UNIT_MODES).flatMap((m) => Object.keys(m)))].flatMap(
  (name) =>
    /^(jaw|mouth(Shrug|Roll|Pucker|Funnel))/.test(name) ? [name] : [`${name}_L`, `${name}_R`],
);

describe("displays and rig", () => {
  test("every unit that an expression is shown with moves something", () => {
    const units = [...Object.values(DISPLAYS), DISTRACTIONS].flatMap((d) =>
      d.flatMap(({ parts }) => Object.keys(parts)),
    );
    for (const unit of new Set(units)) {
      expect(Object.keys(ACTION_UNITS)).toContain(unit);
      const rig = createRig({ expressions });
      const weights = new Float64Array(rig.modes);
      rig.addUnit(unit as ActionUnit, 1, 1, new Float64Array(rig.modes).fill(1), weights);
      expect(Math.max(...weights), unit).toBeGreaterThan(0);
    }
  });

  test("a unit on the left moves modes of the left, and whole ones by half", () => {
    const rig = createRig({ expressions });
    const gains = new Float64Array(rig.modes).fill(1);
    const weights = new Float64Array(rig.modes);
    rig.addUnit("AU12", 1, 0, gains, weights);
    rig.addUnit("AU26", 1, 0, gains, weights);
    const moved = expressions.filter((_, m) => weights[m]! > 0);
    expect(moved).toEqual(expect.arrayContaining(["mouthSmile_L", "jawOpen"]));
    expect(moved).toHaveLength(2);
    expect(weights[expressions.indexOf("jawOpen")]).toBe(0.25);
  });

  test("intensities lie in [0, 1]; happiness pulls the corners, surprise raises the brows", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...LABELS), (seed, label) => {
        const display = drawDisplay(createRandom(seed), label);
        for (const level of [...display.values()].flat()) {
          expect(level >= 0 && level <= 1).toBe(true);
        }
        if (label === "happiness") expect(display.has("AU12")).toBe(true);
        if (label === "neutral") expect(display.size).toBe(0);
      }),
    );
  });

  test("contempt is shown on one side for the most part", () => {
    const shares = Array.from({ length: 200 }, (_, seed) => {
      const [left, right] = drawDisplay(createRandom(seed), "contempt").get("AU14") ?? [1, 1];
      return Math.min(left, right) / Math.max(left, right);
    });
    expect(shares.filter((share) => share < 0.5).length).toBeGreaterThan(120);
  });

  test("a brow that is raised or lowered for nothing stays below an expression's", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 400; seed++) {
      const display = drawVariant(createRandom(seed), DISTRACTIONS, { strength: [1, 1] });
      for (const unit of display.keys()) seen.add(unit);
      for (const unit of ["AU1", "AU2", "AU4"] as const) {
        // 0.5, and what the sides differ by: e^(0.15 x) with |x| below 4.
        expect(Math.max(0, ...(display.get(unit) ?? []))).toBeLessThan(0.5 * Math.exp(0.6));
      }
      expect(display.has("AU12") || display.has("AU9") || display.has("AU15")).toBe(false);
    }
    expect(seen.size).toBe(new Set(DISTRACTIONS.flatMap(({ parts }) => Object.keys(parts))).size);
  });

  test("a kit without the modes of a unit is refused", () => {
    expect(() => createRig({ expressions: ["jawOpen"] })).toThrow(
      /^face kit: AU1 needs one of the modes browInnerUp, browOuterUp, got none/,
    );
  });
});
