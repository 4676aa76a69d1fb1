import { expect, test } from "vitest";
import {
  checkParameters,
  parameterShapes,
  resolveNetworkSpec,
  type Tensor,
} from "../../src/nn/index.ts";

const spec = resolveNetworkSpec({
  inputSize: 5,
  hiddenSize: 8,
  layers: 2,
  bidirectional: true,
  outputs: 3,
});

// Names and shapes of torch.nn.GRU(5, 8, 2, bidirectional=True) and torch.nn.Linear(16, 3), as state_dict() lists them.
const TORCH: readonly (readonly [string, readonly number[]])[] = [
  ["rnn.weight_ih_l0", [24, 5]],
  ["rnn.weight_hh_l0", [24, 8]],
  ["rnn.bias_ih_l0", [24]],
  ["rnn.bias_hh_l0", [24]],
  ["rnn.weight_ih_l0_reverse", [24, 5]],
  ["rnn.weight_hh_l0_reverse", [24, 8]],
  ["rnn.bias_ih_l0_reverse", [24]],
  ["rnn.bias_hh_l0_reverse", [24]],
  ["rnn.weight_ih_l1", [24, 16]],
  ["rnn.weight_hh_l1", [24, 8]],
  ["rnn.bias_ih_l1", [24]],
  ["rnn.bias_hh_l1", [24]],
  ["rnn.weight_ih_l1_reverse", [24, 16]],
  ["rnn.weight_hh_l1_reverse", [24, 8]],
  ["rnn.bias_ih_l1_reverse", [24]],
  ["rnn.bias_hh_l1_reverse", [24]],
  ["head.weight", [3, 16]],
  ["head.bias", [3]],
];

const zeros = (): Map<string, Tensor> =>
  new Map(
    TORCH.map(([name, shape]) => [
      name,
      { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
    ]),
  );

test("names, shapes and order are PyTorch's", () => {
  expect([...parameterShapes(spec)]).toEqual(TORCH);
});

test("an LSTM has four gates", () => {
  const shapes = parameterShapes(resolveNetworkSpec({ inputSize: 5, hiddenSize: 8, cell: "lstm" }));
  expect(shapes.get("rnn.weight_ih_l0")).toEqual([32, 5]);
  expect(shapes.get("rnn.bias_hh_l0")).toEqual([32]);
});

test("accepts what fits, in any order, of either type", () => {
  expect(() => checkParameters(spec, zeros())).not.toThrow();
  expect(() => checkParameters(spec, new Map([...zeros()].reverse()))).not.toThrow();
  const wide = zeros().set("head.bias", { shape: [3], values: new Float64Array(3) });
  expect(() => checkParameters(spec, wide)).not.toThrow();
});

test("each misfit is named, with what was expected and what came", () => {
  const refuses = (change: (parameters: Map<string, Tensor>) => void, message: string) => {
    const parameters = zeros();
    change(parameters);
    expect(() => checkParameters(spec, parameters)).toThrow(message);
  };
  const values = new Float32Array(24);
  refuses(
    (p) => p.delete("rnn.bias_hh_l1_reverse"),
    "parameters: rnn.bias_hh_l1_reverse [24] is missing",
  );
  refuses(
    (p) => p.set("rnn.bias_ih_l2", { shape: [24], values }),
    "parameters: unknown tensor rnn.bias_ih_l2",
  );
  refuses(
    (p) => p.set("rnn.bias_ih_l0", { shape: [1, 24], values }),
    "parameters: rnn.bias_ih_l0 must have shape [24], got [1, 24]",
  );
  refuses(
    (p) => p.set("rnn.weight_ih_l0", { shape: [5, 24], values: new Float32Array(120) }),
    "parameters: rnn.weight_ih_l0 must have shape [24, 5], got [5, 24]",
  );
  refuses(
    (p) => p.set("rnn.weight_ih_l0", { shape: [24, 5], values: new Float32Array(119) }),
    "parameters: rnn.weight_ih_l0 must hold 120 values, got 119",
  );
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    refuses(
      (p) => p.get("rnn.weight_hh_l1")!.values.fill(bad, 17, 18),
      `parameters: rnn.weight_hh_l1[17] must be finite, got ${bad}`,
    );
  }
});
