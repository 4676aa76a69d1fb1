import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fitPlatt, fitTemperature } from "../../src/recognition/index.ts";

interface Golden {
  readonly platt: readonly {
    readonly name: string;
    readonly scores: readonly number[];
    readonly truth: readonly number[];
    readonly platt: { readonly slope: number; readonly intercept: number };
    readonly temperature: { readonly slope: number };
  }[];
  readonly scikit: {
    readonly scores: readonly number[];
    readonly truth: readonly number[];
    readonly slope: number;
    readonly intercept: number;
  };
  readonly temperature: readonly {
    readonly logits: readonly (readonly number[])[];
    readonly classes: readonly number[];
    readonly temperature: number;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../fixtures/recognition/calibration.json", import.meta.url), "utf8"),
);

describe("Platt scaling is scipy's minimum of the same objective", () => {
  for (const { name, scores, truth, platt, temperature } of golden.platt) {
    // Newton stops when a step gains less than 1e-12 of the cost, which is flat there: half the digits.
    test(`both numbers: ${name}`, () => {
      const found = fitPlatt(scores, truth);
      expect(found.slope).toBeCloseTo(platt.slope, 5);
      expect(found.intercept).toBeCloseTo(platt.intercept, 5);
    });

    test(`slope alone: ${name}`, () => {
      const found = fitPlatt(scores, truth, "temperature");
      expect(found.slope).toBeCloseTo(temperature.slope, 5);
      expect(found.intercept).toBe(0);
    });
  }
});

test("on many items it is scikit-learn's, whose slope has no prior", () => {
  const { scores, truth, slope, intercept } = golden.scikit;
  const found = fitPlatt(scores, truth);
  // The prior's pull: (1.4 - 1) / 4 against a curvature of some 600, 2e-4.
  expect(Math.abs(found.slope - slope)).toBeLessThan(5e-4);
  expect(Math.abs(found.intercept - intercept)).toBeLessThan(5e-4);
});

test("none, and no item at all, leave the scores as they are", () => {
  expect(fitPlatt([1, 2], [0, 1], "none")).toEqual({ slope: 1, intercept: 0 });
  expect(fitPlatt([], [])).toEqual({ slope: 1, intercept: 0 });
});

describe("the distribution's temperature is scipy's", () => {
  test.each(golden.temperature)("$temperature", ({ logits, classes, temperature }) => {
    const found = fitTemperature(Float64Array.from(logits.flat()), classes, 6);
    // Golden section ends at 1e-6 of ln T.
    expect(Math.abs(found / temperature - 1)).toBeLessThan(2e-6);
  });

  test("stays in [0.1, 10] where the classes are told apart, or wrongly", () => {
    const logits = Float64Array.of(3, 0, 0, 0, 3, 0);
    expect(fitTemperature(logits, [0, 1], 3)).toBeCloseTo(0.1, 5);
    expect(fitTemperature(logits, [2, 2], 3)).toBeCloseTo(10, 4);
    expect(fitTemperature(new Float64Array(0), [], 3)).toBe(1);
  });
});
