/** The tests that R treats in its own way, beside R (reference/statistical_tests.R). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  benjaminiHochberg,
  factorialAnova,
  friedman,
  holm,
  powerT,
  shapiroWilk,
  studentizedRange,
  wilcoxon,
} from "../src/index.ts";
import { ALTERNATIVES } from "./golden.ts";

interface GoldenOfR {
  readonly signedRanks: readonly {
    readonly differences: number[];
    readonly positive: number;
    readonly exact: number;
    readonly p: number[];
  }[];
  readonly shapiro: readonly {
    readonly values: number[];
    readonly w: number;
    readonly p: number;
  }[];
  readonly friedman: readonly {
    readonly rows: number[][];
    readonly chiSquared: number;
    readonly p: number;
  }[];
  readonly power: readonly Record<"n" | "effectSize" | "paired" | "power", number>[];
  readonly adjusted: Record<"p" | "holm" | "bh", (number | null)[]>;
  readonly anova: readonly {
    readonly response: number[];
    readonly factors: Record<string, string[]>;
    readonly block: string[];
    readonly names: string[];
    readonly second: number[];
    readonly third: number[];
    readonly f: number[];
    readonly p: number[];
  }[];
  readonly studentized: readonly {
    readonly groups: number;
    readonly df: number | null;
    readonly q: number;
    readonly upper: number;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("./fixtures/statistics-r.json", import.meta.url), "utf8"),
) as GoldenOfR;

test.each(golden.signedRanks)("wilcox.test, exact or with ties and zeros (%#)", (expected) => {
  // R is exact below 50 differences that neither tie nor are 0, and corrects for continuity otherwise.
  const method = expected.exact === 1 && expected.differences.length < 50 ? "exact" : "normal";
  ALTERNATIVES.forEach((alternative, i) => {
    const found = wilcoxon(expected.differences, { alternative, method });
    expect(found.positive).toBe(expected.positive);
    expect(found.p).toBeCloseTo(expected.p[i]!, 13);
  });
});

test.each(golden.shapiro)("shapiro.test (%#)", ({ values, w, p }) => {
  const found = shapiroWilk(values);
  expect(found.w).toBeCloseTo(w, 12);
  expect(found.p).toBeCloseTo(p, 11);
});

test.each(golden.friedman)("friedman.test with many ties (%#)", ({ rows, chiSquared, p }) => {
  const found = friedman(rows);
  expect(found.chiSquared).toBeCloseTo(chiSquared, 11);
  expect(found.p).toBeCloseTo(p, 13);
});

test.each(golden.power)("power.t.test, n $n", ({ n, effectSize, paired, power }) => {
  // R's noncentral t stops its sum early, at an error of about 3e-9.
  const found = powerT(paired === 1 ? "paired" : "independent", n, effectSize);
  expect(Math.abs(found - power)).toBeLessThan(1e-8);
});

test("p.adjust leaves out what is missing", () => {
  const numbers = (values: readonly (number | null)[]) => values.map((p) => p ?? Number.NaN);
  const p = numbers(golden.adjusted.p);
  numbers(golden.adjusted.holm).forEach((value, i) => {
    if (Number.isNaN(value)) expect(holm(p)[i]).toBeNaN();
    else expect(holm(p)[i]).toBeCloseTo(value, 15);
  });
  numbers(golden.adjusted.bh).forEach((value, i) => {
    if (Number.isNaN(value)) expect(benjaminiHochberg(p)[i]).toBeNaN();
    else expect(benjaminiHochberg(p)[i]).toBeCloseTo(value, 15);
  });
});

describe.each(golden.anova)("an unbalanced table with blocks (%#)", (expected) => {
  const table = {
    response: expected.response,
    factors: expected.factors,
    blocks: { block: expected.block },
  };
  const byName = (type: 2 | 3) => {
    const { blocks, effects } = factorialAnova(table, { type });
    return new Map([...blocks, ...effects].map((effect) => [effect.name, effect]));
  };

  test("type III is drop1's", () => {
    const found = byName(3);
    expected.names.forEach((name, i) => {
      expect(found.get(name)!.sumOfSquares).toBeCloseTo(expected.third[i]!, 11);
      expect(found.get(name)!.f).toBeCloseTo(expected.f[i]!, 11);
      expect(found.get(name)!.p).toBeCloseTo(expected.p[i]!, 12);
    });
  });

  test("type II is the difference of the two models", () => {
    const found = byName(2);
    expected.names.forEach((name, i) => {
      expect(found.get(name)!.sumOfSquares).toBeCloseTo(expected.second[i]!, 11);
    });
  });
});

test.each(golden.studentized)("ptukey, $groups groups (%#)", ({ groups, df, q, upper }) => {
  // R integrates to about 1e-10.
  const found = studentizedRange(groups, df ?? Number.POSITIVE_INFINITY).upper(q);
  expect(found).toBeCloseTo(upper, 9);
});
