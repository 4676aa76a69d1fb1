import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import { splitBySubject } from "../../src/nn/index.ts";

const subjectLists = fc
  .array(fc.integer({ min: 0, max: 9 }).map(String), { minLength: 2, maxLength: 60 })
  .filter((names) => new Set(names).size > 1);
const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true });

test("every sequence is on one side, every subject too, and neither side is empty", () => {
  fc.assert(
    fc.property(subjectLists, shares, fc.nat(), (subjects, share, seed) => {
      const { training, validation } = splitBySubject(subjects, share, createRandom(seed));
      expect([...training, ...validation].sort((a, b) => a - b)).toEqual(subjects.map((_, i) => i));
      const trained = new Set(Array.from(training, (i) => subjects[i]!));
      expect(Array.from(validation, (i) => subjects[i]!).filter((s) => trained.has(s))).toEqual([]);
      expect(Math.min(training.length, validation.length)).toBeGreaterThan(0);
    }),
  );
});

test("validation holds the share, and no subject more than it takes", () => {
  fc.assert(
    fc.property(subjectLists, shares, fc.nat(), (subjects, share, seed) => {
      const { training, validation } = splitBySubject(subjects, share, createRandom(seed));
      const held = Array.from(validation, (i) => subjects[i]!);
      const counts = [...new Set(held)].map(
        (name) => held.filter((other) => other === name).length,
      );
      const wanted = share * subjects.length;
      const oneLeft = new Set(Array.from(training, (i) => subjects[i]!)).size === 1;
      expect(held.length >= wanted || oneLeft).toBe(true);
      expect(held.length - Math.max(...counts)).toBeLessThan(wanted);
    }),
  );
});

test("the same seed gives the same split, another seed another", () => {
  const subjects = Array.from({ length: 40 }, (_, i) => `S${i % 10}`);
  const split = (seed: number) => splitBySubject(subjects, 0.3, createRandom(seed));
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test("refuses a share outside (0, 1), and one subject", () => {
  const random = createRandom(0);
  for (const share of [0, 1, Number.NaN]) {
    expect(() => splitBySubject(["a", "b"], share, random)).toThrow(
      `splitBySubject: share must be in (0, 1), got ${share}`,
    );
  }
  expect(() => splitBySubject(["a", "a"], 0.5, random)).toThrow(
    "splitBySubject: expected at least 2 subjects, got 1",
  );
});
