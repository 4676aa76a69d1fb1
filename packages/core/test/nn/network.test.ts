import { beforeAll, describe, expect, test } from "vitest";
import { type Backend, createReferenceBackend, createWasmBackend } from "../../src/kernel/index.ts";
import { createRandom, exp, log1p } from "../../src/math/index.ts";
import {
  initializeParameters,
  Network,
  type NetworkOptions,
  type Parameters,
  resolveNetworkSpec,
  type SequenceBatch,
} from "../../src/nn/index.ts";

const SHAPES: NetworkOptions[] = [
  { inputSize: 5, hiddenSize: 9, cell: "gru" },
  { inputSize: 7, hiddenSize: 17, cell: "lstm" },
  { inputSize: 3, hiddenSize: 8, cell: "gru", layers: 2, bidirectional: true, pooling: "mean" },
  { inputSize: 6, hiddenSize: 20, cell: "lstm", layers: 3, bidirectional: true, outputs: 6 },
  { inputSize: 4, hiddenSize: 16, cell: "lstm", pooling: "mean", layers: 2 },
  { inputSize: 4, hiddenSize: 33, cell: "gru", layers: 3, dropout: 0.3, headDropout: 0.2 },
];

function randomBatch(N: number, T: number, F: number, seed: number): SequenceBatch {
  const random = createRandom(seed);
  return {
    shape: { N, T, F },
    input: Float32Array.from({ length: N * T * F }, () => random.normal()),
    lengths: Array.from({ length: N }, (_, n) => (n === 0 ? T : 1 + random.below(T))),
  };
}

/** Asymmetric weights: initial ones would leave biases zero, and swapped gates would pass. */
function randomParameters(options: NetworkOptions, seed: number): Parameters {
  const random = createRandom(seed);
  const parameters = initializeParameters(resolveNetworkSpec(options), random);
  for (const { values } of parameters.values()) {
    for (let i = 0; i < values.length; i++) values[i] = 0.4 * random.normal();
  }
  return parameters;
}

/** A smooth loss of all logits with unequal weights, and its gradient. */
function lossOf(logits: Float64Array, gradient: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < logits.length; i++) {
    const weight = (i % 3) + 1;
    const e = exp(-logits[i]!);
    loss += weight * log1p(e);
    gradient[i] = (-weight * e) / (1 + e);
  }
  return loss;
}

function build(
  backend: Backend,
  options: NetworkOptions,
  batch: SequenceBatch,
  parameters: Parameters,
): Network {
  const { N, T } = batch.shape;
  const network = new Network(backend, resolveNetworkSpec(options), { sequences: N, steps: T });
  network.load(batch);
  network.setParameters(0, parameters);
  network.select(Array.from({ length: N }, (_, n) => n));
  return network;
}

function passes(network: Network): { loss: number; logits: number[]; gradient: Parameters } {
  const logits = network.forward(0, { seed: 77 });
  const gradLogits = new Float64Array(logits.length);
  const loss = lossOf(logits, gradLogits);
  network.backward(0, gradLogits);
  return { loss, logits: [...logits], gradient: network.getGradient() };
}

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((s, x) => s + x * x, 0));
const relativeError = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  norm(Array.from(a, (x, i) => x - b[i]!)) / Math.max(norm(b), 1e-12);

let wasm: Backend;
beforeAll(async () => {
  wasm = await createWasmBackend();
});

describe.each(SHAPES)(
  "$cell $layers $bidirectional $pooling, $inputSize to $hiddenSize",
  (options) => {
    const batch = randomBatch(5, 7, options.inputSize, 1);
    const parameters = randomParameters(options, 2);

    test("float64 gradients are those of central differences", () => {
      const network = build(createReferenceBackend(), options, batch, parameters);
      const { gradient } = passes(network);
      const random = createRandom(3);
      for (const [name, tensor] of gradient) {
        const direction = Array.from(tensor.values, () => random.normal());
        const length = norm(direction);
        const shifted = (h: number) => {
          const moved = new Map(parameters);
          const values = Float64Array.from(
            parameters.get(name)!.values,
            (x, i) => x + (h * direction[i]!) / length,
          );
          moved.set(name, { shape: tensor.shape, values });
          network.setParameters(0, moved);
          return lossOf(
            network.forward(0, { seed: 77 }),
            new Float64Array(5 * network.spec.outputs),
          );
        };
        const numeric = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        const analytic = direction.reduce((s, d, i) => s + (d * tensor.values[i]!) / length, 0);
        // Central differences with h = 1e-5 are good to about 1e-9 of the loss's third derivative.
        expect(Math.abs(numeric - analytic), name).toBeLessThan(1e-8 + 1e-7 * Math.abs(analytic));
      }
    });

    test("wasm agrees with the float64 reference to float32", () => {
      const reference = passes(build(createReferenceBackend(), options, batch, parameters));
      for (const backend of [wasm, createReferenceBackend("float32")]) {
        const fast = passes(build(backend, options, batch, parameters));
        expect(relativeError(fast.logits, reference.logits), backend.name).toBeLessThan(1e-5);
        for (const [name, { values }] of reference.gradient) {
          expect(
            relativeError(fast.gradient.get(name)!.values, values),
            `${backend.name} ${name}`,
          ).toBeLessThan(1e-5);
        }
      }
    });
  },
);

test("padding changes nothing, not a bit", () => {
  const options: NetworkOptions = {
    inputSize: 5,
    hiddenSize: 24,
    cell: "gru",
    layers: 2,
    bidirectional: true,
  };
  const batch = randomBatch(4, 6, 5, 4);
  const parameters = randomParameters(options, 5);
  const wide = {
    shape: { N: 4, T: 11, F: 5 },
    lengths: batch.lengths,
    input: new Float32Array(4 * 11 * 5).fill(Number.NaN),
  };
  for (let n = 0; n < 4; n++) wide.input.set(batch.input.subarray(n * 30, n * 30 + 30), n * 55);
  const a = passes(build(wasm, options, batch, parameters));
  const b = passes(build(wasm, options, wide, parameters));
  expect(b).toEqual(a);
});
