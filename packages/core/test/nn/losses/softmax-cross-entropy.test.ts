import fc from "fast-check";
import { expect, test } from "vitest";
import { createLoss } from "../../../src/nn/index.ts";

const loss = createLoss({ kind: "softmax-cross-entropy" });
const logit = fc.double({ min: -9, max: 9, noNaN: true });
const batch = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 7 }))
  .chain(([B, C]) =>
    fc.record({
      C: fc.constant(C),
      logits: fc.array(logit, { minLength: B * C, maxLength: B * C }),
      targets: fc.array(fc.nat(C - 1), { minLength: B, maxLength: B }),
    }),
  );

test("gradients are those of central differences", () => {
  fc.assert(
    fc.property(batch, ({ logits, targets }) => {
      const gradient = new Float64Array(logits.length);
      loss.evaluate(logits, targets, gradient);
      for (let i = 0; i < logits.length; i++) {
        const at = (h: number) =>
          loss.evaluate(
            logits.map((x, j) => (j === i ? x + h : x)),
            targets,
            new Float64Array(logits.length),
          );
        // Step 1e-5: truncation and rounding both near 1e-10.
        expect(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - gradient[i]!)).toBeLessThan(1e-8);
      }
    }),
  );
});

test("the gradient is (distribution - one hot) / B, and the distribution sums to 1", () => {
  fc.assert(
    fc.property(batch, ({ C, logits, targets }) => {
      const [gradient, p] = [new Float64Array(logits.length), new Float64Array(logits.length)];
      loss.evaluate(logits, targets, gradient);
      loss.probabilities(logits, p, C);
      for (const [i, y] of targets.entries()) {
        const row = p.subarray(i * C, (i + 1) * C);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
        for (let c = 0; c < C; c++) {
          const expected = (row[c]! - (c === y ? 1 : 0)) / targets.length;
          expect(gradient[i * C + c]).toBe(expected);
        }
      }
    }),
  );
});

test("two classes are a binary cross-entropy of the difference", () => {
  const binary = createLoss({ kind: "binary-cross-entropy" });
  const [two, one] = [new Float64Array(2), new Float64Array(1)];
  for (const x of [-40, -1.5, 0, 3, 700]) {
    for (const y of [0, 1]) {
      const value = loss.evaluate([0.7, x + 0.7], [y], two);
      expect(Math.abs(value - binary.evaluate([x], [y], one))).toBeLessThan(1e-15 * (1 + value));
      expect(two[1]).toBeCloseTo(one[0]!, 15);
    }
  }
});

test("logits of 1e4 stay finite", () => {
  const gradient = new Float64Array(3);
  expect(loss.evaluate([1e4, -1e4, 0], [1], gradient)).toBe(2e4);
  expect([...gradient]).toEqual([1, -1, 0]);
});

test.each([
  [[1, 2, 3], [0, 1], 3, "logits must have 4 values (2 targets), got 3"],
  [[1, 2], [2], 2, "softmax-cross-entropy: targets[0] must be a class in [0, 2), got 2"],
  [[], [], 0, "targets must not be empty"],
])("evaluate %j %j", (logits, targets, size, message) => {
  expect(() => loss.evaluate(logits, targets, new Float64Array(size))).toThrow(message);
});

test("probabilities need the number of classes", () => {
  const out = new Float64Array(6);
  expect(() => loss.probabilities([1, 2, 3, 4, 5, 6], out)).toThrow(
    "classes must be an integer >= 2 that divides 6 logits, got 1",
  );
  expect(() => loss.probabilities([1, 2, 3, 4, 5, 6], out, 4)).toThrow("got 4");
});
