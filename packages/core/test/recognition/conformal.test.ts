import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import { conformalThreshold } from "../../src/recognition/index.ts";

describe("coverage of a new subject's recordings, by simulation", () => {
  /** Recordings of one subject are alike: a common shift, as large as what differs within. Subjects have 1 to 6. */
  const subject = (random: ReturnType<typeof createRandom>) => {
    const shift = random.normal();
    const count = 1 + Math.floor(6 * random.uniform());
    return Array.from({ length: count }, () => shift + random.normal());
  };

  test.each([
    [0.9, 30],
    [0.8, 15],
    [0.5, 5],
  ])("%d of %d subjects", (coverage, subjects) => {
    const random = createRandom(11);
    const trials = 4000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const drawn = Array.from({ length: subjects }, () => subject(random));
      const ids = drawn.flatMap((scores, s) => scores.map(() => `s${s}`));
      const threshold = conformalThreshold(drawn.flat(), ids, coverage);
      const fresh = subject(random);
      covered += Number(fresh[Math.floor(fresh.length * random.uniform())]! <= threshold);
    }
    // One recording a trial, so trials are independent: 4 standard errors of a binomial share. A hierarchical threshold
    // covers at least its share, and at most one subject's weight more.
    const error = 4 * Math.sqrt((coverage * (1 - coverage)) / trials);
    expect(covered / trials).toBeGreaterThan(coverage - error);
    expect(covered / trials).toBeLessThan(coverage + 1 / (subjects + 1) + error);
  });
});

test("each subject weighs the same: a hundred recordings of one do not outvote four others", () => {
  const scores = [...Array.from({ length: 100 }, () => 0.01), 0.2, 0.4, 0.6, 0.8];
  const ids = [...Array.from({ length: 100 }, () => "much"), "a", "b", "c", "d"];
  // 0.5 of 6: three subjects are to be held.
  expect(conformalThreshold(scores, ids, 0.5)).toBe(0.4);
  expect(conformalThreshold([0.1, 0.2, 0.3, 0.4, 0.5], ["a", "b", "c", "d", "e"], 0.5)).toBe(0.3);
});

test("too few subjects for the coverage: nothing is ruled out", () => {
  expect(conformalThreshold([0.1, 0.2], ["a", "b"], 0.9)).toBe(Number.POSITIVE_INFINITY);
  expect(conformalThreshold([], [], 0.9)).toBe(Number.POSITIVE_INFINITY);
  // Nine of ten need nine subjects, no fewer.
  const nine = Array.from({ length: 9 }, (_, i) => i);
  expect(conformalThreshold(nine, nine.map(String), 0.9)).toBe(8);
  expect(conformalThreshold(nine.slice(1), nine.slice(1).map(String), 0.9)).toBe(
    Number.POSITIVE_INFINITY,
  );
});

test.each([
  [
    () => conformalThreshold([1], ["a"], 1),
    "conformalThreshold: coverage must be in (0, 1), got 1",
  ],
  [
    () => conformalThreshold([1, Number.NaN], ["a", "b"], 0.5),
    "conformalThreshold: scores[1] must be a number, got NaN",
  ],
])("refuses nonsense (%#)", (act, message) => {
  expect(act).toThrow(message);
});
