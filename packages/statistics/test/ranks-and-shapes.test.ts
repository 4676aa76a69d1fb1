/** Friedman, Nemenyi, Shapiro-Wilk, Brown-Forsythe and BCa beside scipy's (reference/statistical_tests.py). */
import { createRandom } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import { bcaLimits } from "../src/bootstrap-bca.ts";
import {
  bootstrapBca,
  brownForsythe,
  friedman,
  nemenyi,
  normal,
  shapiroWilk,
} from "../src/index.ts";
import { golden } from "./golden.ts";

describe("Friedman and Nemenyi", () => {
  test.each(golden.friedman)("as scipy (%#)", ({ rows, ...expected }) => {
    const found = friedman(rows);
    expect(found.chiSquared).toBeCloseTo(expected.chiSquared, 11);
    expect(found.p).toBeCloseTo(expected.p, 13);
    found.averageRanks.forEach((rank, i) => {
      expect(rank).toBeCloseTo(expected.ranks[i]!, 13);
    });
    // scipy integrates its studentized range to about 1e-9 only.
    const pairs = nemenyi(rows);
    expect(pairs.criticalDifference).toBeCloseTo(expected.criticalDifference, 7);
    pairs.p.forEach((row, i) => {
      row.forEach((p, j) => {
        expect(p).toBeCloseTo(expected.pairs[i]![j]!, 7);
      });
    });
  });

  test.each([
    [2, 1.96],
    [3, 2.343],
    [4, 2.569],
    [5, 2.728],
    [10, 3.164],
  ])("q of %i treatments is in Demsar's table, %f", (k, q) => {
    const rows = [Array.from({ length: k }, (_, i) => i)];
    const { criticalDifference } = nemenyi(rows);
    // Some entries are rounded and some cut (2.3437 stands as 2.343): within one of the last digit.
    expect(Math.abs(criticalDifference / Math.sqrt((k * (k + 1)) / 6) - q)).toBeLessThan(0.001);
  });

  test("groups are the longest runs without a difference", () => {
    // Ranks 1, 2, 3, 4 in every one of n blocks: CD = 2.569 sqrt(20 / (6 n)) is 1.48 for 10 blocks, 0.86 for 30.
    const blocks = (n: number) => nemenyi(Array(n).fill([4, 3, 2, 1])).groups;
    expect(blocks(10)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(blocks(30)).toEqual([]);
    expect(blocks(2)).toEqual([[0, 1, 2, 3]]);
    expect(nemenyi(Array(10).fill([4, 3, 2, 1]), { best: "low" }).groups[0]).toEqual([3, 2]);
  });

  test("agreement in every block: W is 1, and F has no end", () => {
    const found = friedman(Array(4).fill([3, 2, 1]));
    expect(found).toMatchObject({ kendallW: 1, f: Number.POSITIVE_INFINITY, pOfF: 0 });
    expect(found.averageRanks).toEqual([1, 2, 3]);
    expect(friedman(Array(4).fill([3, 2, 1]), "low").averageRanks).toEqual([3, 2, 1]);
  });

  test("Iman and Davenport's F, by hand", () => {
    const { chiSquared, f, n } = friedman([
      [1, 2, 3],
      [1, 3, 2],
      [1, 2, 3],
      [2, 1, 3],
    ]);
    expect(chiSquared).toBeCloseTo(4.5, 13);
    expect(f).toBeCloseTo(((n - 1) * 4.5) / (n * 2 - 4.5), 13);
  });

  test("only ties give NaN", () => {
    const nan = { chiSquared: Number.NaN, p: Number.NaN, f: Number.NaN, pOfF: Number.NaN, n: 2 };
    expect(
      friedman([
        [1, 1],
        [2, 2],
      ]),
    ).toMatchObject(nan);
  });
});

describe("Shapiro and Wilk", () => {
  test.each(golden.shapiro)("W and p are scipy's (%#)", ({ values, w, p }) => {
    const found = shapiroWilk(values);
    // scipy's normal quantiles in the weights (AS 111) are good to 1e-9 or so, and p is steep in W where W is near 1.
    expect(found.w).toBeCloseTo(w, 8);
    expect(Math.abs(found.p - p)).toBeLessThan(1e-6);
  });

  test("is NaN for two values or equal ones", () => {
    expect(shapiroWilk([1, 2])).toEqual({ w: Number.NaN, p: Number.NaN, n: 2 });
    expect(shapiroWilk([3, 3, 3, 3])).toEqual({ w: Number.NaN, p: Number.NaN, n: 4 });
  });
});

describe("Brown and Forsythe", () => {
  test.each(golden.brownForsythe)("F and p are scipy's (%#)", ({ groups, f, p }) => {
    const found = brownForsythe(groups);
    expect(found.f).toBeCloseTo(f, 12);
    expect(found.p).toBeCloseTo(p, 13);
  });

  test("is NaN where no deviation varies", () => {
    const found = brownForsythe([
      [1, 1, 1],
      [2, 2],
    ]);
    expect(found).toMatchObject({ f: Number.NaN, p: Number.NaN, n: 5, dfBetween: 1, dfWithin: 3 });
  });
});

describe("BCa bootstrap", () => {
  test.each(golden.bca)("limits of the same resamples are scipy's (%#)", (expected) => {
    const { value, replicates, without, confidence } = expected;
    const [low, high] = bcaLimits(value, replicates, without, confidence);
    expect(low).toBeCloseTo(expected.low, 11);
    expect(high).toBeCloseTo(expected.high, 11);
  });

  const mean = (values: readonly number[]) => (items: Int32Array) =>
    items.reduce((sum, i) => sum + values[i]!, 0) / items.length;

  test("items of one subject come and go together, and the same seed gives the same", () => {
    const values = Array.from({ length: 100 }, (_, i) => [0, 1, 2, 7, 3][i % 5]!);
    const run = (subject: (i: number) => string) =>
      bootstrapBca(
        values.map((_, i) => subject(i)),
        mean(values),
        createRandom(3),
      );
    const [grouped, apart] = [run((i) => `S${i % 5}`), run(String)];
    expect(grouped.high - grouped.low).toBeGreaterThan(3 * (apart.high - apart.low));
    expect(run(String)).toEqual(apart);
    expect(apart).toMatchObject({ defined: 2000, resamples: 2000, confidence: 0.95 });
    expect(apart.value).toBeCloseTo(2.6, 14);
  });

  test("of a skewed statistic reaches further on the long side than percentiles do", () => {
    const values = Array.from({ length: 20 }, (_, i) => -Math.log(1 - (i + 0.5) / 20));
    const { value, low, high } = bootstrapBca(values.map(String), mean(values), createRandom(5));
    expect(high - value).toBeGreaterThan(1.2 * (value - low));
  });

  test("a statistic that never varies is a point; one undefined has no interval", () => {
    const subjects = ["a", "b", "c"];
    const point = bootstrapBca(subjects, () => 4, createRandom(1), { resamples: 9 });
    expect(point).toMatchObject({ value: 4, low: 4, high: 4, defined: 9 });
    const none = bootstrapBca(subjects, () => Number.NaN, createRandom(1), { resamples: 9 });
    expect(none).toMatchObject({
      value: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
      defined: 0,
    });
  });
});

test.each([
  [() => friedman([[1]]), "friedman: expected rows of at least 2 treatments, got 1"],
  [() => friedman([[1, 2], [1]]), "friedman: rows[1].length must be 2, got 1"],
  [() => friedman([[1, Number.NaN]]), "friedman: rows[0][1] must be finite, got NaN"],
  [
    () => nemenyi([[1, 2]], { best: "up" as "low" }),
    "nemenyi: best must be one of high, low, got up",
  ],
  [() => brownForsythe([[1]]), "brownForsythe: expected at least 2 groups, got 1"],
  [() => brownForsythe([[1], []]), "brownForsythe: groups[1] must not be empty"],
  [() => shapiroWilk(new Float64Array(5001)), "shapiroWilk: takes at most 5000 values, got 5001"],
  [
    () => bootstrapBca([], () => 0, createRandom(0)),
    "bootstrapBca: expected at least 1 item, got 0",
  ],
  [() => normal.quantile(1.5), "normal.quantile: p must be in [0, 1], got 1.5"],
])("refuses (%#)", (act, message) => {
  expect(act).toThrow(message);
});
