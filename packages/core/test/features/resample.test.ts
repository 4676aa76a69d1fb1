import fc from "fast-check";
import { expect, test } from "vitest";
import { interpolate, lengthGrid, stepGrid, stepTime } from "../../src/features/resample.ts";

const from = fc.double({ min: 0, max: 1e9, noNaN: true });
const duration = fc.double({ min: 0, max: 5000, noNaN: true });

test("a step grid holds every step up to the end, and no more", () => {
  fc.assert(
    fc.property(from, duration, fc.double({ min: 5, max: 200, noNaN: true }), (from, d, step) => {
      const grid = stepGrid(from, from + d, step);
      expect(grid[0]).toBe(from);
      expect(grid.at(-1)!).toBeLessThanOrEqual(from + d);
      expect(stepTime(from, step, grid.length)).toBeGreaterThan(from + d);
    }),
  );
  // 0.3 / 0.1 is 2.9999999999999996 in floating point, and 3 * 0.1 is above 0.3.
  expect(Array.from(stepGrid(0, 0.3, 0.1))).toEqual([0, 0.1, 0.2]);
  expect(Array.from(stepGrid(0, 1, 0.1)).length).toBe(11);
});

test("a length grid has its frames, both ends exact, never falling", () => {
  fc.assert(
    fc.property(from, duration, fc.integer({ min: 2, max: 60 }), (from, d, frames) => {
      const grid = lengthGrid(from, from + d, frames);
      expect(grid.length).toBe(frames);
      expect(grid[0]).toBe(from);
      expect(grid.at(-1)).toBe(from + d);
      for (let k = 1; k < frames; k++) expect(grid[k]!).toBeGreaterThanOrEqual(grid[k - 1]!);
    }),
  );
});

test("interpolate mixes two rows", () => {
  const out = new Float64Array(2);
  interpolate(Float64Array.of(0, 1, 10, 5, 20, 1), 1, 4, 0.25, out);
  expect(Array.from(out)).toEqual([1 + 0.25 * 19, 10 + 0.25 * (1 - 10)]);
});
