import { expect, test } from "vitest";
import { createLoss, posteriorFromDerivatives } from "../../../src/nn/index.ts";

const loss = createLoss({ kind: "binary-cross-entropy" });

test.each([
  [[], [], 0, "binary-cross-entropy: targets must not be empty"],
  [[1, 2], [1], 2, "logits must have 1 values (1 targets), got 2"],
  [[1, 2], [1, 0], 3, "gradient must have 2 values, got 3"],
  [[1, 2], [1, 0.5], 2, "targets[1] must be 0 or 1, got 0.5"],
  [[1], [Number.NaN], 1, "targets[0] must be 0 or 1, got NaN"],
])("evaluate %j %j", (logits, targets, size, message) => {
  expect(() => loss.evaluate(logits, targets, new Float64Array(size))).toThrow(message);
});

test("probabilities and initialBias check what they are given", () => {
  expect(() => loss.probabilities([1], new Float64Array(2))).toThrow(
    "out must have 1 values, got 2",
  );
  expect(() => loss.probabilities([1, 2], new Float64Array(2), 2)).toThrow(
    "classes must be 1, got 2",
  );
  expect(() => loss.initialBias(1)).toThrow("prior must be in (0, 1), got 1");
});

test("the general inverse is cut to [0, 1]", () => {
  expect(posteriorFromDerivatives(0.3, -0.1)).toBeCloseTo(0.75, 15);
  expect(posteriorFromDerivatives(-0.1, -0.9)).toBe(0);
  expect(posteriorFromDerivatives(0.9, 0.1)).toBe(1);
});
