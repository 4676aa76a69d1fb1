/** Beside mpmath to 50 digits (reference/optimization.py). */
import { expect, test } from "vitest";
import { logImprovement } from "../src/log-improvement.ts";
import { readFixture, worstError } from "./support/optimization-fixture.ts";

const golden = readFixture<{ logImprovement: readonly (readonly [number, number, number])[] }>(
  "improvement.json",
);

test("log expected improvement and its slope, from -1e4 to 40", () => {
  const found = golden.logImprovement.map(([z]) => logImprovement(z));
  const expected = (i: 1 | 2) => golden.logImprovement.map((row) => row[i]);
  // Just right of -5, h loses a factor of 25 to cancellation: 25 ulp and an exp.
  expect(
    worstError(
      found.map(({ value }) => value),
      expected(1),
    ),
  ).toBeLessThan(1e-13);
  expect(
    worstError(
      found.map(({ slope }) => slope),
      expected(2),
    ),
  ).toBeLessThan(1e-12);
});
