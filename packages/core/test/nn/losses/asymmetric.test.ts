import { expect, test } from "vitest";
import { log } from "../../../src/math/index.ts";
import { createLoss, type LossSpec } from "../../../src/nn/index.ts";

const out = new Float64Array(1);
const spec = (gammaPositive: number, gammaNegative: number, clip: number): LossSpec => ({
  kind: "asymmetric",
  gammaPositive,
  gammaNegative,
  clip,
});
function posterior(of: LossSpec, x: number): number {
  createLoss(of).probabilities([x], out);
  return out[0]!;
}
const edge = (clip: number) => log(clip / (1 - clip));

test("with equal exponents and no clip it is twice the focal loss of alpha 1/2", () => {
  const asymmetric = createLoss(spec(2, 2, 0));
  const focal = createLoss({ kind: "focal", alpha: 0.5, gamma: 2 });
  for (const x of [-30, -2, 0.5, 7]) {
    for (const y of [0, 1]) {
      expect(asymmetric.evaluate([x], [y], out)).toBe(2 * focal.evaluate([x], [y], out));
    }
    expect(posterior(spec(2, 2, 0), x)).toBeCloseTo(
      posterior({ kind: "focal", alpha: 0.5, gamma: 2 }, x),
      14,
    );
  }
});

test("negatives at or below the clip weigh nothing and tell nothing", () => {
  const loss = createLoss(spec(1, 4, 0.05));
  expect(loss.evaluate([edge(0.05) - 0.01], [0], out)).toBe(0);
  expect(out[0]).toBe(0);
  expect(posterior(spec(1, 4, 0.05), edge(0.05) - 1e-6)).toBe(0);
  expect(posterior(spec(1, 4, 0.05), edge(0.05) + 1e-3)).toBeGreaterThan(0);
});

test("without a negative exponent the posterior jumps at the clip, from 0 to p / (1 + p)", () => {
  // There dL0 = p q and, with no positive exponent, dL1 = -q.
  const of = spec(0, 0, 0.2);
  expect(posterior(of, edge(0.2) - 1e-9)).toBe(0);
  expect(posterior(of, edge(0.2) + 1e-9)).toBeCloseTo(0.2 / 1.2, 8);
});

test("without a positive exponent the posterior stays below C / (1 + C)", () => {
  const [g, c] = [4, 0.05];
  const C = (1 - c) ** g * ((g * -Math.log(c)) / (1 - c) + 1 / c);
  for (const x of [60, 800, 1e4]) {
    expect(posterior(spec(0, g, c), x)).toBeCloseTo(C / (1 + C), 14);
  }
});
