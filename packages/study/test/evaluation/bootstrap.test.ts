import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import { bootstrapBySubject } from "../../src/evaluation/index.ts";

const mean = (values: readonly number[]) => (items: Int32Array) =>
  items.reduce((sum, i) => sum + values[i]!, 0) / items.length;

test("the interval holds the value, and the same seed gives the same", () => {
  const subjects = Array.from({ length: 60 }, (_, i) => `S${i % 20}`);
  const values = subjects.map((_, i) => (i * 37) % 11);
  const run = () => bootstrapBySubject(subjects, mean(values), createRandom(4));
  const { value, low, high, defined } = run();
  expect(low).toBeLessThan(value);
  expect(high).toBeGreaterThan(value);
  expect(defined).toBe(2000);
  expect(run()).toEqual(run());
});

test("items of one subject come and go together: 100 equal items of 4 subjects are worth 4", () => {
  const subjects = Array.from({ length: 100 }, (_, i) => `S${i % 4}`);
  const values = subjects.map((_, i) => i % 4);
  const grouped = bootstrapBySubject(subjects, mean(values), createRandom(1));
  const apart = bootstrapBySubject(
    subjects.map((_, i) => `${i}`),
    mean(values),
    createRandom(1),
  );
  expect(grouped.high - grouped.low).toBeGreaterThan(3 * (apart.high - apart.low));
});

test("covers the truth about as often as it says", () => {
  const random = createRandom(11);
  let covered = 0;
  for (let run = 0; run < 200; run++) {
    const effects = Array.from({ length: 25 }, () => random.normal());
    const values = Array.from({ length: 75 }, (_, i) => effects[i % 25]! + random.normal());
    const subjects = values.map((_, i) => `S${i % 25}`);
    const options = { resamples: 300, confidence: 0.9 };
    const { low, high } = bootstrapBySubject(subjects, mean(values), random.fork(run), options);
    if (low <= 0 && high >= 0) covered++;
  }
  // Binomial(200, 0.9) has a deviation of 4.2; percentile intervals of 25 subjects are a little narrow.
  expect(covered).toBeGreaterThan(160);
  expect(covered).toBeLessThan(195);
});

test("resamples without a value are left out and counted", () => {
  const subjects = ["a", "b", "c"];
  const statistic = (items: Int32Array) => (items.includes(0) ? 1 : Number.NaN);
  const { defined, resamples, low } = bootstrapBySubject(subjects, statistic, createRandom(2));
  expect(defined).toBeLessThan(resamples);
  expect(low).toBe(1);
});

test.each([
  [[], {}, "expected at least 1 item, got 0"],
  [["a"], { resamples: 0 }, "resamples must be an integer >= 1, got 0"],
  [["a"], { confidence: 1 }, "confidence must be in (0, 1), got 1"],
  [["a"], { level: 1 }, "has no key level, expected resamples, confidence"],
])("refuses %j, %j", (subjects, options, message) => {
  const act = () =>
    bootstrapBySubject(subjects as string[], () => 0, createRandom(0), options as object);
  expect(act).toThrow(message);
});
