import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkFolds,
  compareIds,
  createFolds,
  FOLD_SCHEMES,
  type FoldOptions,
  findSharedSubjects,
} from "../../src/evaluation/index.ts";

const subjects = ["S10", "S2", "S2", "S1", "S3", "S3", "S4", "S5", "S10"];
const labels = subjects.map(() => "anger");
const tested = (options: FoldOptions) =>
  createFolds(subjects, labels, options).map(({ test }) => [
    ...new Set(Array.from(test, (i) => subjects[i]!)),
  ]);

test("id order is by number; modulo deals, blocks cut", () => {
  expect(tested({ scheme: "id-order-modulo", folds: 3 })).toEqual([
    ["S1", "S4"],
    ["S2", "S5"],
    ["S10", "S3"],
  ]);
  expect(tested({ scheme: "id-order-blocks", folds: 4 })).toEqual([
    ["S2", "S1"],
    ["S3", "S4"],
    ["S5"],
    ["S10"],
  ]);
  expect(tested({ scheme: "leave-one-subject-out" }).flat()).toEqual([
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S10",
  ]);
});

describe.each(FOLD_SCHEMES)("%s", (scheme) => {
  const items = fc.array(
    fc.record({ subject: fc.integer({ min: 0, max: 30 }), label: fc.integer({ min: 0, max: 5 }) }),
    { minLength: 1, maxLength: 120 },
  );

  test("never has a subject on both sides, and tests each item once", () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 2, max: 10 }), fc.nat(), (drawn, k, seed) => {
        const of = drawn.map(({ subject }) => `S${subject}`);
        const count = new Set(of).size;
        const everyone = scheme === "leave-one-subject-out";
        fc.pre(count >= (everyone ? 2 : k));
        const options = everyone ? { scheme } : { scheme, folds: k, seed };
        const folds = createFolds(
          of,
          drawn.map(({ label }) => `${label}`),
          options,
        );
        expect(folds.length).toBe(everyone ? count : k);
        for (const { training, test } of folds) {
          expect(test.length).toBeGreaterThan(0);
          expect(training.length + test.length).toBe(of.length);
          const trained = new Set(Array.from(training, (i) => of[i]));
          expect(Array.from(test).filter((i) => trained.has(of[i]))).toEqual([]);
        }
        checkFolds(folds, of);
      }),
    );
  });

  test("does not depend on the order of items", () => {
    const names = Array.from({ length: 40 }, (_, i) => `S${(i * 7) % 20}`);
    const classes = names.map((_, i) => `${i % 6}`);
    const options = scheme === "leave-one-subject-out" ? { scheme } : { scheme, folds: 5 };
    const folds = (of: string[], kinds: string[]) =>
      createFolds(of, kinds, options).map(({ test }) =>
        [...new Set(Array.from(test, (i) => of[i]!))].sort(),
      );
    expect(folds([...names].reverse(), [...classes].reverse())).toEqual(folds(names, classes));
  });
});

test("stratified folds are more even in class than blocks are", () => {
  const of = Array.from({ length: 120 }, (_, i) => `S${Math.floor(i / 3)}`);
  const kinds = of.map((_, i) => (i < 30 ? "fear" : "surprise"));
  const spread = (scheme: "stratified-group" | "id-order-blocks") => {
    const folds = createFolds(of, kinds, { scheme, folds: 5 });
    const fears = folds.map(({ test }) => Array.from(test).filter((i) => i < 30).length);
    return Math.max(...fears) - Math.min(...fears);
  };
  expect(spread("stratified-group")).toBeLessThanOrEqual(3);
  expect(spread("id-order-blocks")).toBe(24);
});

test("the seed decides stratified folds, and nothing else does", () => {
  const of = Array.from({ length: 60 }, (_, i) => `S${i % 30}`);
  const folds = (seed: number) =>
    JSON.stringify(
      createFolds(
        of,
        of.map(() => "a"),
        { scheme: "stratified-group", folds: 5, seed },
      ),
    );
  expect(folds(1)).toBe(folds(1));
  expect(folds(1)).not.toBe(folds(2));
});

test("ids are compared by their numbers", () => {
  expect(["S10", "S9", "S010", "A", "S9b"].sort(compareIds)).toEqual([
    "A",
    "S9",
    "S9b",
    "S010",
    "S10",
  ]);
});

test("shared subjects are found, and a leaking fold is refused", () => {
  const shared = findSharedSubjects({ train: ["a", "b", "b"], test: ["c", "b"], other: ["c"] });
  expect(shared).toEqual([
    { subjectId: "b", splits: ["train", "test"] },
    { subjectId: "c", splits: ["test", "other"] },
  ]);
  const leaking = [{ training: Int32Array.of(0, 1), test: Int32Array.of(2) }];
  expect(() => checkFolds(leaking, ["a", "b", "b"])).toThrow("has subject b on both sides");
  const lost = [{ training: Int32Array.of(0), test: Int32Array.of(1) }];
  expect(() => checkFolds(lost, ["a", "b", "c"])).toThrow("item 0 must be tested once, got 0");
});

test.each([
  [{ scheme: "random" }, "createFolds: scheme must be id-order-modulo or"],
  [{ scheme: "id-order-modulo", folds: 1 }, "expected folds to be an integer >= 2, got 1"],
  [{ scheme: "id-order-modulo", folds: 7 }, "7 folds need at least 7 subjects, got 6"],
  [{ scheme: "leave-one-subject-out", folds: 3 }, "takes no folds"],
  [{ scheme: "id-order-modulo", k: 3 }, "has no key k, expected scheme, folds, seed"],
])("refuses %j", (options, message) => {
  expect(() => createFolds(subjects, labels, options as FoldOptions)).toThrow(message);
});
