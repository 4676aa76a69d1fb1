import { expect, test } from "vitest";
import { createRandom, encodeUtf8, sha256 } from "../../src/math/index.ts";
import {
  checkParameters,
  gateCount,
  initializeParameters,
  type NetworkSpec,
  type Parameters,
  parameterShapes,
  resolveNetworkSpec,
} from "../../src/nn/index.ts";
import { orthogonal } from "../../src/nn/initialize.ts";

const SPECS = (["gru", "lstm"] as const).flatMap((cell) =>
  [8, 33, 64].map((hiddenSize) =>
    resolveNetworkSpec({
      cell,
      hiddenSize,
      inputSize: 136,
      layers: 2,
      bidirectional: true,
      outputs: 3,
    }),
  ),
);

/** Values of every tensor whose name begins so. */
const named = (parameters: Parameters, start: string) =>
  [...parameters].filter(([name]) => name.startsWith(start)).map(([, { values }]) => values);

/** Largest |Q Q^T - I| of a square block of n. */
function skew(q: ArrayLike<number>, n: number): number {
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let k = 0; k < n; k++) dot += q[i * n + k]! * q[j * n + k]!;
      worst = Math.max(worst, Math.abs(dot - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

/** Mean and variance of the values. */
function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, variance: list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length };
}

for (const spec of SPECS) {
  const parameters = initializeParameters(spec, createRandom(11));
  const h = spec.hiddenSize;

  test(`${spec.cell} ${h}: every tensor, and nothing else`, () => {
    expect(() => checkParameters(spec, parameters)).not.toThrow();
    expect([...parameters.keys()]).toEqual([...parameterShapes(spec).keys()]);
  });

  test(`${spec.cell} ${h}: recurrent weights are orthogonal, each gate on its own`, () => {
    for (const values of named(parameters, "rnn.weight_hh")) {
      for (let g = 0; g < gateCount(spec); g++) {
        // Rows are exact to float64; each entry rounded to float32 moves a dot product by less than 2 * 2^-24.
        expect(skew(values.subarray(g * h * h, (g + 1) * h * h), h)).toBeLessThan(1e-6);
      }
    }
  });

  test(`${spec.cell} ${h}: input and head weights are Glorot-uniform`, () => {
    const limits: [string, number][] = [
      ["rnn.weight_ih_l0", Math.sqrt(6 / (136 + h))],
      ["rnn.weight_ih_l1", Math.sqrt(6 / (2 * h + h))],
      ["head.weight", Math.sqrt(6 / (2 * h + 3))],
    ];
    for (const [start, limit] of limits) {
      for (const values of named(parameters, start)) expectUniform(values, limit);
    }
  });

  test(`${spec.cell} ${h}: biases are zero, but for the forget gate's in bias_ih`, () => {
    for (const values of named(parameters, "rnn.bias_ih")) {
      const forget = (i: number) => spec.cell === "lstm" && i >= h && i < 2 * h;
      expect([...values]).toEqual([...values].map((_, i) => (forget(i) ? 1 : 0)));
    }
    for (const values of [...named(parameters, "rnn.bias_hh"), ...named(parameters, "head.bias")]) {
      expect([...values].filter((x) => x !== 0)).toEqual([]);
    }
  });
}

/** Within +-limit, reaching for it, with mean 0 and variance limit^2 / 3 to five standard errors. */
function expectUniform(values: ArrayLike<number>, limit: number): void {
  const n = values.length;
  const { mean, variance } = moments(values);
  const largest = Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(largest).toBeLessThanOrEqual(Math.fround(limit));
  // All n below (1 - 10 / n) of the limit has a chance of e^-10.
  expect(largest).toBeGreaterThan(limit * (1 - 10 / n));
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(limit ** 2 / 3 / n));
  // Var(x^2) of a uniform is limit^4 (1/5 - 1/9).
  expect(Math.abs(variance - limit ** 2 / 3)).toBeLessThan(5 * limit ** 2 * Math.sqrt(4 / 45 / n));
}

test("an orthogonal matrix is orthogonal to float64's rounding, and uniform over the group", () => {
  const random = createRandom(4);
  for (const n of [1, 2, 8, 64, 256])
    expect(skew(orthogonal(n, random), n)).toBeLessThan(1e-14 * n);
  // Of a Haar matrix every entry has mean 0 and variance 1/n, and the determinant is 1 or -1 alike.
  const draws = Array.from({ length: 2000 }, () => orthogonal(3, random));
  for (let i = 0; i < 9; i++) {
    const { mean, variance } = moments(draws.map((q) => q[i]!));
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 3 / 2000));
    // An entry of a 3 x 3 is uniform on [-1, 1]: Var(x^2) = 4/45.
    expect(Math.abs(variance - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / 2000));
  }
  const positive = draws.filter((q) => determinant3(q) > 0).length;
  expect(Math.abs(positive - 1000)).toBeLessThan(5 * Math.sqrt(500));
});

/** Sarrus's rule. */
function determinant3(q: Float64Array): number {
  const product = (i: number, j: number, k: number) => q[i]! * q[3 + j]! * q[6 + k]!;
  const plus = product(0, 1, 2) + product(1, 2, 0) + product(2, 0, 1);
  return plus - product(2, 1, 0) - product(1, 0, 2) - product(0, 2, 1);
}

/** One digest over every tensor. */
function digest(spec: NetworkSpec, seed: number): string {
  const tensors = [...initializeParameters(spec, createRandom(seed)).values()];
  const digests = tensors.map(({ values }) => sha256(new Uint8Array(values.buffer)));
  return sha256(encodeUtf8(digests.join()));
}

test("the same seed gives the same bytes, another seed others", () => {
  for (const spec of SPECS) {
    expect(digest(spec, 1)).toBe(digest(spec, 1));
    expect(digest(spec, 1)).not.toBe(digest(spec, 2));
  }
});

test("golden bytes: the same on every engine and release", () => {
  const spec = resolveNetworkSpec({ inputSize: 20, hiddenSize: 16, cell: "lstm" });
  expect(digest(spec, 7)).toBe("82861bc545ba6e1eab7bdd7f74acb519260f7a3505b7f76b8d48c2bb686301b8");
});

test("the head's bias is what is asked for", () => {
  const parameters = initializeParameters(SPECS[0]!, createRandom(1), { headBias: -2.5 });
  expect([...parameters.get("head.bias")!.values]).toEqual([-2.5, -2.5, -2.5]);
});

test("refuses an unknown option, and a bias that is not finite", () => {
  const start = (options: object) => () =>
    initializeParameters(SPECS[0]!, createRandom(1), options);
  expect(start({ bias: 1 })).toThrow("initializeParameters: has no key bias, expected headBias");
  for (const headBias of [Number.NaN, Number.NEGATIVE_INFINITY, "1", null]) {
    expect(start({ headBias })).toThrow(
      `initializeParameters: headBias must be finite, got ${headBias}`,
    );
  }
});
