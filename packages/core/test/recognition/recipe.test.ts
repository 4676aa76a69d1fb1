import { expect, test } from "vitest";
import { EXPRESSION_TASK } from "../../src/face/index.ts";
import { networkSpecOf, type Recipe, resolveRecipe } from "../../src/recognition/index.ts";

test("the defaults are the paper's rule and six GRU heads", () => {
  expect(resolveRecipe()).toMatchObject({
    heads: "one-vs-all",
    cell: "gru",
    loss: "adaptive",
    ratio: "negatives/positives",
    focalAbove: 11.5,
    weightedFrom: 3.5,
    focalAlpha: 0.25,
    focalGamma: 2,
  });
  expect(networkSpecOf(resolveRecipe(), 30, EXPRESSION_TASK)).toMatchObject({
    inputSize: 30,
    outputs: 1,
  });
  expect(networkSpecOf(resolveRecipe({ heads: "one-trunk" }), 30, EXPRESSION_TASK).outputs).toBe(6);
});

test.each([
  [{ width: 3 }, "recipe: has no key width, expected heads, "],
  [{ heads: "seven" }, "recipe: heads must be one-vs-all or one-trunk, got seven"],
  [{ loss: "best" }, "recipe: loss must be adaptive or standard, got best"],
  [
    { ratio: "positives" },
    "recipe: ratio must be negatives/positives or total/positives, got positives",
  ],
  [{ focalAlpha: 1 }, "recipe: focalAlpha must be a number in (0, 1), got 1"],
  [{ learningRate: 0 }, "recipe: learningRate must be a number > 0, got 0"],
  [{ epochs: 1.5 }, "recipe: epochs must be an integer in [1, 100000], got 1.5"],
  [{ stoppingShare: 0.6 }, "recipe: stoppingShare must be a number in [0, 0.5], got 0.6"],
  [{ weightedFrom: 12 }, "recipe: weightedFrom must be at most focalAbove 11.5, got 12"],
  [{ hiddenSize: 4 }, "network spec: hiddenSize must be an integer in [8, 256], got 4"],
])("refuses %o", (options, message) => {
  expect(() => resolveRecipe(options as unknown as Partial<Recipe>)).toThrow(message);
});
