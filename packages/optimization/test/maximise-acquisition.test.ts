import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import type { Acquisition } from "../src/log-expected-improvement.ts";
import { type Coordinate, maximiseAcquisition } from "../src/maximise-acquisition.ts";

/** -(x - 0.37)^2 - (y - 0.61)^2 - 0.1 if the choice is not 2. */
const hill: Acquisition = {
  value: ([x, y, c]: ArrayLike<number> & Iterable<number>) =>
    -((x! - 0.37) ** 2) - (y! - 0.61) ** 2 - (c === 2 ? 0 : 0.1),
  withGradient(at, gradient) {
    gradient[0] = -2 * (at[0]! - 0.37);
    gradient[1] = -2 * (at[1]! - 0.61);
    gradient[2] = 0;
    return hill.value(at);
  },
};
const gridOf = (points: number, ordered: boolean): Coordinate => ({
  kind: "grid",
  points,
  ordered,
  at: (i) => (ordered ? (i + 0.5) / points : i),
});

test.each([
  [5, 0.7],
  [10, 0.65],
  [1000, 0.6095],
])("climbs intervals, grids (of %i points) and choices together", (points, best) => {
  const coordinates = [{ kind: "interval" } as const, gridOf(points, true), gridOf(4, false)];
  const lengths = Float64Array.of(0.5, 0.5, 1);
  const start = Float64Array.of(0.9, (Math.floor(points * 0.1) + 0.5) / points, 0);
  const options = { samples: 3, localSearches: 2 };
  const x = maximiseAcquisition(hill, coordinates, lengths, start, createRandom(1), options);
  // The climb stops at a gradient of 1e-2 a length, curvature 2 * 0.25: 0.02 lengths of 0.5.
  expect(Math.abs(x[0]! - 0.37)).toBeLessThanOrEqual(0.01);
  expect(Math.abs(x[1]! - 0.61)).toBeLessThanOrEqual(Math.abs(best - 0.61) + 1e-9);
  expect(x[2]).toBe(2);
});
