import fc from "fast-check";
import { expect, test } from "vitest";
import { bestF1Threshold } from "../../src/recognition/index.ts";

function f1(probabilities: readonly number[], truth: readonly number[], threshold: number) {
  const yes = probabilities.map((p) => p >= threshold);
  const hits = truth.filter((y, i) => y === 1 && yes[i]).length;
  const all = truth.filter((y) => y === 1).length + yes.filter(Boolean).length;
  return all === 0 ? 0 : (2 * hits) / all;
}

test("no threshold at all gives a better F1", () => {
  // Few different values, so that many are equal.
  const item = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 25 }), (items) => {
      const probabilities = items.map(([p]) => p / 12);
      const truth = items.map(([, y]) => y);
      const found = f1(probabilities, truth, bestF1Threshold(probabilities, truth));
      for (let i = 0; i <= 25; i++) {
        expect(found).toBeGreaterThanOrEqual(f1(probabilities, truth, i / 24) - 1e-12);
      }
    }),
    { seed: 6, numRuns: 200 },
  );
});

test("it lies half way to the next item, and between neighbours of float64 on the upper", () => {
  expect(bestF1Threshold([0.9, 0.3], [1, 0])).toBe(0.6);
  const lower = 0.5;
  const upper = lower + Number.EPSILON / 2;
  expect(upper).toBeGreaterThan(lower);
  expect(bestF1Threshold([upper, lower], [1, 0])).toBe(upper);
  expect(bestF1Threshold([0.9, 0.3], [0, 0])).toBe(0.5);
});
