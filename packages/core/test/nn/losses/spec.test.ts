import { expect, test } from "vitest";
import {
  checkLossSpec,
  createLoss,
  type LossOptions,
  type LossSpec,
  resolveLossSpec,
} from "../../../src/nn/index.ts";

test.each([
  [{ kind: "hinge" }, "createLoss: kind must be one of binary-cross-entropy, "],
  [{ kind: "toString" }, "got toString"],
  [{ kind: "focal", alpha: 0.25 }, "createLoss: focal gamma must be in [0, 1e6], got undefined"],
  [{ kind: "focal", alpha: 1, gamma: 2 }, "focal alpha must be in (0, 1), got 1"],
  [{ kind: "focal", alpha: 0.5, gamma: -1 }, "gamma must be in [0, 1e6], got -1"],
  [{ kind: "focal", alpha: 0.5, gamma: "2" }, "gamma must be in [0, 1e6], got 2"],
  [
    { kind: "focal", alpha: 0.5, gamma: 2, beta: 1 },
    "createLoss: focal has no key beta, expected alpha, gamma",
  ],
  [{ kind: "binary-cross-entropy", weight: 2 }, "has no key weight, expected none"],
  [
    { kind: "weighted-binary-cross-entropy", positiveWeight: 0 },
    "positiveWeight must be positive and finite, got 0",
  ],
  [
    { kind: "class-balanced", beta: 1, positives: 2, negatives: 2 },
    "beta must be in [0, 1), got 1",
  ],
  [
    { kind: "class-balanced", beta: 0.9, positives: 0, negatives: 2 },
    "positives must be an integer >= 1, got 0",
  ],
  [{ kind: "label-smoothing", epsilon: 1 }, "epsilon must be in [0, 1), got 1"],
  [
    { kind: "asymmetric", gammaPositive: 0, gammaNegative: 4, clip: Number.NaN },
    "clip must be in [0, 1), got NaN",
  ],
  [{ kind: "logit-adjusted", prior: 0, tau: 1 }, "prior must be in (0, 1), got 0"],
])("%j", (spec, message) => {
  expect(() => createLoss(spec as LossSpec)).toThrow(message);
  expect(() => checkLossSpec(spec as LossSpec)).toThrow(message);
});

test("a loss carries its spec", () => {
  const spec: LossSpec = { kind: "focal", alpha: 0.25, gamma: 2 };
  expect(createLoss(spec).spec).toEqual(spec);
});

test.each<[LossOptions, object]>([
  [{ kind: "binary-cross-entropy" }, {}],
  [{ kind: "focal" }, { alpha: 0.25, gamma: 2 }],
  [
    { kind: "focal", gamma: 0.5 },
    { alpha: 0.25, gamma: 0.5 },
  ],
  [{ kind: "class-balanced", positives: 3, negatives: 9 }, { beta: 0.999 }],
  [{ kind: "label-smoothing" }, { epsilon: 0.1 }],
  [
    { kind: "asymmetric", clip: 0 },
    { gammaPositive: 0, gammaNegative: 4, clip: 0 },
  ],
  [{ kind: "logit-adjusted", prior: 0.2 }, { tau: 1 }],
])("resolveLossSpec fills in %j", (options, rest) => {
  expect(resolveLossSpec(options)).toEqual({ ...options, ...rest });
});

test("resolveLossSpec has no default for what the training set decides, and checks the rest", () => {
  const resolve = (options: object) => () => resolveLossSpec(options as LossOptions);
  expect(resolve({ kind: "weighted-binary-cross-entropy" })).toThrow(
    "positiveWeight must be positive and finite, got undefined",
  );
  expect(resolve({ kind: "class-balanced" })).toThrow("positives must be an integer >= 1");
  expect(resolve({ kind: "focal", alpha: undefined })).toThrow("alpha must be in (0, 1)");
  expect(resolve({ kind: "focal", weight: 1 })).toThrow("focal has no key weight");
  expect(resolve({ kind: "hinge" })).toThrow("got hinge");
});
