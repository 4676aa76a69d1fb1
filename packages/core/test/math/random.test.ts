import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, permutation, type Random, xoshiro128 } from "../../src/math/random.ts";

interface Golden {
  readonly state1234: readonly number[];
  readonly seeds: readonly { readonly seed: number; readonly outputs: readonly number[] }[];
  readonly children: readonly {
    readonly seed: number;
    readonly labels: readonly number[];
    readonly outputs: readonly number[];
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../fixtures/random.json", import.meta.url), "utf8"),
);

const take = (count: number, next: () => number) => Array.from({ length: count }, () => next());

describe("against C", () => {
  test("xoshiro128** from state 1, 2, 3, 4", () => {
    expect(take(golden.state1234.length, xoshiro128(1, 2, 3, 4))).toEqual(golden.state1234);
  });

  test.each(golden.seeds)("seed $seed", ({ seed, outputs }) => {
    expect(take(outputs.length, createRandom(seed).uint32)).toEqual(outputs);
  });

  test.each(golden.children)("seed $seed, labels $labels", ({ seed, labels, outputs }) => {
    const child = labels.reduce((random: Random, label) => random.fork(label), createRandom(seed));
    expect(take(outputs.length, child.uint32)).toEqual(outputs);
  });
});

test("a fork depends on the path to it alone", () => {
  const used = createRandom(5);
  take(1000, used.normal);
  used.fork(3);
  expect(take(9, used.fork(2).uint32)).toEqual(take(9, createRandom(5).fork(2).uint32));
  expect(take(9, used.fork(2).fork(3).uint32)).not.toEqual(take(9, used.fork(3).fork(2).uint32));
});

test("streams of different seeds and labels differ", () => {
  const firsts = new Set<string>();
  for (let seed = -100; seed < 100; seed++) {
    const random = createRandom(seed);
    firsts.add(take(2, random.uint32).join());
    for (let label = 0; label < 10; label++) firsts.add(take(2, random.fork(label).uint32).join());
  }
  expect(firsts.size).toBe(200 * 11);
});

test("errors name what is wrong", () => {
  expect(() => createRandom(0.5)).toThrow("createRandom: seed must be a safe integer, got 0.5");
  expect(() => createRandom(2 ** 53)).toThrow("seed must be a safe integer");
  expect(() => createRandom(1).fork(-1)).toThrow(
    "Random.fork: label must be an integer in [0, 2^32), got -1",
  );
  expect(() => createRandom(1).fork(2 ** 32)).toThrow("got 4294967296");
  expect(() => createRandom(1).below(0)).toThrow(
    "Random.below: n must be an integer in [1, 2^32], got 0",
  );
});

describe("statistics", () => {
  const N = 200_000;

  test("uniform: mean, variance and 100 equal bins", () => {
    const random = createRandom(11);
    const counts = new Array<number>(100).fill(0);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < N; i++) {
      const u = random.uniform();
      sum += u;
      squares += (u - 0.5) ** 2;
      counts[Math.floor(u * 100)]! += 1;
    }
    // Five standard errors: 1/sqrt(12 N) of the mean, 1/sqrt(180 N) of the variance.
    expect(Math.abs(sum / N - 0.5)).toBeLessThan(5 / Math.sqrt(12 * N));
    expect(Math.abs(squares / N - 1 / 12)).toBeLessThan(5 / Math.sqrt(180 * N));
    const chiSquare = counts.reduce((s, c) => s + (c - N / 100) ** 2 / (N / 100), 0);
    // 99 degrees of freedom: mean 99, standard deviation 14.
    expect(chiSquare).toBeGreaterThan(99 - 4 * 14.1);
    expect(chiSquare).toBeLessThan(99 + 5 * 14.1);
  });

  test("normal: first four moments, and no memory between draws", () => {
    const random = createRandom(12);
    const x = take(N, random.normal);
    const mean = (f: (i: number) => number) => x.reduce((s, _, i) => s + f(i), 0) / N;
    // Five standard errors: variances of z, z^2, z^3, z^4 are 1, 2, 15, 96.
    const bound = (variance: number) => 5 * Math.sqrt(variance / N);
    expect(Math.abs(mean((i) => x[i]!))).toBeLessThan(bound(1));
    expect(Math.abs(mean((i) => x[i]! ** 2) - 1)).toBeLessThan(bound(2));
    expect(Math.abs(mean((i) => x[i]! ** 3))).toBeLessThan(bound(15));
    expect(Math.abs(mean((i) => x[i]! ** 4) - 3)).toBeLessThan(bound(96));
    expect(Math.abs(mean((i) => x[i]! * (x[i - 1] ?? 0)))).toBeLessThan(bound(1));
  });

  test("below(6) is even, and a stream is unrelated to its child", () => {
    const random = createRandom(13);
    const child = random.fork(0);
    const counts = new Array<number>(36).fill(0);
    for (let i = 0; i < N; i++) counts[6 * random.below(6) + child.below(6)]! += 1;
    const chiSquare = counts.reduce((s, c) => s + (c - N / 36) ** 2 / (N / 36), 0);
    // 35 degrees of freedom: mean 35, standard deviation 8.4.
    expect(chiSquare).toBeLessThan(35 + 5 * 8.4);
  });

  test("permutations of 4 are equally likely", () => {
    const random = createRandom(14);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = permutation(random, 4).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Each count is binomial: 1000 with standard deviation 31.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 31);
  });
});

test("a permutation holds every index once", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(300), (seed, n) => {
      const order = permutation(createRandom(seed), n);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test("uniform is in [0, 1) and below(n) in [0, n)", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 4294967295 }), (seed, n) => {
      const random = createRandom(seed);
      const [u, k] = [random.uniform(), random.below(n)];
      expect(u >= 0 && u < 1 && k >= 0 && k < n && Number.isInteger(k)).toBe(true);
    }),
  );
});
