import { expect, test } from "vitest";
import { createLabelSets } from "../../src/recognition/label-sets.ts";

const LABELS = Array.from({ length: 32 }, (_, k) => `l${k}`);

test("a mask's labels, in order, by bit: the last of 32 too", () => {
  const subset = createLabelSets(LABELS);
  expect(subset(0)).toEqual([]);
  expect(subset(0b1010)).toEqual(["l1", "l3"]);
  expect(subset(1 << 31)).toEqual(["l31"]);
  expect(subset(-1)).toEqual(LABELS);
});

test("a subset is made once and frozen", () => {
  const subset = createLabelSets(LABELS);
  const first = subset(5);
  expect(Object.isFrozen(first)).toBe(true);
  for (let mask = 6; mask < 4000; mask++) subset(mask);
  expect(subset(5)).toBe(first);
});

test("however many come, few are kept: past 4096 it starts anew, with the same answers", () => {
  const subset = createLabelSets(LABELS);
  const first = subset(5);
  for (let mask = 6; mask < 6000; mask++) subset(mask);
  expect(subset(5)).not.toBe(first);
  expect(subset(5)).toEqual(first);
});
