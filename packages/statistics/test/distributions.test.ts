/** Distributions beside 30 digits of mpmath (reference/distributions.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  chiSquared,
  type Distribution,
  fisherF,
  noncentralF,
  noncentralT,
  normal,
  studentizedRange,
  studentT,
} from "../src/index.ts";

type Name = keyof typeof makers;

interface Case {
  readonly name: Name;
  readonly parameters: readonly (number | "Infinity")[];
  readonly x: number;
  readonly lower: number;
  readonly upper: number;
}

const makers = {
  normal: () => normal,
  studentT,
  fisherF,
  chiSquared,
  noncentralT,
  noncentralF,
  studentizedRange,
} as const satisfies Record<string, (...parameters: never[]) => Distribution>;

const make = (name: Name, parameters: readonly (number | "Infinity")[]) =>
  (makers[name] as (...given: number[]) => Distribution)(...parameters.map(Number));

const { cases } = JSON.parse(
  readFileSync(new URL("./fixtures/distributions.json", import.meta.url), "utf8"),
) as { cases: Case[] };

// What each docstring promises: either tail's relative error, growing as its logarithm below 1e-40, and an absolute error beside
// it where a sum may cancel; larger where the noncentrality is.
const RELATIVE = 1e-13;
const tolerances: Record<Name, { relative: number; absolute: number }> = {
  normal: { relative: RELATIVE, absolute: 0 },
  studentT: { relative: RELATIVE, absolute: 0 },
  fisherF: { relative: RELATIVE, absolute: 0 },
  chiSquared: { relative: RELATIVE, absolute: 0 },
  noncentralT: { relative: RELATIVE, absolute: 1e-14 },
  noncentralF: { relative: RELATIVE, absolute: 1e-14 },
  studentizedRange: { relative: 0, absolute: 1e-12 },
};

describe.each(Object.keys(makers) as Name[])("%s", (name) => {
  const own = cases.filter((one) => one.name === name);

  test("has the tails of mpmath", () => {
    expect(own.length).toBeGreaterThan(10);
    const { relative, absolute } = tolerances[name];
    const large = { noncentralT: 15, noncentralF: 200 }[name as string] ?? Number.POSITIVE_INFINITY;
    for (const { parameters, x, lower, upper } of own) {
      const distribution = make(name, parameters);
      const found = { lower: distribution.lower(x), upper: distribution.upper(x) };
      for (const [side, expected] of Object.entries({ lower, upper })) {
        const error = Math.abs(found[side as "lower" | "upper"] - expected);
        const where = `${name}(${parameters}).${side}(${x}): error ${error} of ${expected}`;
        const growth = Math.max(1, Math.log(Math.max(expected, 1e-320)) / Math.log(1e-40));
        const floor = Math.abs(Number(parameters.at(-1))) > large ? 1e-12 : absolute;
        expect(error, where).toBeLessThanOrEqual(relative * growth * expected + floor);
      }
    }
  });

  test("its quantile undoes the smaller tail", () => {
    for (const { parameters, x, lower, upper } of own) {
      if (parameters[1] === 60 || Math.min(lower, upper) < 1e-9) continue;
      const distribution = make(name, parameters);
      const back = distribution.quantile(distribution.lower(x));
      expect(distribution.lower(back)).toBeCloseTo(lower, 12);
    }
  });
});
