import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acos, atan2, cos, sin } from "../../src/math/trigonometry.ts";
import { ulp } from "../support/ulp.ts";

type Rows = readonly (readonly number[])[];
const golden: Record<string, Rows> = JSON.parse(
  readFileSync(new URL("../fixtures/trigonometry.json", import.meta.url), "utf8"),
);

describe("against mpmath", () => {
  // Bounds in ulp are those that the module states.
  test.each([
    ["sin", sin, 1],
    ["cos", cos, 1],
    ["acos", acos, 1],
    ["atan2", atan2, 2],
  ] as const)("%s", (name, f, bound) => {
    expect(golden[name]!.length).toBeGreaterThan(100);
    for (const row of golden[name]!) {
      const [high, low] = row.slice(-2) as [number, number];
      const got = (f as (...xs: number[]) => number)(...row.slice(0, -2));
      const error = Math.abs(got - high - low) / ulp(high);
      expect(error, `${name}(${row.slice(0, -2)})`).toBeLessThan(bound);
    }
  });
});

test.each([
  [sin(0), 0],
  [sin(-0), -0],
  [sin(1000001), Number.NaN],
  [sin(Number.NEGATIVE_INFINITY), Number.NaN],
  [sin(Number.NaN), Number.NaN],
  [cos(0), 1],
  [cos(Math.PI), -1],
  [cos(-Math.PI), -1],
  [cos(-1000001), Number.NaN],
  [cos(Number.POSITIVE_INFINITY), Number.NaN],
  [cos(Number.NaN), Number.NaN],
  [acos(1), 0],
  [acos(-1), Math.PI],
  [acos(0), Math.PI / 2],
  [acos(1.0000000000000002), Number.NaN],
  [acos(Number.NaN), Number.NaN],
  [atan2(0, 1), 0],
  [atan2(-0, 1), -0],
  [atan2(0, 0), 0],
  [atan2(0, -0), Math.PI],
  [atan2(-0, -1), -Math.PI],
  [atan2(1, 0), Math.PI / 2],
  [atan2(-1, -0), -Math.PI / 2],
  [atan2(1, Number.POSITIVE_INFINITY), 0],
  [atan2(1, Number.NEGATIVE_INFINITY), Math.PI],
  [atan2(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY), Math.PI / 4],
  [atan2(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY), (-3 * Math.PI) / 4],
  [atan2(1e308, 1e-308), Math.PI / 2],
  [atan2(Number.NaN, 1), Number.NaN],
  [atan2(1, Number.NaN), Number.NaN],
])("special value %#: %d", (got, expected) => {
  expect(got).toBe(expected);
});

describe("properties", () => {
  const angle = fc.double({ min: -1000, max: 1000, noNaN: true });

  test("sin is odd, cos is even, and their squares add to 1", () => {
    fc.assert(
      fc.property(angle, (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(cos(-x)).toBe(cos(x));
        expect(Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  test("atan2 undoes sin and cos, and acos undoes cos", () => {
    fc.assert(
      fc.property(fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }), (x) => {
        expect(Math.abs(atan2(sin(x), cos(x)) - x)).toBeLessThan(1e-15);
        // An ulp of the cosine is worth up to sqrt(2 ulp) of angle beside 0 and pi.
        expect(Math.abs(acos(cos(x)) - Math.abs(x))).toBeLessThan(3e-8);
      }),
    );
  });
});
