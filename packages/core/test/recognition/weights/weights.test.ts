import { describe, expect, test } from "vitest";
import { EXPRESSION_TASK } from "../../../src/face/index.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../../src/nn/index.ts";
import type { Recipe, RecognizerModel } from "../../../src/recognition/index.ts";
import {
  exportWeights,
  importWeights,
  type WeightLayout,
} from "../../../src/recognition/weights/index.ts";
import { randomModel } from "../../support/recognizers.ts";

const RECIPES: readonly Partial<Recipe>[] = [
  {},
  { layers: 2, bidirectional: true },
  { heads: "one-trunk", layers: 2 },
  { cell: "lstm" },
];

describe.each(["pytorch", "keras"] as const)("%s", (layout) => {
  test.each(RECIPES)("out of one model and into another: %o", (recipe) => {
    const [from, to] = [randomModel(1, recipe), randomModel(2, recipe)];
    const bytes = exportWeights(from, layout);
    expect(exportWeights(from, layout)).toEqual(bytes);
    const moved = importWeights(to, bytes, layout);
    expect({ ...moved, parameters: null }).toEqual({ ...to, parameters: null });
    if (layout === "keras" && recipe.cell === "lstm") {
      // Keras has the two biases' sum alone: other parameters of the same function, and out again the same tensors.
      const tensors = (model: RecognizerModel) =>
        decodeSafetensors(exportWeights(model, layout)).tensors;
      expect(tensors(moved)).toEqual(tensors(from));
      expect(moved.parameters[0]!.get("head.weight")).toEqual(
        from.parameters[0]!.get("head.weight"),
      );
    } else {
      expect(moved.parameters).toEqual(from.parameters);
    }
  });
});

test("PyTorch's names are those of a ModuleDict's state dict, Keras' those of its layers", () => {
  const model = randomModel(1);
  const names = (layout: WeightLayout) => [
    ...decodeSafetensors(exportWeights(model, layout)).tensors.keys(),
  ];
  expect(names("pytorch").filter((name) => name.startsWith("anger"))).toEqual([
    "anger.head.bias",
    "anger.head.weight",
    "anger.rnn.bias_hh_l0",
    "anger.rnn.bias_ih_l0",
    "anger.rnn.weight_hh_l0",
    "anger.rnn.weight_ih_l0",
  ]);
  expect(names("keras")).toContain("surprise/rnn_l0/recurrent_kernel");
  expect(names("keras")).toHaveLength(6 * 5);
});

test("the file says what goes in", () => {
  const model = randomModel(1);
  const { metadata } = decodeSafetensors(exportWeights(model, "pytorch"));
  expect(metadata).toMatchObject({ format: "mien-recognizer-weights", layout: "pytorch" });
  expect(JSON.parse(metadata.task!)).toEqual(EXPRESSION_TASK);
  expect(JSON.parse(metadata.feature_names!)).toEqual(model.scaler.names);
  expect(JSON.parse(metadata.scaler_mean!)).toEqual(model.scaler.mean);
  expect(JSON.parse(metadata.scaler_scale!)).toEqual(model.scaler.scale);
  expect(JSON.parse(metadata.network!)).toEqual(model.network);
});

test("float64 weights come in rounded", () => {
  const model = randomModel(3);
  const { tensors } = decodeSafetensors(exportWeights(model, "pytorch"));
  const wide = new Map(
    [...tensors].map(([name, { shape, values }]): [string, Tensor] => [
      name,
      { shape, values: Float64Array.from(values, (x) => x * (1 + 1e-12)) },
    ]),
  );
  const moved = importWeights(randomModel(4), encodeSafetensors(wide), "pytorch");
  expect(moved.parameters).toEqual(model.parameters);
});

describe("refuses", () => {
  const model = randomModel(1);
  const { tensors } = decodeSafetensors(exportWeights(model, "pytorch"));
  const file = (change: (all: Map<string, Tensor>) => void) => {
    const all = new Map(tensors);
    change(all);
    return encodeSafetensors(all);
  };
  const bring = (bytes: Uint8Array, layout: string = "pytorch", to: RecognizerModel = model) =>
    importWeights(to, bytes, layout as WeightLayout);
  const bias = (values: number[]): Tensor => ({
    shape: [values.length],
    values: Float32Array.from(values),
  });

  test.each([
    [
      "another layout",
      () =>
        bring(
          file(() => {}),
          "onnx",
        ),
      "importWeights: layout must be pytorch or keras, got onnx",
    ],
    [
      "the other layout",
      () => bring(exportWeights(model, "keras"), "pytorch"),
      "importWeights: layout must be keras, as the file says, got pytorch",
    ],
    [
      "a tensor too few",
      () => bring(file((all) => all.delete("fear.head.bias"))),
      "importWeights: fear: fromPyTorch: head.bias must have shape [1], got none",
    ],
    [
      "a tensor of none of the heads",
      () => bring(file((all) => all.set("contempt.head.bias", bias([1])))),
      /importWeights: expected tensors anger\.\.\.\., .*, got contempt\.head\.bias/,
    ],
    [
      "a tensor that a head lacks",
      () => bring(file((all) => all.set("fear.rnn.weight_ih_l1", bias([1])))),
      /importWeights: fear: fromPyTorch: expected .*, got unknown rnn\.weight_ih_l1/,
    ],
    [
      "another shape",
      () => bring(file((all) => all.set("anger.head.bias", bias([1, 2])))),
      "importWeights: anger: fromPyTorch: head.bias must have shape [1], got [2]",
    ],
    [
      "a weight that is no number",
      () => bring(file((all) => all.set("anger.head.bias", bias([Number.NaN])))),
      "importWeights: anger: fromPyTorch: head.bias[0] must be finite, got NaN",
    ],
    [
      "a model of another form",
      () =>
        bring(exportWeights(model, "pytorch"), "pytorch", randomModel(1, { heads: "one-trunk" })),
      /importWeights: expected tensors trunk\.\.\.\., got anger\./,
    ],
    ["no safetensors", () => bring(new Uint8Array(3)), /decodeSafetensors: truncated/],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
