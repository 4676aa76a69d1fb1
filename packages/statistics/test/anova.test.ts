/** Analyses of variance beside statsmodels' (reference/statistical_tests.py). */
import { createRandom, permutation } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import { factorialAnova, factorialContrasts, partialEtaSquared } from "../src/index.ts";
import { golden } from "./golden.ts";

describe.each(golden.anova)("a factorial table (%#)", (expected) => {
  const { response, factors, block } = expected;
  const table = { response, factors, blocks: { block } };

  test.each([2, 3] as const)("type %i is statsmodels'", (type) => {
    const found = factorialAnova(table, { type });
    const rows = expected[`type${type}`];
    const names = [...found.blocks, ...found.effects].map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(rows)));
    for (const effect of [...found.blocks, ...found.effects]) {
      const row = rows[effect.name]!;
      // statsmodels solves by a pseudoinverse and takes differences: some digits beyond 1e-10 are its own.
      expect(effect.sumOfSquares).toBeCloseTo(row.sumOfSquares, 10);
      expect(effect.df).toBe(row.df);
      expect(effect.f).toBeCloseTo(row.f, 10);
      expect(effect.p).toBeCloseTo(row.p, 11);
      const { value, low, high } = effect.partialEtaSquared;
      // scipy's noncentral F is good to about 1e-11 of a limit.
      for (const [i, limit] of [value, low, high].entries()) {
        expect(limit).toBeCloseTo(row.eta[i]!, 9);
      }
    }
    expect(found.residual.df).toBe(expected.residual.df);
    expect(found.residual.sumOfSquares).toBeCloseTo(expected.residual.sumOfSquares, 10);
    expect(found.n).toBe(response.length);
  });

  test("the order of observations changes nothing", () => {
    const order = [...permutation(createRandom(9), response.length)];
    const pick = <T>(column: readonly T[]) => order.map((i) => column[i]!);
    const shuffled = {
      response: pick(response),
      factors: Object.fromEntries(
        Object.entries(factors).map(([name, column]) => [name, pick(column)]),
      ),
      blocks: { block: pick(block) },
    };
    const [before, after] = [table, shuffled].map((one) => factorialAnova(one, { type: 3 }));
    before!.effects.forEach(({ sumOfSquares }, i) => {
      expect(after!.effects[i]!.sumOfSquares).toBeCloseTo(sumOfSquares, 11);
    });
  });
});

test("main effects come first, then interactions, in the order of the factors", () => {
  const { effects } = factorialAnova(golden.anova[0]!);
  expect(effects.map(({ name }) => name)).toEqual([
    "architecture",
    "optimisation",
    "loss",
    "architecture:optimisation",
    "architecture:loss",
    "optimisation:loss",
    "architecture:optimisation:loss",
  ]);
});

test("a model that leaves no residual has no F", () => {
  const table = { response: [1, 2], factors: { loss: ["a", "b"] } };
  const [effect] = factorialAnova(table).effects;
  expect(effect!.sumOfSquares).toBeCloseTo(0.5, 15);
  expect(effect).toMatchObject({ f: Number.NaN, p: Number.NaN });
  expect(effect!.partialEtaSquared.low).toBeNaN();
});

test("what the model explains but for rounding has no F either", () => {
  const factors = { loss: ["a", "a", "a", "b", "b", "b"] };
  const exact = { response: [0.1, 0.1, 0.1, 0.3, 0.3, 0.3], factors };
  const rounded = { response: [0.3, 0.1 + 0.2, 0.3, 0.7, 0.7, 0.7], factors };
  for (const table of [exact, rounded]) expect(factorialAnova(table).effects[0]!.f).toBeNaN();
});

test("a huge F has limits at once, continuous with those found by search", () => {
  const [searched, direct] = [0.999e8, 1.001e8].map((f) => partialEtaSquared(f, 1, 10, 1e8));
  // 0.2 % apart in F: at most as much in the limits.
  expect(Math.abs(searched!.low - direct!.low)).toBeLessThan(0.001);
  expect(Math.abs(searched!.high - direct!.high)).toBeLessThan(0.001);
  expect(partialEtaSquared(1e20, 1, 10, 100).low).toBeCloseTo(1, 12);
});

test("eta's interval leaves 0 out exactly where F is found", () => {
  expect(partialEtaSquared(3.9, 1, 100, 102).low).toBe(0);
  expect(partialEtaSquared(4, 1, 100, 102).low).toBeGreaterThan(0); // F(1, 100) at 0.05 is 3.936
  expect(partialEtaSquared(0.001, 1, 100, 102).high).toBe(0);
});

describe.each(golden.repeated)("contrasts within replicates (%#)", (expected) => {
  const contrasts = factorialContrasts(expected);

  test("are the repeated-measures analysis of variance of statsmodels", () => {
    expect(contrasts.map(({ name }) => name).sort()).toEqual(Object.keys(expected.effects).sort());
    for (const { name, test: found } of contrasts) {
      const row = expected.effects[name]!;
      expect(found.t ** 2).toBeCloseTo(row.f, 9);
      expect(found.p).toBeCloseTo(row.p, 10);
      expect(found.df).toBe(row.df);
      expect(found.estimate).toBeCloseTo(row.estimate, 12);
    }
  });

  test("a correction for shared training items widens every interval, and moves no estimate", () => {
    factorialContrasts(expected, { testTrainRatio: 1 / 9 }).forEach((corrected, i) => {
      const plain = contrasts[i]!;
      expect(corrected.test.estimate).toBe(plain.test.estimate);
      expect(corrected.test.standardError).toBeGreaterThan(plain.test.standardError);
      expect(corrected.effectSize.value).toBe(plain.effectSize.value);
      expect(corrected.effectSize.low).toBeLessThan(plain.effectSize.low);
      expect(corrected.effectSize.high).toBeGreaterThan(plain.effectSize.high);
    });
  });
});

test("contrasts: the second level minus the first, and the difference of differences", () => {
  const factors = { cell: ["gru", "gru", "lstm", "lstm"], loss: ["a", "b", "a", "b"] };
  const table = {
    response: [1, 2, 4, 9, 1, 2, 4, 9],
    factors: { cell: [...factors.cell, ...factors.cell], loss: [...factors.loss, ...factors.loss] },
    replicate: ["x", "x", "x", "x", "y", "y", "y", "y"],
  };
  const found = factorialContrasts(table);
  // cell: (4 + 9) / 2 - (1 + 2) / 2; loss: (2 + 9) / 2 - (1 + 4) / 2; both: ((9 - 4) - (2 - 1)) / 2.
  expect(found.map(({ values }) => values[0])).toEqual([5, 3, 2]);
  expect(found[0]!.levels).toEqual([["gru", "lstm"]]);
  expect(found[0]!.test).toMatchObject({ estimate: 5, p: Number.NaN, n: 2 });
});

const two = {
  response: [1, 2, 3, 4],
  factors: { a: ["p", "p", "q", "q"], b: ["u", "v", "u", "v"] },
};

test.each([
  [
    () => factorialAnova({ ...two, factors: { a: ["p"] } }),
    "factorialAnova: factors.a.length must be 4, got 1",
  ],
  [
    () => factorialAnova({ ...two, factors: { a: ["p", "p", "p", "p"] } }),
    "factorialAnova: factors.a must have at least 2 levels, got 1",
  ],
  [
    () => factorialAnova({ ...two, factors: {} }),
    "factorialAnova: expected at least 1 factor, got 0",
  ],
  [
    () => factorialAnova({ ...two, response: [1, 2, Number.NaN, 4] }),
    "factorialAnova: response[2] must be finite, got NaN",
  ],
  [
    () => factorialAnova({ ...two, blocks: { c: ["p", "p", "q", "q"] } }),
    "expected an observation in every cell, and 5 independent parameters, got 4",
  ],
  [
    () =>
      factorialAnova({ response: [1, 2, 3], factors: { a: ["p", "p", "q"], b: ["u", "v", "u"] } }),
    "expected an observation in every cell, and 4 independent parameters, got 3",
  ],
  [() => factorialAnova(two, { type: 1 as 2 }), "factorialAnova: type must be one of 2, 3, got 1"],
  [
    () => factorialContrasts({ ...two, replicate: ["x", "x", "x", "y"] }),
    "factorialContrasts: replicate x must have all 4 conditions, got 3",
  ],
  [
    () =>
      factorialContrasts({
        ...two,
        factors: { a: ["p", "q", "r", "p"] },
        replicate: ["x", "x", "x", "x"],
      }),
    "factorialContrasts: factors.a must have 2 levels, got 3",
  ],
])("refuses (%#)", (act, message) => {
  expect(act).toThrow(message);
});
