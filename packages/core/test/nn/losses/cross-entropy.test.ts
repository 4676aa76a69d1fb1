import fc from "fast-check";
import { expect, test } from "vitest";
import { classBalancedWeights, createLoss, type LossSpec } from "../../../src/nn/index.ts";

const X = Array.from({ length: 41 }, (_, i) => (i - 20) / 2.5);
const Y = X.map((_, i) => ((i * 7) % 3) % 2);

function run(spec: LossSpec): { value: number; gradient: number[]; probabilities: number[] } {
  const loss = createLoss(spec);
  const gradient = new Float64Array(X.length);
  const value = loss.evaluate(X, Y, gradient);
  const out = new Float64Array(X.length);
  loss.probabilities(X, out);
  return { value, gradient: [...gradient], probabilities: [...out] };
}

const plain = run({ kind: "binary-cross-entropy" });

test.each<LossSpec>([
  { kind: "weighted-binary-cross-entropy", positiveWeight: 1 },
  { kind: "class-balanced", beta: 0, positives: 3, negatives: 90 },
  { kind: "class-balanced", beta: 0.9, positives: 5, negatives: 5 },
  { kind: "label-smoothing", epsilon: 0 },
  { kind: "logit-adjusted", prior: 0.1, tau: 0 },
  { kind: "logit-adjusted", prior: 0.5, tau: 1 },
  { kind: "asymmetric", gammaPositive: 0, gammaNegative: 0, clip: 0 },
])("is plain cross-entropy: %j", (spec) => {
  const { value, gradient, probabilities } = run(spec);
  // The same quantities by other roundings.
  expect(Math.abs(value - plain.value)).toBeLessThan(1e-15);
  for (const [i, g] of plain.gradient.entries()) {
    expect(Math.abs(gradient[i]! - g)).toBeLessThan(1e-16);
    expect(Math.abs(probabilities[i]! - plain.probabilities[i]!)).toBeLessThan(5e-16);
  }
});

test("a focal loss with gamma 0 and alpha 1/2 is half of it", () => {
  const { value, gradient, probabilities } = run({ kind: "focal", alpha: 0.5, gamma: 0 });
  expect(value).toBeCloseTo(plain.value / 2, 15);
  for (const [i, g] of plain.gradient.entries()) {
    expect(gradient[i]).toBe(g / 2);
    expect(probabilities[i]).toBeCloseTo(plain.probabilities[i]!, 14);
  }
});

test("balanced weights sum to 2, favour the rarer class, and tend to inverse frequency", () => {
  const count = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      count,
      count,
      (beta, p, n) => {
        const [w1, w0] = classBalancedWeights(beta, p, n);
        expect(w1 + w0).toBeCloseTo(2, 14);
        expect((w1 - w0) * (n - p)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
  const [w1, w0] = classBalancedWeights(1 - 2 ** -50, 25, 302);
  expect(w1 / w0).toBeCloseTo(302 / 25, 9);
});

test("a smoothed logit past the targets is a certainty", () => {
  const loss = createLoss({ kind: "label-smoothing", epsilon: 0.1 });
  const out = new Float64Array(3);
  loss.probabilities([-3, 0, 3], out); // ln(0.95 / 0.05) is 2.94
  expect([...out]).toEqual([0, expect.closeTo(0.5, 15), 1]);
});

test("only the losses whose papers ask for it start from the prior", () => {
  const kinds: [LossSpec, number][] = [
    [{ kind: "binary-cross-entropy" }, 0],
    [{ kind: "weighted-binary-cross-entropy", positiveWeight: 9 }, 0],
    [{ kind: "focal", alpha: 0.25, gamma: 2 }, -Math.log(99)],
    [{ kind: "class-balanced", beta: 0.9, positives: 1, negatives: 99 }, -Math.log(99)],
    [{ kind: "label-smoothing", epsilon: 0.1 }, 0],
    [{ kind: "asymmetric", gammaPositive: 0, gammaNegative: 4, clip: 0.05 }, 0],
    [{ kind: "logit-adjusted", prior: 0.01, tau: 1 }, 0],
    [{ kind: "softmax-cross-entropy" }, 0],
  ];
  for (const [spec, bias] of kinds) {
    expect(createLoss(spec).initialBias(0.01), spec.kind).toBeCloseTo(bias, 13);
  }
});
