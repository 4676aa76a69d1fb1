import { expect, test } from "vitest";
import { type OptimizerOptions, resolveOptimizerSpec } from "../../src/nn/index.ts";

test("defaults are those of torch.optim.Adam, AdamW and SGD", () => {
  expect(resolveOptimizerSpec({ kind: "adam" })).toEqual({
    kind: "adam",
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  });
  expect(resolveOptimizerSpec({ kind: "adamw" })).toEqual({
    kind: "adamw",
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
  });
  expect(resolveOptimizerSpec({ kind: "sgd" })).toEqual({
    kind: "sgd",
    learningRate: 1e-3,
    momentum: 0,
    weightDecay: 0,
  });
});

test("what is given is kept, and a complete spec resolves to itself", () => {
  const spec = resolveOptimizerSpec({ kind: "sgd", momentum: 0.9, weightDecay: 1e-4 });
  expect(spec).toEqual({ kind: "sgd", learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-4 });
  expect(resolveOptimizerSpec(spec)).toEqual(spec);
});

const WRONG: readonly (readonly [Record<string, unknown>, string])[] = [
  [{ kind: "rmsprop" }, "optimizer: kind must be adam, adamw or sgd, got rmsprop"],
  [{}, "optimizer: kind must be adam, adamw or sgd, got undefined"],
  [{ kind: "adam", weightDecay: 0.1 }, "optimizer adam has no key weightDecay, expected kind, "],
  [{ kind: "sgd", beta1: 0.9 }, "optimizer sgd has no key beta1, expected kind, "],
  [{ kind: "sgd", rate: 1 }, "optimizer sgd has no key rate, expected kind, "],
  [
    { kind: "adam", learningRate: -1 },
    "optimizer adam: learningRate must be in [0, Infinity), got -1",
  ],
  [
    { kind: "adam", learningRate: Number.POSITIVE_INFINITY },
    "optimizer adam: learningRate must be in [0, Infinity), got Infinity",
  ],
  [{ kind: "adam", beta1: 1 }, "optimizer adam: beta1 must be in [0, 1), got 1"],
  [{ kind: "adamw", beta2: Number.NaN }, "optimizer adamw: beta2 must be in [0, 1), got NaN"],
  [{ kind: "adamw", epsilon: "1" }, "optimizer adamw: epsilon must be in [0, Infinity), got 1"],
  [
    { kind: "adamw", weightDecay: undefined },
    "optimizer adamw: weightDecay must be in [0, Infinity), got undefined",
  ],
  [{ kind: "sgd", momentum: 1 }, "optimizer sgd: momentum must be in [0, 1), got 1"],
];

for (const [options, message] of WRONG) {
  test(`refuses ${JSON.stringify(options)}`, () => {
    expect(() => resolveOptimizerSpec(options as OptimizerOptions)).toThrow(message);
  });
}
