import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import { minimiseInBox, minimiseLbfgs } from "../src/index.ts";
import { dot, lbfgsDirection } from "../src/lbfgs-direction.ts";

/** sum_i i (x_i - i)^2 / 2, for i from 1: its minimum 0 lies at (1, 2, ...). */
function bowl(x: Float64Array, gradient: Float64Array): number {
  let value = 0;
  for (let i = 0; i < x.length; i++) {
    const away = x[i]! - (i + 1);
    gradient[i] = (i + 1) * away;
    value += (gradient[i]! * away) / 2;
  }
  return value;
}

test("without a pair the direction is the gradient turned round and scaled", () => {
  expect(lbfgsDirection(Float64Array.of(3, -4), [], 0.5)).toEqual(Float64Array.of(-1.5, 2));
});

test("H takes each pair's y to its s: the latest exactly", () => {
  const random = createRandom(7);
  const curvature = [1, 4, 9, 16];
  const pairs = Array.from({ length: 3 }, () => {
    const s = Float64Array.from(curvature, () => random.normal());
    const y = s.map((v, i) => curvature[i]! * v);
    return { s, y, rho: 1 / dot(s, y) };
  });
  const { s, y } = pairs.at(-1)!;
  const found = lbfgsDirection(y, pairs, 1);
  // The secant equation H y = s (Nocedal & Wright 2006, 6.15), to the rounding of four products.
  found.forEach((v, i) => {
    expect(Math.abs(-v - s[i]!)).toBeLessThan(1e-14);
  });
});

test("finds the minimum of a quadratic, as the box does where it is wide", () => {
  const start = new Float64Array(12);
  const { x, value, gradientNorm, converged, iterations } = minimiseLbfgs(bowl, start, 1e-10, 200);
  expect(converged).toBe(true);
  expect(gradientNorm).toBeLessThanOrEqual(1e-10);
  expect(value).toBeLessThan(1e-20);
  expect(iterations).toBeLessThan(60);
  const wide = { low: start.map(() => -1e6), high: start.map(() => 1e6) };
  const inBox = minimiseInBox(bowl, start, wide, 1e-10, 200);
  x.forEach((v, i) => {
    expect(Math.abs(v - (i + 1))).toBeLessThan(1e-10);
    expect(Math.abs(inBox.x[i]! - (i + 1))).toBeLessThan(1e-10);
  });
  expect(start).toEqual(new Float64Array(12));
});

test("says when it has not arrived", () => {
  const stopped = minimiseLbfgs(bowl, new Float64Array(12), 1e-10, 2);
  expect(stopped).toMatchObject({ iterations: 2, converged: false });
  expect(stopped.gradientNorm).toBeGreaterThan(1e-10);
});
