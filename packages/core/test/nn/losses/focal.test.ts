import fc from "fast-check";
import { expect, test } from "vitest";
import { log, pow, sigmoid } from "../../../src/math/index.ts";
import { createLoss } from "../../../src/nn/index.ts";

const out = new Float64Array(1);
function posterior(alpha: number, gamma: number, x: number): number {
  createLoss({ kind: "focal", alpha, gamma }).probabilities([x], out);
  return out[0]!;
}

/** The inverse as published, in v = sigmoid(x): right for moderate v, lost to rounding at the ends. */
function published(a: number, g: number, v: number): number {
  const A = pow(v, g) / (1 - v) - g * pow(v, g - 1) * log(1 - v);
  const B = g * pow(1 - v, g - 1) * log(v) - pow(1 - v, g) / v;
  return ((1 - a) * A) / ((1 - a) * A - a * B);
}

const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const gamma = fc.double({ min: 0, max: 6, noNaN: true });
const x = fc.double({ min: -6, max: 6, noNaN: true });

test("the posterior is the published inverse", () => {
  fc.assert(
    fc.property(share, gamma, x, (a, g, x) => {
      // 1 - v at v = sigmoid(6) has lost 1e-13 relative.
      expect(Math.abs(posterior(a, g, x) - published(a, g, sigmoid(x)))).toBeLessThan(1e-11);
    }),
  );
});

test("alpha 0.25 fires at a posterior of 0.75, whatever gamma", () => {
  fc.assert(
    fc.property(gamma, (g) => {
      expect(posterior(0.25, g, 0)).toBeCloseTo(0.75, 14);
    }),
  );
});

test("exchanging the classes exchanges alpha, the sign and eta", () => {
  fc.assert(
    fc.property(share, gamma, x, (a, g, x) => {
      const loss = createLoss({ kind: "focal", alpha: a, gamma: g });
      const mirrored = createLoss({ kind: "focal", alpha: 1 - a, gamma: g });
      const value = loss.evaluate([x], [1], out);
      expect(Math.abs(value - mirrored.evaluate([-x], [0], out))).toBeLessThan(1e-14);
      expect(posterior(a, g, x) + posterior(1 - a, g, -x)).toBeCloseTo(1, 13);
    }),
  );
});

test("a hopeless item costs its logit, an easy one nothing", () => {
  for (const gamma of [0.3, 2, 100, 1e6]) {
    const loss = createLoss({ kind: "focal", alpha: 0.25, gamma });
    expect(loss.evaluate([-1e4], [1], out)).toBe(2500);
    expect(out[0]).toBe(-0.25);
    expect(loss.evaluate([1e4], [0], out)).toBe(7500);
    expect(loss.evaluate([1e4], [1], out)).toBe(0);
    expect(out[0]).toBe(-0);
  }
});
