import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createReferenceBackend, createWasmBackend } from "../../src/kernel/index.ts";
import { createRandom } from "../../src/math/index.ts";
import {
  decodeSafetensors,
  fromKeras,
  fromOnnx,
  fromPyTorch,
  initializeParameters,
  Network,
  type NetworkOptions,
  type NetworkSpec,
  type Parameters,
  parameterShapes,
  resolveNetworkSpec,
  type Tensor,
  toKeras,
  toOnnx,
  toPyTorch,
} from "../../src/nn/index.ts";

// Fixtures: reference/interchange.py, which ran Keras and ONNX Runtime on its own conversions before writing them.
const fixture = (name: string) =>
  decodeSafetensors(
    new Uint8Array(
      readFileSync(new URL(`../fixtures/interchange/${name}.safetensors`, import.meta.url)),
    ),
  );

/** Entries by name, for comparison of maps whatever their order. */
const sorted = (tensors: ReadonlyMap<string, Tensor>) =>
  [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));

/** What one bias of an LSTM can hold of two: their sum, in bias_ih. */
function mergeBiases(parameters: Parameters): Parameters {
  const merged = new Map(parameters);
  for (const [name, { shape, values }] of parameters) {
    if (!name.startsWith("rnn.bias_ih")) continue;
    const other = parameters.get(name.replace("_ih", "_hh"))!.values;
    merged.set(name, { shape, values: values.map((x, i) => x + other[i]!) });
    merged.set(name.replace("_ih", "_hh"), { shape, values: values.map(() => 0) });
  }
  return merged;
}

const backends = [await createWasmBackend(), createReferenceBackend()];

for (const name of ["gru", "gru-2-bidirectional", "lstm", "lstm-2-bidirectional"]) {
  const pytorch = fixture(`${name}.pytorch`);
  const spec = resolveNetworkSpec(JSON.parse(pytorch.metadata.spec!) as NetworkOptions);
  const parameters = fromPyTorch(spec, pytorch.tensors);
  const keras = fixture(`${name}.keras`).tensors;
  const onnx = fixture(`${name}.onnx`).tensors;

  test(`${name}: PyTorch's state dict, in its own order`, () => {
    expect(sorted(parameters)).toEqual(sorted(pytorch.tensors));
    expect([...toPyTorch(spec, parameters)]).toEqual([...parameters]);
    expect([...parameters.keys()]).toEqual([...parameterShapes(spec).keys()]);
  });

  test(`${name}: Keras's arrays exactly, and back`, () => {
    expect(sorted(toKeras(spec, parameters))).toEqual(sorted(keras));
    const expected = spec.cell === "gru" ? parameters : mergeBiases(parameters);
    expect(sorted(fromKeras(spec, keras))).toEqual(sorted(expected));
    expect(sorted(toKeras(spec, fromKeras(spec, keras)))).toEqual(sorted(keras));
  });

  test(`${name}: ONNX's arrays exactly, and back`, () => {
    expect(sorted(toOnnx(spec, parameters))).toEqual(sorted(onnx));
    expect(sorted(fromOnnx(spec, onnx))).toEqual(sorted(parameters));
  });

  test(`${name}: our logits from each one's weights are each one's logits`, () => {
    const { tensors } = fixture(`${name}.logits`);
    const { shape, values } = tensors.get("input")!;
    const [N, T, F] = shape as [number, number, number];
    const read = {
      pytorch: parameters,
      keras: fromKeras(spec, keras),
      onnx: fromOnnx(spec, onnx),
    };
    for (const backend of backends) {
      const network = new Network(backend, spec, { sequences: N, steps: T });
      network.load({ shape: { N, T, F }, input: values, lengths: new Array(N).fill(T) });
      network.select([0, 1, 2]);
      for (const [source, set] of Object.entries(read)) {
        network.setParameters(0, set);
        const logits = network.forward(0);
        // Float32 over 6 steps and 2 layers: logits of order 1, each side within a few units of the last place.
        tensors.get(source)!.values.forEach((x, i) => {
          expect(Math.abs(logits[i]! - x), `${backend.name} ${source} ${i}`).toBeLessThan(2e-6);
        });
      }
    }
  });
}

const three: NetworkSpec = resolveNetworkSpec({
  inputSize: 4,
  hiddenSize: 8,
  layers: 3,
  cell: "lstm",
});

test("three layers of float64 keep their type and every bit", () => {
  const random = createRandom(5);
  const wide = new Map(
    [...parameterShapes(three)].map(([name, shape]) => [
      name,
      {
        shape,
        values: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
      },
    ]),
  );
  expect(sorted(fromOnnx(three, toOnnx(three, wide)))).toEqual(sorted(wide));
  expect(sorted(fromKeras(three, toKeras(three, wide)))).toEqual(sorted(mergeBiases(wide)));
});

test("what comes out is a copy", () => {
  const parameters = initializeParameters(three, createRandom(1));
  for (const convert of [toPyTorch, toKeras, toOnnx, fromPyTorch]) {
    for (const { values } of convert(three, parameters).values()) values.fill(7);
  }
  expect(parameters).toEqual(initializeParameters(three, createRandom(1)));
});

test("errors name the converter, the tensor, what was expected and what came", () => {
  const parameters = initializeParameters(three, createRandom(1));
  const keras = toKeras(three, parameters);
  const onnx = toOnnx(three, parameters);
  const bias = (shape: readonly number[], values: Float32Array) => ({ shape, values });
  const wrong = (name: string, tensor: Tensor) => () =>
    fromKeras(three, new Map(keras).set(name, tensor));
  expect(wrong("rnn_l1/bias", bias([2, 32], new Float32Array(64)))).toThrow(
    "fromKeras: rnn_l1/bias must have shape [32], got [2, 32]",
  );
  expect(wrong("rnn_l1/bias", bias([32], new Float32Array(31)))).toThrow(
    "fromKeras: rnn_l1/bias must hold 32 values, got 31",
  );
  expect(wrong("rnn_l1/bias", bias([32], new Float32Array(32).fill(Number.NaN, 5)))).toThrow(
    "fromKeras: rnn_l1/bias[5] must be finite, got NaN",
  );
  expect(() => fromOnnx(three, keras)).toThrow(
    /^fromOnnx: expected rnn_l0\/W, .*head\/bias, got unknown rnn_l0\/kernel$/,
  );
  const short = new Map(onnx);
  short.delete("rnn_l2/B");
  expect(() => fromOnnx(three, short)).toThrow(
    "fromOnnx: rnn_l2/B must have shape [1, 64], got none",
  );
  expect(() => fromPyTorch(three, new Map())).toThrow(
    "fromPyTorch: rnn.weight_ih_l0 must have shape [32, 4], got none",
  );
  for (const convert of [toPyTorch, toKeras, toOnnx]) {
    expect(() => convert(three, new Map())).toThrow(
      "parameters: rnn.weight_ih_l0 [32, 4] is missing",
    );
  }
});
