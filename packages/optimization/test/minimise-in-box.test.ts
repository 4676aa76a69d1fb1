import { expect, test } from "vitest";
import { type Box, minimiseInBox } from "../src/minimise-in-box.ts";

const box = (low: number, high: number): Box => ({
  low: Float64Array.of(low, low),
  high: Float64Array.of(high, high),
});

/** Rosenbrock's valley, minimum 0 at (1, 1). */
function valley(x: Float64Array, gradient: Float64Array): number {
  const [a, b] = [1 - x[0]!, x[1]! - x[0]! * x[0]!];
  gradient[0] = -2 * a - 400 * x[0]! * b;
  gradient[1] = 200 * b;
  return a * a + 100 * b * b;
}

test("finds a minimum inside", () => {
  const { x, converged } = minimiseInBox(valley, Float64Array.of(-1.2, 1), box(-2, 2), 1e-8, 200);
  expect(converged).toBe(true);
  expect(x[0]).toBeCloseTo(1, 7);
  expect(x[1]).toBeCloseTo(1, 7);
});

test("finds a minimum on the edge, and stays in the box on the way", () => {
  const inside = (x: Float64Array, gradient: Float64Array) => {
    for (const v of x) {
      expect(v).toBeGreaterThanOrEqual(-2);
      expect(v).toBeLessThanOrEqual(0.5);
    }
    return valley(x, gradient);
  };
  const { x, converged } = minimiseInBox(
    inside,
    Float64Array.of(-1.2, 0.4),
    box(-2, 0.5),
    1e-8,
    200,
  );
  expect(converged).toBe(true);
  // With x0 <= 0.5 the valley is lowest at (0.5, 0.25).
  expect(x[0]).toBe(0.5);
  expect(x[1]).toBeCloseTo(0.25, 8);
});

test("steps back from where there is no value", () => {
  const cliff = (x: Float64Array, gradient: Float64Array) =>
    x[0]! > 1.001 ? Number.POSITIVE_INFINITY : valley(x, gradient);
  const { x } = minimiseInBox(cliff, Float64Array.of(0, 0), box(-5, 5), 1e-8, 500);
  // The valley's floor is flat there: 1e-8 of slope is 1e-5 of way.
  expect(Math.abs(x[0]! - 1)).toBeLessThan(1e-5);
});
