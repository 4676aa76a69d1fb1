import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp, expm1, log, log1p, pow, sigmoid, softplus, tanh } from "../../src/math/elementary.ts";
import { ulp } from "../support/ulp.ts";

type Rows = readonly (readonly number[])[];
const golden: Record<string, Rows> = JSON.parse(
  readFileSync(new URL("../fixtures/elementary.json", import.meta.url), "utf8"),
);

/** Error of `got` in ulp of the exact value high + low. */
const errorInUlp = (got: number, high: number, low: number) =>
  Math.abs(got - high - low) / ulp(high);

describe("against mpmath", () => {
  // Bounds are those that the module states. exp: below 1e-308 the table's low part underflows, half an ulp at most.
  test.each([
    ["exp", exp, 1.5],
    ["log", log, 1],
    ["log1p", log1p, 1],
    ["expm1", expm1, 1],
    ["sigmoid", sigmoid, 2],
    ["softplus", softplus, 2],
    ["tanh", tanh, 2],
  ] as const)("%s", (name, f, bound) => {
    expect(golden[name]!.length).toBeGreaterThan(60);
    for (const [x, high, low] of golden[name]!) {
      expect(errorInUlp(f(x!), high!, low!), `${name}(${x})`).toBeLessThan(bound);
    }
  });

  test("pow: one ulp, and one more for every unit of |y ln x|", () => {
    for (const [x, y, high, low] of golden.pow!) {
      const bound = 1 + Math.abs(y! * log(x!)) + 1;
      expect(errorInUlp(pow(x!, y!), high!, low!), `pow(${x}, ${y})`).toBeLessThan(bound);
    }
  });
});

test.each([
  [exp(0), 1],
  [exp(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
  [exp(710), Number.POSITIVE_INFINITY],
  [exp(Number.NEGATIVE_INFINITY), 0],
  [exp(-746), 0],
  [log(1), 0],
  [log(0), Number.NEGATIVE_INFINITY],
  [log(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
  [log(-1), Number.NaN],
  [log1p(-1), Number.NEGATIVE_INFINITY],
  [log1p(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
  [log1p(-2), Number.NaN],
  [expm1(0), 0],
  [expm1(-1000), -1],
  [expm1(1000), Number.POSITIVE_INFINITY],
  [expm1(-0), -0],
  [expm1(Number.NEGATIVE_INFINITY), -1],
  [log1p(-0), -0],
  [pow(0, 0), 1],
  [pow(0, 2.5), 0],
  [pow(0, -1), Number.POSITIVE_INFINITY],
  [pow(3, 1), 3],
  [pow(3, 2), 9],
  [pow(1, 1e300), 1],
  [tanh(0), 0],
  [tanh(-0), -0],
  [tanh(50), 1],
  [tanh(Number.NEGATIVE_INFINITY), -1],
  [sigmoid(0), 0.5],
  [sigmoid(-1e4), 0],
  [sigmoid(1e4), 1],
  [softplus(-1e4), 0],
  [softplus(1e4), 1e4],
])("special value %#: %d", (got, expected) => {
  expect(got).toBe(expected);
});

test.each([exp, expm1, log, log1p, tanh, sigmoid, softplus])("$name of NaN is NaN", (f) => {
  expect(f(Number.NaN)).toBeNaN();
});

describe("properties", () => {
  const x = fc.double({ min: -750, max: 750, noNaN: true });
  test("tanh is odd, sigmoid(x) + sigmoid(-x) is 1, softplus(x) - softplus(-x) is x", () => {
    fc.assert(
      fc.property(x, (x) => {
        expect(tanh(-x)).toBe(-tanh(x));
        expect(Math.abs(sigmoid(x) + sigmoid(-x) - 1)).toBeLessThan(3e-16);
        // Two softplus and a difference, each right to a few ulp of |x| + 1.
        expect(Math.abs(softplus(x) - softplus(-x) - x)).toBeLessThan(1e-15 * (1 + Math.abs(x)));
      }),
    );
  });

  test("log undoes exp", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        // exp's rounding alone moves the logarithm by 1.1e-16, whatever x.
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(3e-16 * (1 + Math.abs(x)));
      }),
    );
  });

  test("expm1 undoes log1p", () => {
    fc.assert(
      fc.property(fc.double({ min: -0.999, max: 1e6, noNaN: true }), (x) => {
        // log1p's rounding, of up to 7.6e-17 times 14, is magnified by 1 + x.
        expect(Math.abs(expm1(log1p(x)) - x)).toBeLessThan(2e-15 * (1 + x) + 4e-16 * Math.abs(x));
      }),
    );
  });

  test("functions that rise never fall", () => {
    for (const f of [exp, expm1, sigmoid, softplus, tanh]) {
      let last = f(-40);
      for (let x = -40; x < 40; x += 1 / 64) {
        const y = f(x);
        expect(y).toBeGreaterThanOrEqual(last);
        last = y;
      }
    }
  });
});
