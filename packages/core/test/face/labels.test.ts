import { expect, test } from "vitest";
import { EXPRESSIONS, isExpression, isLabel, LABELS } from "../../src/face/index.ts";

test("the order of targets is fixed", () => {
  expect(EXPRESSIONS).toEqual(["anger", "disgust", "fear", "happiness", "sadness", "surprise"]);
  expect(LABELS).toEqual([...EXPRESSIONS, "contempt", "neutral"]);
});

test("contempt and neutral are labels, but none of the six", () => {
  expect(LABELS.filter(isExpression)).toEqual([...EXPRESSIONS]);
  expect(isLabel("contempt")).toBe(true);
  expect(isLabel("happy")).toBe(false);
});
