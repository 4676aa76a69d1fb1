/** Tests of paired differences beside scipy's and statsmodels' (reference/statistical_tests.py). */
import { createRandom } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import {
  bayesianCorrelatedT,
  differences as differencesOf,
  leastWilcoxonP,
  pairedT,
  signFlip,
  tostPaired,
  wilcoxon,
} from "../src/index.ts";
import { ALTERNATIVES, golden } from "./golden.ts";

// Both sides work in float64 on some dozens of values: 1e-12 leaves room for rounding alone.
const DIGITS = 12;

describe.each(golden.paired)("differences (%#)", (expected) => {
  const { differences, ratio, margin, rho } = expected;

  test("paired t is scipy's", () => {
    const found = pairedT(differences);
    for (const key of ["t", "p", "low", "high"] as const) {
      expect(found[key]).toBeCloseTo(expected[key], DIGITS);
    }
    for (const alternative of ["greater", "less"] as const) {
      expect(pairedT(differences, { alternative }).p).toBeCloseTo(expected[alternative], DIGITS);
    }
  });

  test("Nadeau and Bengio's correction widens the error", () => {
    const found = pairedT(differences, { testTrainRatio: ratio });
    expect(found.t).toBeCloseTo(expected.correctedT, DIGITS);
    expect(found.p).toBeCloseTo(expected.correctedP, DIGITS);
    expect(found.low).toBeCloseTo(expected.correctedLow, DIGITS);
    expect(found.high).toBeCloseTo(expected.correctedHigh, DIGITS);
  });

  test("TOST is statsmodels', and its interval says the same", () => {
    const found = tostPaired(differences, margin);
    expect(found.p).toBeCloseTo(expected.tostP, DIGITS);
    expect(found.above.t).toBeCloseTo(expected.tostAbove[0]!, DIGITS);
    expect(found.above.p).toBeCloseTo(expected.tostAbove[1]!, DIGITS);
    expect(found.below.t).toBeCloseTo(expected.tostBelow[0]!, DIGITS);
    expect(found.below.p).toBeCloseTo(expected.tostBelow[1]!, DIGITS);
    const corrected = tostPaired(differences, margin, { testTrainRatio: ratio });
    expect(corrected.p).toBeCloseTo(expected.correctedTostP, DIGITS);
    for (const { equivalent, low, high } of [found, corrected]) {
      expect(equivalent).toBe(low >= -margin && high <= margin);
    }
  });

  test("the Bayesian correlated t test has the posterior's three masses", () => {
    const found = bayesianCorrelatedT(differences, margin, rho);
    for (const key of ["left", "rope", "right"] as const) {
      expect(found[key]).toBeCloseTo(expected[key], DIGITS);
    }
    expect(found.left + found.rope + found.right).toBeCloseTo(1, 14);
  });
});

describe.each(golden.wilcoxon)("signed ranks of $differences", ({ differences, ...expected }) => {
  test.each(ALTERNATIVES)("%s p values are scipy's", (alternative) => {
    const p = (options: object) => wilcoxon(differences, { alternative, ...options }).p;
    expect(p({ method: "exact" })).toBeCloseTo(expected.exact[alternative], DIGITS);
    const normal = { method: "normal", continuity: false };
    expect(p(normal)).toBeCloseTo(expected.normal[alternative], DIGITS);
    expect(p({ method: "normal" })).toBeCloseTo(expected.continuity[alternative], DIGITS);
    expect(p({ ...normal, zeros: "pratt" })).toBeCloseTo(expected.pratt[alternative], DIGITS);
  });
});

test("signed ranks: counts, sides, and what is said of them", () => {
  const found = wilcoxon([3, 0, -1, 2, 2]);
  // Ranks of 1, 2, 2, 3 are 1, 2.5, 2.5, 4, and only the 1 is negative.
  expect(found).toMatchObject({ positive: 9, negative: 1, n: 4, zeros: 1, method: "exact" });
  expect(found.rankBiserial).toBeCloseTo(0.8, 15);
  const many = Array.from({ length: 51 }, (_, i) => i - 20.5);
  expect(wilcoxon(many).method).toBe("normal");
});

test("FIELD: the least exact two-sided p of six differences is 0.031", () => {
  expect(wilcoxon([1, 2, 3, 4, 5, 6]).p).toBe(0.03125);
  expect(leastWilcoxonP(6)).toBe(0.03125);
  expect(leastWilcoxonP(1)).toBe(1);
});

describe("sign flips", () => {
  test.each(golden.signFlip)("all patterns give scipy's p (%#)", ({ differences, ...expected }) => {
    for (const alternative of ALTERNATIVES) {
      const found = signFlip(differences, createRandom(0), { alternative });
      expect(found.p).toBeCloseTo(expected[alternative], DIGITS);
      expect(found).toMatchObject({ method: "exact", patterns: 2 ** differences.length });
    }
  });

  test("random patterns come near, are never 0, and are the seed's own", () => {
    const { differences } = golden.signFlip.at(-1)!;
    const exact = signFlip(differences, createRandom(1)).p;
    const draw = () => signFlip(differences, createRandom(7), { exactUpTo: 0 });
    expect(draw()).toEqual(draw());
    expect(draw()).toMatchObject({ method: "random", patterns: 9999 });
    // Five standard deviations of 9999 draws.
    expect(Math.abs(draw().p - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 9999));
    const far = Array.from({ length: 40 }, (_, i) => 1 + i / 100);
    expect(signFlip(far, createRandom(2), { resamples: 99 }).p).toBe(0.01);
  });

  test("sums that rounding alone tells apart are equal", () => {
    const p = signFlip([0.1, 0.2, 0.3], createRandom(0)).p;
    // +++ and ---; without slack 0.1 + 0.2 + 0.3 in another order would miss one.
    expect(p).toBe(0.25);
    expect(signFlip([0, 0, 0], createRandom(0)).p).toBe(1);
  });
});

describe("what is undefined is NaN, with its count", () => {
  test("no differences, one, or all equal but for rounding", () => {
    for (const none of [[], [0.3], [0.2, 0.2, 0.2], [0.1 + 0.2, 0.3, 0.3]]) {
      expect(pairedT(none)).toMatchObject({ t: Number.NaN, p: Number.NaN, n: none.length });
      const tost = tostPaired(none, 1);
      expect(tost).toMatchObject({ p: Number.NaN, equivalent: false, n: none.length });
    }
    expect(wilcoxon([0, 0])).toMatchObject({
      p: Number.NaN,
      rankBiserial: Number.NaN,
      n: 0,
      zeros: 2,
    });
    expect(signFlip([], createRandom(0))).toMatchObject({ p: Number.NaN, n: 0 });
    const one = bayesianCorrelatedT([0.3], 0.1, 0.1);
    expect(one).toMatchObject({ left: Number.NaN, rope: Number.NaN, right: Number.NaN, n: 1 });
  });

  test("a posterior without a spread is a point", () => {
    const point = bayesianCorrelatedT([0.02, 0.02, 0.02], 0.05, 0.1);
    expect(point).toMatchObject({ left: 0, rope: 1, right: 0 });
    expect(bayesianCorrelatedT([0.2, 0.2], 0.05, 0.1).right).toBe(1);
  });
});

test.each([
  [() => pairedT([1, Number.NaN]), "pairedT: differences[1] must be finite, got NaN"],
  [
    () => pairedT([1], { testTrainRatio: -1 }),
    "pairedT: testTrainRatio must be finite and >= 0, got -1",
  ],
  [
    () => pairedT([1], { ratio: 1 } as object),
    "pairedT: has no key ratio, expected testTrainRatio, alternative, confidence",
  ],
  [() => pairedT([1], { confidence: 95 }), "pairedT: confidence must be in (0, 1), got 95"],
  [
    () => pairedT([1], { alternative: "more" as "less" }),
    "pairedT: alternative must be one of two-sided, greater, less, got more",
  ],
  [() => tostPaired([1, 2], 0), "tostPaired: margin must be in (0, Infinity), got 0"],
  [() => tostPaired([1, 2], 1, { alpha: 0.5 }), "tostPaired: alpha must be in (0, 0.5), got 0.5"],
  [
    () => bayesianCorrelatedT([1], -1, 0),
    "bayesianCorrelatedT: rope must be finite and >= 0, got -1",
  ],
  [() => bayesianCorrelatedT([1], 1, 1), "bayesianCorrelatedT: rho must be in [0, 1), got 1"],
  [
    () => wilcoxon(Array(51).fill(1), { method: "exact" }),
    "wilcoxon: method exact takes up to 50 differences that are not 0, got 51",
  ],
  [
    () => wilcoxon([1], { zeros: "split" as "drop" }),
    "wilcoxon: zeros must be one of drop, pratt, got split",
  ],
  [
    () => signFlip([1], createRandom(0), { exactUpTo: 21 }),
    "signFlip: exactUpTo must be <= 20, got 21",
  ],
  [() => differencesOf([1], []), "differences: b.length must be 1, got 0"],
])("refuses (%#)", (act, message) => {
  expect(act).toThrow(message);
});
