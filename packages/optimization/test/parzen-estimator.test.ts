/** Beside Optuna's own estimator, `_ParzenEstimator` (reference/optimization.py). */
import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import { createParzenEstimator, type ParzenOptions } from "../src/parzen-estimator.ts";
import { createSearchSpace, type Parameter } from "../src/search-space.ts";
import { readFixture, worstError } from "./support/optimization-fixture.ts";

interface Case {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly options: ParzenOptions;
  readonly observations: readonly number[][];
  readonly points: readonly number[][];
  readonly weights: readonly number[];
  readonly logPdf: readonly number[];
}
const { cases } = readFixture<{ cases: readonly Case[] }>("parzen.json");

function estimatorOf({ parameters, observations, options }: Case) {
  const named = parameters.map((parameter, p) => [`p${p}`, parameter] as const);
  const space = createSearchSpace(Object.fromEntries(named));
  return createParzenEstimator(Object.values(space), observations, options);
}

test.each(
  cases.map((one, i) => [`${one.name}, ${one.observations.length} seen (${i})`, one] as const),
)("the density is Optuna's: %s", (_, one) => {
  const estimator = estimatorOf(one);
  expect(worstError(estimator.weights, one.weights)).toBeLessThan(1e-14);
  const found = one.points.map((point) => estimator.logPdf(point));
  // 1e-9 of the logarithm, and of the density itself where that is near 1: the room's promise.
  expect(worstError(found, one.logPdf)).toBeLessThan(1e-9);
});

test("draws come as often as the density says", () => {
  const one = cases.find(({ name, observations }) => name === "int" && observations.length === 9)!;
  const estimator = estimatorOf(one);
  const random = createRandom(5);
  const draws = 20000;
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const [x] = estimator.sample(random);
    counts.set(x!, (counts.get(x!) ?? 0) + 1);
  }
  let total = 0;
  for (let x = 1; x <= 7; x++) {
    const share = Math.exp(estimator.logPdf([x]));
    total += share;
    // Four standard errors of a share of 20000.
    const error = 4 * Math.sqrt((share * (1 - share)) / draws);
    expect(Math.abs((counts.get(x) ?? 0) / draws - share)).toBeLessThan(error);
  }
  expect(total).toBeCloseTo(1, 12);
});
