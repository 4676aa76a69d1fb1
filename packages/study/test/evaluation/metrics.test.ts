/** Every metric beside scikit-learn's (reference/metrics.py). */
import { readFileSync } from "node:fs";
import { quantile } from "@mien/statistics";
import { describe, expect, test } from "vitest";
import {
  auc,
  binaryMetrics,
  brierScore,
  calibrationBins,
  classMetrics,
  confusion,
  countBinary,
  expectedCalibrationError,
  fitLogisticRegression,
  predictProbabilities,
} from "../../src/evaluation/index.ts";

interface Golden {
  readonly binary: readonly (Record<
    | "accuracy"
    | "balancedAccuracy"
    | "precision"
    | "recall"
    | "f1"
    | "mcc"
    | "auc"
    | "brier"
    | "calibrationError",
    number
  > &
    Record<"truth" | "predicted" | "scores" | "probabilities", number[]>)[];
  readonly classes: readonly (Record<
    "classes" | "accuracy" | "uar" | "macroF1" | "mcc" | "majority" | "alwaysNo",
    number
  > & { truth: number[]; predicted: number[]; confusion: number[][] })[];
  readonly logistic: readonly (Record<
    "input" | "targets" | "weights" | "bias" | "fresh" | "probabilities",
    number[]
  > &
    Record<"features" | "classes" | "l2", number>)[];
  readonly quantiles: { sorted: number[]; at: number[]; values: number[] };
}

const golden = JSON.parse(
  readFileSync(new URL("../fixtures/metrics.json", import.meta.url), "utf8"),
) as Golden;

test.each(golden.binary)("two classes are as scikit-learn has them (%#)", (expected) => {
  const { truth, predicted, scores, probabilities } = expected;
  const found = binaryMetrics(countBinary(truth, predicted));
  const keys = ["accuracy", "balancedAccuracy", "precision", "recall", "f1", "mcc"] as const;
  for (const key of keys) expect(found[key].value).toBeCloseTo(expected[key], 14);
  expect(auc(truth, scores).value).toBeCloseTo(expected.auc, 14);
  expect(brierScore(truth, probabilities).value).toBeCloseTo(expected.brier, 14);
  const error = expectedCalibrationError(truth, probabilities, 10).value;
  expect(error).toBeCloseTo(expected.calibrationError, 14);
});

test.each(golden.classes)("six classes are as scikit-learn has them (%#)", (expected) => {
  const table = confusion(expected.truth, expected.predicted, expected.classes);
  expect(table).toEqual(expected.confusion);
  const found = classMetrics(table);
  const keys = ["accuracy", "uar", "macroF1", "mcc", "majority", "alwaysNo"] as const;
  for (const key of keys) expect(found[key].value).toBeCloseTo(expected[key], 14);
});

test.each(golden.logistic)(
  "logistic regression ends where scikit-learn's does (%#)",
  (expected) => {
    const { classes, l2 } = expected;
    const input = Float64Array.from(expected.input);
    const model = fitLogisticRegression(input, expected.targets, classes, { l2, tolerance: 1e-9 });
    expect(model.fit.converged).toBe(true);
    const mean = model.bias.reduce((a, b) => a + b, 0) / classes;
    // Both solvers stop at a gradient of about 1e-9; the Hessian is not far from 1.
    model.weights.forEach((w, i) => void expect(w).toBeCloseTo(expected.weights[i]!, 6));
    model.bias.forEach((b, c) => void expect(b - mean).toBeCloseTo(expected.bias[c]!, 6));
    const found = predictProbabilities(model, Float64Array.from(expected.fresh));
    found.forEach((p, i) => void expect(p).toBeCloseTo(expected.probabilities[i]!, 6));
  },
);

test("quantiles are NumPy's", () => {
  const { sorted, at, values } = golden.quantiles;
  at.forEach((q, i) => void expect(quantile(sorted, q)).toBeCloseTo(values[i]!, 14));
});

describe("what is undefined is NaN, and says on how many items", () => {
  const nan = { value: Number.NaN };

  test("precision where nothing was called positive, recall where nothing is", () => {
    const found = binaryMetrics(countBinary([1, 0, 0], [0, 0, 0]));
    expect(found.precision).toEqual({ ...nan, count: 0 });
    expect(found.mcc.value).toBeNaN();
    expect(found.f1).toEqual({ value: 0, count: 1 });
    const none = binaryMetrics(countBinary([0, 0], [0, 0]));
    expect(none.recall).toEqual({ ...nan, count: 0 });
    expect(none.f1).toEqual({ ...nan, count: 0 });
    expect(none.balancedAccuracy.value).toBeNaN();
    expect(none.alwaysNo).toEqual({ value: 1, count: 2 });
  });

  test("AUC without both classes; of ties alone it is one half", () => {
    expect(auc([1, 1], [0.2, 0.3])).toEqual({ ...nan, count: 0 });
    expect(auc([1, 0, 1, 0, 0], [7, 7, 7, 7, 7])).toEqual({ value: 0.5, count: 6 });
    expect(auc([0, 1], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]).value).toBe(1);
  });

  test("averages leave out what is undefined, and count the rest", () => {
    const found = classMetrics(confusion([0, 0, 1], [0, 1, 1], 4));
    expect(found.uar).toEqual({ value: 0.75, count: 2 });
    expect(found.macroF1.count).toBe(2);
    expect(classMetrics(confusion([], [], 3)).accuracy).toEqual({ ...nan, count: 0 });
  });

  test("empty bins, and no items at all", () => {
    expect(calibrationBins([1], [1], 2)).toEqual([
      { count: 0, meanProbability: Number.NaN, frequency: Number.NaN },
      { count: 1, meanProbability: 1, frequency: 1 },
    ]);
    expect(brierScore([], [])).toEqual({ ...nan, count: 0 });
    expect(expectedCalibrationError([], [])).toEqual({ ...nan, count: 0 });
  });
});

test("always answering no has 83.3 % of 309 sequences right, 84.3 % of 327; the majority 26.9 %", () => {
  const counts = [45, 59, 25, 69, 28, 83];
  const truth = counts.flatMap((n, c) => new Array<number>(n).fill(c));
  const alone = classMetrics(confusion(truth, truth, 6));
  expect(alone.alwaysNo.value).toBeCloseTo(0.8333, 4);
  expect(alone.majority.value).toBeCloseTo(0.2686, 4);
  const withContempt = [...truth, ...new Array<number>(18).fill(6)];
  const { oneVsAll } = classMetrics(confusion(withContempt, withContempt, 7));
  const six = oneVsAll.slice(0, 6).map((of) => of.alwaysNo.value);
  expect(six.reduce((a, b) => a + b, 0) / 6).toBeCloseTo(0.8425, 4);
});

test.each([
  [() => countBinary([1], []), "countBinary: predicted.length must be 1, got 0"],
  [() => countBinary([2], [1]), "countBinary: truth[0] must be an integer in [0, 1], got 2"],
  [() => confusion([0], [3], 3), "confusion: predicted[0] must be an integer in [0, 2], got 3"],
  [() => auc([0, 1], [0, Number.NaN]), "auc: scores[1] must be a number, got NaN"],
  [() => brierScore([1], [1.5]), "brierScore: probabilities[0] must be in [0, 1], got 1.5"],
  [() => calibrationBins([1], [1], 0), "calibrationBins: bins must be an integer >= 1, got 0"],
])("refuses nonsense, saying where (%#)", (act, message) => {
  expect(act).toThrow(message);
});
