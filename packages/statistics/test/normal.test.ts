/** Beside mpmath to 50 digits (reference/optimization.py). */
import { readFileSync } from "node:fs";
import { exp } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import {
  erf,
  erfc,
  inverseLogNormalCdf,
  logNormalCdf,
  logNormalMass,
  logNormalPdf,
  millsTail,
  normal,
  normalCdf,
  truncatedNormalQuantile,
} from "../src/index.ts";
import { worstError } from "./support/worst-error.ts";

type Pairs = readonly (readonly [number, number])[];
type Triples = readonly (readonly [number, number, number])[];
const golden = JSON.parse(
  readFileSync(new URL("./fixtures/normal.json", import.meta.url), "utf8"),
) as { erf: Pairs; erfc: Pairs; logCdf: Pairs; logMass: Triples };

const worst = (pairs: Pairs, f: (x: number) => number) =>
  worstError(
    pairs.map(([x]) => f(x)),
    pairs.map(([, y]) => y),
  );

describe("beside mpmath", () => {
  test("erf and erfc to a few ulp", () => {
    // 2.2e-16 is an ulp beside 1; erfc carries the error of an exp of up to -676.
    expect(worst(golden.erf, erf)).toBeLessThan(4.5e-16);
    expect(worst(golden.erfc, erfc)).toBeLessThan(1e-15);
  });

  test("the logarithm of the normal distribution function, from -1000 to 9", () => {
    // A few ulp of its parts; where Phi is near 1, ln Phi = -(1 - Phi) keeps its digits.
    expect(worst(golden.logCdf, logNormalCdf)).toBeLessThan(1e-14);
  });

  test("the mass of an interval, narrow, wide and far out", () => {
    const found = golden.logMass.map(([a, b]) => logNormalMass(a, b));
    // In a narrow interval in the tail two logarithms near 300 differ by 0.25: 1e-16 * 300 / 0.25, and less of ln 1e-137.
    expect(
      worstError(
        found,
        golden.logMass.map(([, , y]) => y),
      ),
    ).toBeLessThan(1e-13);
  });
});

test("the inverse of ln Phi gives x back", () => {
  for (const x of [-200, -38, -12, -5.1, -4.9, -2, -0.3, 0.2, 1, 2.3, 4, 7]) {
    const back = inverseLogNormalCdf(logNormalCdf(x));
    // At 7 ln Phi is -1.3e-12, known to 1e-15 of itself.
    expect(Math.abs(back - x)).toBeLessThan(1e-11 * Math.abs(x));
  }
});

test("a truncated normal's quantile cuts off its share of the mass, within the bounds", () => {
  for (const [a, b] of [
    [-1, 2],
    [-9, -3],
    [4, 40],
    [0, 0.001],
    [-0.5, 0.5],
  ] as const) {
    expect(truncatedNormalQuantile(0, a, b)).toBe(a);
    expect(truncatedNormalQuantile(1, a, b)).toBe(b);
    for (const q of [1e-9, 0.1, 0.5, 0.77, 0.999]) {
      const x = truncatedNormalQuantile(q, a, b);
      expect(x).toBeGreaterThan(a);
      expect(x).toBeLessThan(b);
      expect(exp(logNormalMass(a, x) - logNormalMass(a, b))).toBeCloseTo(q, 9);
    }
  }
  expect(normalCdf(0)).toBe(0.5);
});

test("Mills' ratio far out is what the two logarithms leave", () => {
  for (const t of [5, 7.5, 20, 300]) {
    const ratio = exp(logNormalCdf(-t) - logNormalPdf(t));
    // The logarithms are near -t^2 / 2: their difference loses that many ulp.
    expect(Math.abs(ratio * (t + millsTail(t)) - 1)).toBeLessThan(1e-15 * t * t);
  }
});

test("the distribution and its function agree to the error that each promises", () => {
  // Relative error of each below 1e-13 where the tails are above 1e-40.
  for (const x of [-13, -3, -0.5, 0, 1e-9, 1.25, 8, 13]) {
    expect(Math.abs(normal.lower(x) / normalCdf(x) - 1)).toBeLessThan(2e-13);
    expect(Math.abs(normal.upper(x) / normalCdf(-x) - 1)).toBeLessThan(2e-13);
  }
});
