import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, symmetricEigen, symmetricFunction } from "../../src/math/index.ts";

/** A symmetric matrix [n, n] of normal numbers; with `rank` below n, the product of [n, rank] with its transpose. */
function symmetric(n: number, seed: number, rank = 0): Float64Array {
  const random = createRandom(seed);
  const out = new Float64Array(n * n);
  const part = Float64Array.from({ length: n * rank }, () => random.normal());
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = rank === 0 ? random.normal() : 0;
      for (let k = 0; k < rank; k++) value += part[i * rank + k]! * part[j * rank + k]!;
      out[i * n + j] = value;
      out[j * n + i] = value;
    }
  }
  return out;
}

const product = (a: ArrayLike<number>, b: ArrayLike<number>, n: number) =>
  Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[k * n + j]!;
    return sum;
  });

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
}

const identity = (n: number) =>
  Float64Array.from({ length: n * n }, (_, i) => +(i % (n + 1) === 0));

test("known values: [[2, 1], [1, 2]] has 1 and 3", () => {
  const { values, vectors } = symmetricEigen([2, 1, 1, 2]);
  expect([...values].sort()).toEqual([1, 3].map((v) => expect.closeTo(v, 14)));
  for (const part of vectors) expect(Math.abs(part)).toBeCloseTo(Math.SQRT1_2, 14);
});

test("its vectors are orthonormal, and with its values make the matrix again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 33 }), fc.nat(1000), (n, seed) => {
      const a = symmetric(n, seed);
      const { vectors } = symmetricEigen(a);
      const transposed = vectors.map((_, at) => vectors[(at % n) * n + Math.floor(at / n)]!);
      expect(worst(product(transposed, vectors, n), identity(n))).toBeLessThan(1e-12);
      expect(
        worst(
          symmetricFunction(a, (value) => value),
          a,
        ),
      ).toBeLessThan(1e-12 * n);
    }),
    { numRuns: 40 },
  );
});

test("the inverse square root, twice applied, undoes a covariance", () => {
  const n = 32;
  const a = symmetric(n, 7, 60);
  const root = symmetricFunction(a, (value) => 1 / Math.sqrt(value));
  expect(worst(product(product(root, a, n), root, n), identity(n))).toBeLessThan(1e-9);
  expect(root.every((value, at) => value === root[(at % n) * n + Math.floor(at / n)])).toBe(true);
});

test("a matrix of low rank has values of 0, and the zero matrix nothing else", () => {
  const { values } = symmetricEigen(symmetric(12, 3, 4));
  expect(values.filter((value) => Math.abs(value) < 1e-12).length).toBe(8);
  expect(symmetricEigen(new Float64Array(9)).values).toEqual(new Float64Array(3));
});

describe("refuses", () => {
  test.each([
    [[1, 2, 3], "expected n x n values, got 3"],
    [[], "expected n x n values, got 0"],
    [[1, 2, 3, 4], "[0, 1] must be finite and that of [1, 0], got 2 and 3"],
    [[Number.NaN], "[0, 0] must be finite"],
  ])("%o", (matrix, message) => {
    expect(() => symmetricEigen(matrix)).toThrow(message);
  });
});
