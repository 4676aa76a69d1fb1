/** Effect sizes, power and corrections beside scipy's and statsmodels' (reference/statistical_tests.py). */
import { describe, expect, test } from "vitest";
import {
  benjaminiHochberg,
  cohenD,
  cohenDz,
  cohenF,
  detectableEffectAnova,
  detectableEffectT,
  differences,
  type EffectSize,
  hedgesCorrection,
  hedgesG,
  hedgesGz,
  holm,
  powerAnova,
  powerT,
  powerTost,
  sampleSizeAnova,
  sampleSizeT,
} from "../src/index.ts";
import { ALTERNATIVES, golden } from "./golden.ts";

// scipy's own noncentral t and F are within about 1e-11 of the limits of these sums; ours are held to mpmath elsewhere.
const DIGITS = 9;

const near = (found: EffectSize, [value, low, high]: readonly number[], scale = 1) => {
  expect(found.value).toBeCloseTo(value! * scale, DIGITS);
  expect(found.low).toBeCloseTo(low! * scale, DIGITS);
  expect(found.high).toBeCloseTo(high! * scale, DIGITS);
};

describe("effect sizes", () => {
  test.each(golden.effects)(
    "with the limits of scipy's noncentral t (%#)",
    ({ a, b, d, dz, j }) => {
      near(cohenD(a, b), d);
      near(hedgesG(a, b), d, j);
      const n = Math.min(a.length, b.length);
      const paired = differences(a.slice(0, n), b.slice(0, n));
      near(cohenDz(paired), dz);
      near(hedgesGz(paired), dz, hedgesCorrection(n - 1));
    },
  );

  test("Hedges' J of few degrees of freedom", () => {
    // Gamma(1) / (1 * Gamma(1/2)) and Gamma(3/2) / (sqrt(3/2) * Gamma(1)).
    expect(hedgesCorrection(2)).toBeCloseTo(1 / Math.sqrt(Math.PI), 14);
    expect(hedgesCorrection(3)).toBeCloseTo(Math.sqrt(Math.PI) / 2 / Math.sqrt(1.5), 14);
    expect(hedgesCorrection(1)).toBeNaN();
  });

  test("are NaN where nothing varies, or with one value", () => {
    const nan = { value: Number.NaN, low: Number.NaN, high: Number.NaN };
    expect(cohenD([1, 1], [2, 2])).toMatchObject({ ...nan, n: 4 });
    expect(cohenDz([0.5, 0.5, 0.5])).toMatchObject({ ...nan, n: 3 });
    expect(cohenDz([0.5])).toMatchObject({ ...nan, n: 1 });
    expect(hedgesGz([])).toMatchObject({ ...nan, n: 0 });
  });

  test("a huge effect has limits at once, continuous with those found by search", () => {
    // t = 9999 and 10001 with two degrees of freedom.
    const [searched, direct] = [9999, 10001].map((t) => {
      const spread = [-1, 0, 1].map((x) => x + t / Math.sqrt(3));
      return cohenDz(spread);
    });
    expect(direct!.low / searched!.low).toBeCloseTo(10001 / 9999, 6);
    expect(direct!.high / searched!.high).toBeCloseTo(10001 / 9999, 6);
    const away = cohenDz([-1e9, -1e9 - 1, -1e9 + 1]);
    expect(away.low).toBeLessThan(away.value);
    expect(away.high).toBeLessThan(0);
  });

  test("a wider confidence gives a wider interval about the same value", () => {
    const [wide, narrow] = [0.99, 0.9].map((confidence) => cohenDz([1, 2, 0, 3], { confidence }));
    expect(wide!.value).toBe(narrow!.value);
    expect(wide!.high - wide!.low).toBeGreaterThan(narrow!.high - narrow!.low);
  });
});

describe("power of t tests", () => {
  test.each(golden.power.t)("n $n, effect $effectSize as statsmodels", (row) => {
    for (const design of ["independent", "paired"] as const) {
      for (const alternative of ALTERNATIVES) {
        const found = powerT(design, row.n, row.effectSize, { alternative });
        expect(found).toBeCloseTo(row[alternative][design], DIGITS);
      }
    }
  });

  test.each(golden.power.detectable)("the least effect that n $n finds", (row) => {
    for (const design of ["independent", "paired"] as const) {
      expect(detectableEffectT(design, row.n, 0.8)).toBeCloseTo(row[design], DIGITS);
    }
  });

  test.each(golden.power.sampleSize)("the n that finds $effectSize", (row) => {
    for (const design of ["independent", "paired"] as const) {
      expect(sampleSizeT(design, row.effectSize, 0.8)).toBe(row[design]);
      expect(sampleSizeT(design, -row.effectSize, 0.8)).toBe(row[design]);
    }
  });

  test("FIELD: six a condition find d = 1.80 apart and d_z = 1.43 in pairs, at 80 %", () => {
    expect(detectableEffectT("independent", 6, 0.8).toFixed(2)).toBe("1.80");
    expect(detectableEffectT("paired", 6, 0.8).toFixed(2)).toBe("1.43");
  });

  test("more seeds on folds that share their subjects do not make up for few subjects", () => {
    const shared = { testTrainRatio: 1 / 9 };
    expect(powerT("paired", 10, 1, shared)).toBeLessThan(powerT("paired", 10, 1));
    expect(sampleSizeT("paired", 1.2, 0.8, shared)).toBeGreaterThan(
      sampleSizeT("paired", 1.2, 0.8),
    );
    // With any n the error stays above sqrt(1 / 9) deviations: half a deviation is too little for ever.
    expect(sampleSizeT("paired", 0.5, 0.8, shared)).toBe(Number.POSITIVE_INFINITY);
  });

  test("no effect is found as often as alpha says; less is greater's mirror", () => {
    expect(powerT("paired", 9, 0, { alpha: 0.01 })).toBeCloseTo(0.01, 13);
    const less = detectableEffectT("paired", 9, 0.7, { alternative: "less" });
    expect(less).toBe(-detectableEffectT("paired", 9, 0.7, { alternative: "greater" }));
  });
});

describe("power of analyses of variance", () => {
  test.each(golden.power.f)("%o", ({ power, n, effectSize, ...design }) => {
    expect(powerAnova(design, n, effectSize)).toBeCloseTo(power, DIGITS);
    expect(detectableEffectAnova(design, n, power)).toBeCloseTo(effectSize, DIGITS);
  });

  test("one way, as statsmodels", () => {
    const { groups, n, effectSize, power } = golden.power.oneWay;
    const design = { dfEffect: groups - 1, parameters: groups };
    expect(powerAnova(design, n, effectSize)).toBeCloseTo(power, DIGITS);
  });

  test("the n found is the least that is enough", () => {
    const design = { dfEffect: 1, parameters: 13 };
    const n = sampleSizeAnova(design, 0.2, 0.8);
    expect(powerAnova(design, n, 0.2)).toBeGreaterThanOrEqual(0.8);
    expect(powerAnova(design, n - 1, 0.2)).toBeLessThan(0.8);
  });

  test("Cohen's f of partial eta squared", () => {
    expect(cohenF(0.2)).toBe(0.5);
    expect(() => cohenF(1)).toThrow("cohenF: partialEtaSquared must be in [0, 1), got 1");
  });
});

describe("power of two one-sided tests", () => {
  test.each(golden.power.tost)("%o, integrated by scipy", ({ n, margin, power, ...options }) => {
    expect(powerTost(n, margin, options)).toBeCloseTo(power, 10);
  });

  test("no effect can be shown equivalent where the margin is too small", () => {
    expect(powerTost(6, 0.01)).toBeLessThan(1e-3);
    expect(powerTost(400, 1)).toBeCloseTo(1, 12);
  });
});

describe("many tests", () => {
  test.each(golden.adjusted)(
    "Holm and Benjamini-Hochberg as statsmodels (%#)",
    ({ p, ...expected }) => {
      // The same products of the same numbers, but for the order of two factors.
      holm(p).forEach((value, i) => {
        expect(value).toBeCloseTo(expected.holm[i]!, 15);
      });
      benjaminiHochberg(p).forEach((value, i) => {
        expect(value).toBeCloseTo(expected.bh[i]!, 15);
      });
    },
  );

  test("a p that is NaN stays so and is not counted", () => {
    expect([...holm([0.01, Number.NaN, 0.02])]).toEqual([0.02, Number.NaN, 0.02]);
    expect([...benjaminiHochberg([Number.NaN, 0.01, 0.02])]).toEqual([Number.NaN, 0.02, 0.02]);
    expect([...holm([])]).toEqual([]);
  });
});

test.each([
  [() => cohenD([1], [Number.NaN]), "cohenD: b[0] must be finite, got NaN"],
  [() => cohenDz([1], { level: 1 } as object), "cohenDz: has no key level, expected confidence"],
  [
    () => powerT("crossed" as "paired", 6, 1),
    "powerT: design must be one of paired, independent, got crossed",
  ],
  [() => powerT("paired", 1, 1), "powerT: n must be an integer >= 2, got 1"],
  [() => sampleSizeT("paired", 0, 0.8), "sampleSizeT: effectSize must be in (0, Infinity), got 0"],
  [
    () => detectableEffectT("paired", 6, 0.05),
    "detectableEffectT: power must be in (0.05, 1), got 0.05",
  ],
  [
    () => powerAnova({ dfEffect: 1, parameters: 13 }, 13, 1),
    "powerAnova: n must be an integer >= 14, got 13",
  ],
  [
    () => powerAnova({ dfEffect: 3, parameters: 3 }, 13, 1),
    "powerAnova: parameters must be an integer >= 4, got 3",
  ],
  [() => powerTost(6, 1, { effectSize: 1 }), "powerTost: effectSize must be in (-1, 1), got 1"],
  [
    () => powerT("independent", 6, 1, { testTrainRatio: 0.1 }),
    "powerT: testTrainRatio must be 0 in an independent design, got 0.1",
  ],
  [() => holm([0.5, 1.5]), "holm: p[1] must be in [0, 1] or NaN, got 1.5"],
])("refuses (%#)", (act, message) => {
  expect(act).toThrow(message);
});
