/** Dropout: which elements fall, by how much the others grow, and that evaluation drops nothing. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import { initializeParameters, Network, resolveNetworkSpec } from "../../src/nn/index.ts";
import { testBackends } from "../support/backends.ts";

const { present } = await testBackends();
const wasm = present.find(({ name }) => name === "wasm")!.backend;
const [ROWS, WIDTH, RATE] = [96, 112, 0.3];
const THRESHOLD = Math.floor(RATE * 2 ** 32) | 0;

/** A field of ones after dropout. */
function masked({ backend }: (typeof present)[number], seed: number): number[] {
  const kernel = backend.createKernel();
  const place = kernel.allocate(ROWS * WIDTH);
  kernel.heap.fill(1, place, place + ROWS * WIDTH);
  kernel.ops.dropout(place, ROWS, WIDTH, seed, THRESHOLD, 1 / (1 - RATE));
  return Array.from(kernel.heap.subarray(place, place + ROWS * WIDTH));
}

const kept = (mask: readonly number[]) => mask.map((x) => (x === 0 ? 0 : 1));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(present)("$name", (each) => {
  const mask = masked(each, 12345);

  test("what is kept is divided by the share kept, the rest is zero", () => {
    const expected = each.backend.precision === "float64" ? 1 / 0.7 : Math.fround(1 / 0.7);
    expect(new Set(mask)).toEqual(new Set([0, expected]));
  });

  test("the mask is the first backend's, whatever the vectors", () => {
    expect(kept(mask)).toEqual(kept(masked(present[0]!, 12345)));
  });

  test("the same seed gives the same mask, another seed another", () => {
    expect(masked(each, 12345)).toEqual(mask);
    const agreement = mean(kept(masked(each, 12346)).map((k, i) => (k === kept(mask)[i] ? 1 : 0)));
    // Independent masks agree in 0.7^2 + 0.3^2 = 0.58 of 10752 elements, with a standard error of 0.005.
    expect(Math.abs(agreement - 0.58)).toBeLessThan(0.025);
  });
});

test("each row and each column falls as often as the rate says", () => {
  const mask = kept(masked(present[0]!, 99));
  const rows = Array.from({ length: ROWS }, (_, r) => mean(mask.slice(r * WIDTH, (r + 1) * WIDTH)));
  const columns = Array.from({ length: WIDTH }, (_, j) =>
    mean(mask.filter((_, i) => i % WIDTH === j)),
  );
  // Standard errors: 0.0044 of all, 0.043 of a row, 0.047 of a column; five of them for the worst of some hundred.
  expect(Math.abs(mean(mask) - 0.7)).toBeLessThan(0.022);
  for (const share of rows) expect(Math.abs(share - 0.7)).toBeLessThan(0.22);
  for (const share of columns) expect(Math.abs(share - 0.7)).toBeLessThan(0.24);
});

describe("in a network", () => {
  const shape = { inputSize: 6, hiddenSize: 24, cell: "lstm" as const, layers: 2 as const };
  const input = Float32Array.from({ length: 3 * 5 * 6 }, (_, i) => ((i * 37) % 19) / 9 - 1);
  const build = (dropout: number, headDropout: number) => {
    const spec = resolveNetworkSpec({ ...shape, dropout, headDropout });
    const network = new Network(wasm, spec, { sequences: 3, steps: 5 });
    network.setParameters(0, initializeParameters(spec, createRandom(4)));
    network.load({ shape: { N: 3, T: 5, F: 6 }, input, lengths: [5, 3, 4] });
    network.select([0, 1, 2]);
    return network;
  };
  const plain = [...build(0, 0).forward(0)];

  test("evaluation drops nothing, and seeds do nothing where the rates are zero", () => {
    expect([...build(0.4, 0.5).forward(0)]).toEqual(plain);
    expect([...build(0, 0).forward(0, { seed: 3 })]).toEqual(plain);
  });

  test("between layers and before the head, each on its own, changes the logits", () => {
    for (const [between, head] of [[0.4, 0] as const, [0, 0.4] as const]) {
      expect([...build(between, head).forward(0, { seed: 3 })]).not.toEqual(plain);
    }
  });

  test("before the head it is unbiased: over many seeds the mean logit is that without it", () => {
    const network = build(0, 0.5);
    const draws = Array.from({ length: 4000 }, (_, seed) => network.forward(0, { seed })[0]!);
    const average = mean(draws);
    const deviation = Math.sqrt(mean(draws.map((x) => (x - average) ** 2)));
    expect(deviation).toBeGreaterThan(0);
    expect(Math.abs(average - plain[0]!)).toBeLessThan((5 * deviation) / Math.sqrt(draws.length));
  });
});
