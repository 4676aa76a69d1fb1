import { describe, expect, test } from "vitest";
import { imbalanceRatio, type RatioDefinition, selectLoss } from "../../src/recognition/index.ts";

const [BCE, WEIGHTED] = ["binary-cross-entropy", "weighted-binary-cross-entropy"];

test.each([
  [0, BCE],
  [3.499999999, BCE],
  [3.5, WEIGHTED],
  [11.5, WEIGHTED],
  [11.500000001, "focal"],
  [Number.POSITIVE_INFINITY, "focal"],
])("a ratio of %d gives %s", (ratio, loss) => {
  expect(selectLoss(ratio)).toBe(loss);
});

describe("on CK+'s counts", () => {
  const counts = { anger: 45, disgust: 59, fear: 25, happiness: 69, sadness: 28, surprise: 83 };
  const choices = (total: number) =>
    Object.entries(counts).map(([label, positives]) => {
      const ratio = imbalanceRatio(positives, total);
      return [label, ratio.toFixed(2), selectLoss(ratio)];
    });

  test("309 sequences, without contempt", () => {
    expect(choices(309)).toEqual([
      ["anger", "5.87", WEIGHTED],
      ["disgust", "4.24", WEIGHTED],
      ["fear", "11.36", WEIGHTED],
      ["happiness", "3.48", BCE],
      ["sadness", "10.04", WEIGHTED],
      ["surprise", "2.72", BCE],
    ]);
  });

  test("327 sequences, contempt as a negative: fear and happiness change sides", () => {
    expect(choices(327)).toEqual([
      ["anger", "6.27", WEIGHTED],
      ["disgust", "4.54", WEIGHTED],
      ["fear", "12.08", "focal"],
      ["happiness", "3.74", WEIGHTED],
      ["sadness", "10.68", WEIGHTED],
      ["surprise", "2.94", BCE],
    ]);
  });
});

describe("the two definitions of the ratio", () => {
  // r negatives for 2 positives: the ratio is r / 2, or r / 2 + 1.
  const choose = (negatives: number, definition: RatioDefinition) =>
    selectLoss(imbalanceRatio(2, negatives + 2, definition));

  test.each([
    ["negatives/positives", 6, BCE],
    ["negatives/positives", 7, WEIGHTED],
    ["negatives/positives", 23, WEIGHTED],
    ["negatives/positives", 24, "focal"],
    ["total/positives", 4, BCE],
    ["total/positives", 5, WEIGHTED],
    ["total/positives", 21, WEIGHTED],
    ["total/positives", 22, "focal"],
  ] as const)("%s, %d negatives to 2 positives: %s", (definition, negatives, loss) => {
    expect(choose(negatives, definition)).toBe(loss);
  });

  test("another is refused", () => {
    expect(() => imbalanceRatio(1, 2, "positives/total" as RatioDefinition)).toThrow(
      "imbalanceRatio: definition must be negatives/positives or total/positives, got positives/total",
    );
  });
});

test("thresholds are the caller's to set", () => {
  expect(selectLoss(4, { weightedFrom: 5 })).toBe(BCE);
  expect(selectLoss(4, { focalAbove: 3.9 })).toBe("focal");
});

test("no positive at all is an infinite ratio, no item at all is none", () => {
  expect(imbalanceRatio(0, 10)).toBe(Number.POSITIVE_INFINITY);
  expect(imbalanceRatio(0, 0)).toBeNaN();
});

test.each([
  [() => selectLoss(Number.NaN), "selectLoss: ratio must be a number >= 0, got NaN"],
  [() => selectLoss(-1), "selectLoss: ratio must be a number >= 0, got -1"],
  [
    () => selectLoss(1, { focalAbove: 3, weightedFrom: 4 }),
    "selectLoss: weightedFrom must be at most focalAbove = 3, got 4",
  ],
  [
    () => selectLoss(1, { above: 3 } as object),
    "selectLoss: has no key above, expected focalAbove, weightedFrom",
  ],
  [() => imbalanceRatio(3, 2), "imbalanceRatio: positives must be at most 2, got 3"],
  [() => imbalanceRatio(-1, 2), "imbalanceRatio: positives must be an integer >= 0, got -1"],
])("refuses nonsense, saying where (%#)", (act, message) => {
  expect(act).toThrow(message);
});
