/** The front of the updates: norms, clipping, moments of each model. The updates themselves: golden.test.ts. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import {
  initializeParameters,
  Network,
  Optimizer,
  type OptimizerOptions,
  resolveNetworkSpec,
} from "../../src/nn/index.ts";
import { testBackends } from "../support/backends.ts";

const spec = resolveNetworkSpec({ inputSize: 5, hiddenSize: 11 });
const { present } = await testBackends();

function networkOf({ backend }: (typeof present)[number], models = 1): Network {
  const network = new Network(backend, spec, { sequences: 2, steps: 3, models });
  const input = Float32Array.from({ length: 30 }, (_, i) => Math.fround(((i * 7) % 11) / 5 - 1));
  network.load({ shape: { N: 2, T: 3, F: 5 }, input, lengths: [3, 2] });
  network.select([0, 1]);
  for (let k = 0; k < models; k++) {
    network.setParameters(k, initializeParameters(spec, createRandom(6)));
  }
  return network;
}

const flat = (network: Network, model = 0) =>
  [...network.getParameters(model).values()].flatMap(({ values }) => [...values]);
const gradientOf = (network: Network) =>
  [...network.getGradient().values()].flatMap(({ values }) => [...values]);
const norm = (values: readonly number[]) => Math.sqrt(values.reduce((s, x) => s + x * x, 0));

function pass(network: Network, model = 0): void {
  network.forward(model);
  network.backward(model, [1, -0.5]);
}

describe.each(present)("$name", (each) => {
  // Sums of squares are of at most 64 float32 terms a chain: 64 roundings of 6e-8.
  const bound = each.backend.precision === "float64" ? 1e-12 : 4e-6;

  test("the norm is over all of a model's parameters", () => {
    const network = networkOf(each);
    pass(network);
    const expected = norm(gradientOf(network));
    const found = new Optimizer(network, { kind: "sgd" }).gradientNorm();
    expect(Math.abs(found / expected - 1)).toBeLessThan(bound);
  });

  test("clipping shortens the step to the norm asked for, and leaves a shorter one alone", () => {
    const moved = (clipNorm: number | null) => {
      const network = networkOf(each);
      const optimizer = new Optimizer(network, { kind: "sgd", learningRate: 1, momentum: 0 });
      pass(network);
      const before = flat(network);
      optimizer.step(0, 1, clipNorm);
      return flat(network).map((x, i) => x - before[i]!);
    };
    const free = moved(null);
    expect(moved(100 * norm(free))).toEqual(free);
    const clipped = moved(0.25 * norm(free));
    // A difference of weights near 1 is good to float32's 6e-8, of a step of about 0.1.
    expect(Math.abs(norm(clipped) / (0.25 * norm(free)) - 1)).toBeLessThan(1e-4);
  });
});

const OPTIMIZERS: OptimizerOptions[] = [
  { kind: "adam" },
  { kind: "adamw", weightDecay: 0.1 },
  { kind: "sgd", momentum: 0.9 },
];
test.each(OPTIMIZERS)(
  "$kind keeps the moments and the step count of each model apart",
  (options) => {
    const each = present.find(({ name }) => name === "wasm")!;
    const shared = networkOf(each, 2);
    const optimizer = new Optimizer(shared, options);
    const steps = [3, 1];
    for (const [model, count] of steps.entries()) {
      for (let i = 0; i < count; i++) {
        pass(shared, model);
        optimizer.step(model);
      }
    }
    steps.forEach((count, model) => {
      const alone = networkOf(each);
      const own = new Optimizer(alone, options);
      for (let i = 0; i < count; i++) {
        pass(alone);
        own.step(0);
      }
      expect(flat(shared, model)).toEqual(flat(alone));
    });
  },
);
