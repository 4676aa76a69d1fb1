import { expect, test } from "vitest";
import { wilsonInterval } from "../../src/evaluation/index.ts";

/** R 4.2.2: prop.test(successes, count, conf.level, correct = FALSE)$conf.int */
test.each([
  [8, 10, 0.95, 0.490162471536642, 0.943317848545625],
  [0, 7, 0.95, 0, 0.354330435066687],
  [50, 309, 0.95, 0.124944648741723, 0.206985330143241],
  [3, 7, 0.9, 0.186443190363956, 0.710522908986407],
])("%i of %i at %f: R's prop.test without its correction", (successes, count, confidence, a, b) => {
  const { low, high } = wilsonInterval(successes, count, confidence);
  expect(low).toBeCloseTo(a, 13);
  expect(high).toBeCloseTo(b, 13);
});

test("all are as none, mirrored; without items nothing is known", () => {
  expect(wilsonInterval(7, 7).low).toBeCloseTo(1 - wilsonInterval(0, 7).high, 15);
  expect(wilsonInterval(7, 7).high).toBe(1);
  expect(wilsonInterval(0, 0)).toEqual({ low: Number.NaN, high: Number.NaN });
});

test.each([
  [() => wilsonInterval(1, -1), "wilsonInterval: count must be an integer >= 0, got -1"],
  [() => wilsonInterval(3, 2), "wilsonInterval: successes must be an integer in [0, 2], got 3"],
  [() => wilsonInterval(1, 2, 1), "wilsonInterval: confidence must be in (0, 1), got 1"],
])("refuses nonsense, saying where (%#)", (act, message) => {
  expect(act).toThrow(message);
});
