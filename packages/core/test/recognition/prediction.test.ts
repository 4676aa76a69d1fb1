import { expect, test } from "vitest";
import { EXPRESSIONS } from "../../src/face/index.ts";
import { copyPrediction, createDecider } from "../../src/recognition/index.ts";
import { randomModel } from "../support/recognizers.ts";

const LOGITS = [0.3, -0.4, 1.5, 1.4, -2, 0.1];

test("probabilities come by name, in the task's order, and JSON has the names", () => {
  const { probabilities, distribution } = createDecider(randomModel(1)).decide(0, LOGITS, 1);
  expect(Object.keys(probabilities)).toEqual([...EXPRESSIONS]);
  expect(probabilities.happiness).toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(probabilities))).toEqual({ ...probabilities });
  expect(Object.keys(distribution!)).toEqual([...EXPRESSIONS]);
});

test("a copy is not overwritten by the next decision", () => {
  const decider = createDecider(randomModel(1));
  const copy = copyPrediction(decider.decide(0, LOGITS, 1));
  const text = JSON.stringify(copy);
  decider.decide(1, [...LOGITS].reverse(), 0);
  expect(JSON.stringify(copy)).toBe(text);
});
