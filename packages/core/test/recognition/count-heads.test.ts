import { expect, test } from "vitest";
import { createTask, EXPRESSION_TASK } from "../../src/face/index.ts";
import { checkHeadCounts, countClasses, countHeads } from "../../src/recognition/index.ts";

const task = createTask({ name: "units", labels: ["AU1", "AU12", "AU25"], exclusive: false });
const set = {
  task,
  targets: Uint8Array.of(1, 0, 1, /**/ 0, 1, 1, /**/ 1, 1, 0, /**/ 0, 0, 0),
  known: Uint8Array.of(1, 1, 1, /**/ 1, 0, 1, /**/ 1, 1, 0, /**/ 1, 1, 1),
};

test("counts each head over the rows that it knows: a masked target is in neither number", () => {
  expect(countHeads(set, [0, 1, 2, 3])).toEqual([
    { label: "AU1", positives: 2, total: 4 },
    { label: "AU12", positives: 1, total: 3 },
    { label: "AU25", positives: 2, total: 3 },
  ]);
  expect(countHeads(set, Int32Array.of(1, 3))).toEqual([
    { label: "AU1", positives: 0, total: 2 },
    { label: "AU12", positives: 0, total: 1 },
    { label: "AU25", positives: 1, total: 2 },
  ]);
});

test("of classes, one that is none of the labels is a negative of every head", () => {
  const counts = countClasses([0, 3, 3, -1], EXPRESSION_TASK);
  expect(counts.map(({ positives, total }) => [positives, total])).toEqual([
    [1, 4],
    [0, 4],
    [0, 4],
    [2, 4],
    [0, 4],
    [0, 4],
  ]);
});

test("refuses a head without positives, or without negatives, by name", () => {
  expect(() => checkHeadCounts("fit: a", countHeads(set, [0, 1, 2, 3]))).not.toThrow();
  expect(() => checkHeadCounts("fit: a", countHeads(set, [0, 1, 3]))).toThrow(
    "fit: a: head AU12 must have a positive in training, got none in 2 recordings",
  );
  expect(() => checkHeadCounts("fit: a", countHeads(set, [0, 2]))).toThrow(
    "fit: a: head AU1 must have a negative in training, got 2 positives alone",
  );
});
