import { expect, test } from "vitest";
import {
  directionCount,
  gateCount,
  multiplyAddsPerStep,
  type NetworkOptions,
  parameterCount,
  parameterShapes,
  resolveNetworkSpec,
} from "../../src/nn/index.ts";

test("defaults: one forward GRU layer of 64 units, last state, one logit, no dropout", () => {
  expect(resolveNetworkSpec({ inputSize: 136 })).toEqual({
    cell: "gru",
    inputSize: 136,
    hiddenSize: 64,
    layers: 1,
    bidirectional: false,
    pooling: "last",
    outputs: 1,
    dropout: 0,
    headDropout: 0,
  });
});

test("what is given is kept, and a complete spec resolves to itself", () => {
  const spec = resolveNetworkSpec({
    headDropout: 0.5,
    dropout: 0.25,
    outputs: 16,
    pooling: "mean",
    bidirectional: true,
    layers: 3,
    hiddenSize: 256,
    inputSize: 1434,
    cell: "lstm",
  });
  expect(resolveNetworkSpec(spec)).toEqual(spec);
  expect(Object.keys(resolveNetworkSpec(spec))).toEqual(Object.keys(spec));
  expect(spec).toMatchObject({ cell: "lstm", hiddenSize: 256, layers: 3, headDropout: 0.5 });
});

const WRONG: readonly (readonly [Record<string, unknown>, string])[] = [
  [{ cell: "rnn" }, "cell must be gru or lstm, got rnn"],
  [{ inputSize: 0 }, "inputSize must be an integer in [1, 1048576], got 0"],
  [{ inputSize: undefined }, "inputSize must be an integer in [1, 1048576], got undefined"],
  [{ hiddenSize: 7 }, "hiddenSize must be an integer in [8, 256], got 7"],
  [{ hiddenSize: 257 }, "hiddenSize must be an integer in [8, 256], got 257"],
  [{ hiddenSize: 8.5 }, "hiddenSize must be an integer in [8, 256], got 8.5"],
  [{ layers: 4 }, "layers must be 1 or 2 or 3, got 4"],
  [{ bidirectional: 1 }, "bidirectional must be true or false, got 1"],
  [{ pooling: "max" }, "pooling must be last or mean, got max"],
  [{ outputs: 17 }, "outputs must be an integer in [1, 16], got 17"],
  [{ dropout: 1 }, "dropout must be a number in [0, 1), got 1"],
  [{ dropout: Number.NaN }, "dropout must be a number in [0, 1), got NaN"],
  [{ headDropout: "0" }, "headDropout must be a number in [0, 1), got 0"],
  [{ hidden: 8 }, "has no key hidden, expected "],
  [{ toString: 8 }, "has no key toString, expected "],
  [{ constructor: 8 }, "has no key constructor, expected "],
];

for (const [options, message] of WRONG) {
  test(`refuses ${message}`, () => {
    expect(() => resolveNetworkSpec({ inputSize: 3, ...options } as NetworkOptions)).toThrow(
      `network spec: ${message}`,
    );
  });
}

test("refuses a spec without inputSize", () => {
  expect(() => resolveNetworkSpec({} as NetworkOptions)).toThrow(
    "network spec: inputSize is required",
  );
});

for (const cell of ["gru", "lstm"] as const) {
  for (const layers of [1, 2, 3] as const) {
    for (const bidirectional of [false, true]) {
      test(`${cell}, ${layers} layers, bidirectional ${bidirectional}: counts are those of its tensors`, () => {
        const spec = resolveNetworkSpec({
          inputSize: 7,
          hiddenSize: 9,
          outputs: 4,
          cell,
          layers,
          bidirectional,
        });
        const shapes = parameterShapes(spec);
        const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
        const total = [...shapes.values()].reduce((sum, shape) => sum + size(shape), 0);
        expect(parameterCount(spec)).toBe(total);
        const matrices = [...shapes].filter(([name]) => name.startsWith("rnn.weight"));
        const products = matrices.reduce((sum, [, shape]) => sum + size(shape), 0);
        expect(multiplyAddsPerStep(spec)).toBe(products);
        expect(matrices.length).toBe(2 * layers * directionCount(spec));
      });
    }
  }
}

test("the published counts: a GRU takes 3 h (d + h + 2) parameters and 3/4 of an LSTM's multiply-adds", () => {
  const gru = resolveNetworkSpec({ inputSize: 136 });
  const lstm = resolveNetworkSpec({ inputSize: 136, cell: "lstm" });
  expect(parameterCount(gru)).toBe(3 * 64 * (136 + 64 + 2) + 65);
  expect(parameterCount(lstm)).toBe(4 * 64 * (136 + 64 + 2) + 65);
  expect(multiplyAddsPerStep(gru) / multiplyAddsPerStep(lstm)).toBe(0.75);
  expect([gateCount(gru), gateCount(lstm)]).toEqual([3, 4]);
});
