import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { log, sigmoid } from "../../../src/math/index.ts";
import {
  createLoss,
  type Loss,
  type LossSpec,
  posteriorFromDerivatives,
} from "../../../src/nn/index.ts";

interface Golden {
  readonly cases: readonly {
    readonly spec: LossSpec;
    readonly logits: readonly number[];
    readonly targets: readonly number[];
    readonly loss: number;
    readonly gradient: readonly number[];
  }[];
  readonly posteriors: readonly {
    readonly spec: LossSpec;
    readonly rows: readonly (readonly [number, number])[];
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../../fixtures/losses.json", import.meta.url), "utf8"),
);

const exponent = fc.oneof(fc.constant(0), fc.double({ min: 1, max: 5, noNaN: true }));
const inside = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const count = fc.integer({ min: 1, max: 1000 });
const binarySpec: fc.Arbitrary<LossSpec> = fc.oneof(
  fc.constant<LossSpec>({ kind: "binary-cross-entropy" }),
  fc.record({
    kind: fc.constant("weighted-binary-cross-entropy" as const),
    positiveWeight: fc.double({ min: 0.02, max: 50, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("focal" as const),
    alpha: inside,
    gamma: fc.double({ min: 0, max: 6, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("class-balanced" as const),
    beta: fc.double({ min: 0, max: 0.99999, noNaN: true }),
    positives: count,
    negatives: count,
  }),
  fc.record({
    kind: fc.constant("label-smoothing" as const),
    epsilon: fc.double({ min: 0, max: 0.5, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("asymmetric" as const),
    gammaPositive: fc.double({ min: 0, max: 4, noNaN: true }),
    gammaNegative: exponent,
    clip: fc.constantFrom(0, 0.05, 0.2),
  }),
  fc.record({
    kind: fc.constant("logit-adjusted" as const),
    prior: inside,
    tau: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
);

const scratch = new Float64Array(1);
function posterior(loss: Loss, x: number): number {
  loss.probabilities([x], scratch);
  return scratch[0]!;
}
function slope(loss: Loss, x: number, y: 0 | 1): number {
  loss.evaluate([x], [y], scratch);
  return scratch[0]!;
}

describe("against PyTorch in float64", () => {
  test.each(golden.cases)("$spec", ({ spec, logits, targets, loss, gradient }) => {
    const got = new Float64Array(logits.length);
    const value = createLoss(spec).evaluate(logits, targets, got);
    // 1e-12: PyTorch's forms take 1 - sigmoid(6), which costs them two or three digits of sixteen.
    expect(Math.abs(value - loss)).toBeLessThan(1e-12 * Math.abs(loss));
    for (let i = 0; i < got.length; i++) {
      const bound = 1e-12 * Math.abs(gradient[i]!) + 1e-15;
      expect(Math.abs(got[i]! - gradient[i]!), `gradient[${i}]`).toBeLessThan(bound);
    }
  });

  test("covers every kind", () => {
    expect(new Set(golden.cases.map(({ spec }) => spec.kind)).size).toBe(8);
  });
});

test.each(golden.posteriors)("posterior against mpmath: $spec", ({ spec, rows }) => {
  const loss = createLoss(spec);
  for (const [x, eta] of rows) {
    // Relative, so in the far tail too: the exponent's rounding error is |x| times 7e-16 at most.
    expect(Math.abs(posterior(loss, x) - eta), `x ${x}`).toBeLessThanOrEqual(
      (1e-14 + Math.abs(x) * 1e-15) * eta,
    );
  }
});

test("gradients are those of central differences", () => {
  fc.assert(
    fc.property(
      binarySpec,
      fc.double({ min: -12, max: 12, noNaN: true }),
      fc.constantFrom<0 | 1>(0, 1),
      (spec, x, y) => {
        // The asymmetric loss has a kink at p = clip when its negative exponent is 0.
        if (spec.kind === "asymmetric") fc.pre(Math.abs(sigmoid(x) - spec.clip) > 1e-3);
        const loss = createLoss(spec);
        const value = (x: number) => loss.evaluate([x], [y], scratch);
        const numeric = (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
        // Step 1e-5: truncation h^2 L''' / 6 and rounding L 1e-16 / h, both near 1e-10 of the loss.
        const scale = 1 + value(x);
        expect(Math.abs(numeric - slope(loss, x, y))).toBeLessThan(1e-8 * scale);
      },
    ),
    { numRuns: 500 },
  );
});

/** Where eta dL1 + (1 - eta) dL0 changes sign, by bisection; the sign changes once. */
function minimiser(loss: Loss, eta: number): number {
  let [low, high] = [-60, 60];
  for (let i = 0; i < 80; i++) {
    const x = (low + high) / 2;
    if (eta * slope(loss, x, 1) + (1 - eta) * slope(loss, x, 0) < 0) low = x;
    else high = x;
  }
  return (low + high) / 2;
}

test("the posterior at the minimiser of the expected loss is the eta it was taken for", () => {
  fc.assert(
    fc.property(binarySpec, fc.double({ min: 1e-3, max: 1 - 1e-3, noNaN: true }), (spec, eta) => {
      const loss = createLoss(spec);
      if (spec.kind === "asymmetric" && spec.clip > 0) {
        // The etas that have a minimiser of their own: above the jump at the clip, below the limit of far logits.
        const edge = log(spec.clip / (1 - spec.clip)) + 1e-9;
        fc.pre(eta > posterior(loss, edge) + 1e-6 && eta < posterior(loss, 60) - 1e-6);
      }
      expect(Math.abs(posterior(loss, minimiser(loss, eta)) - eta)).toBeLessThan(1e-9);
    }),
    { numRuns: 500 },
  );
});

test("closed forms agree with the stationarity condition", () => {
  fc.assert(
    fc.property(binarySpec, fc.double({ min: -30, max: 30, noNaN: true }), (spec, x) => {
      const loss = createLoss(spec);
      const general = posteriorFromDerivatives(slope(loss, x, 0), slope(loss, x, 1));
      expect(Math.abs(posterior(loss, x) - general)).toBeLessThan(1e-12);
    }),
    { numRuns: 500 },
  );
});

/** Dense near 0, and out to where exponentials underflow. */
const GRID = [
  -1e4,
  -5000,
  -1000,
  -746,
  -745,
  -710,
  -709,
  -100,
  ...Array.from({ length: 1201 }, (_, i) => (i - 600) / 10),
  100,
  709,
  710,
  745,
  746,
  1000,
  5000,
  1e4,
];

/** The grid's points that do not hold: one `expect` a point would take most of the time. */
const failing = (holds: (x: number, i: number) => boolean) => GRID.filter((x, i) => !holds(x, i));

test("losses and gradients stay finite to 1e4, and never point the wrong way", () => {
  fc.assert(
    fc.property(binarySpec, fc.constantFrom(0, 1), (spec, y) => {
      const loss = createLoss(spec);
      const bad = failing((x) => {
        const value = loss.evaluate([x], [y], scratch);
        const rising = (y === 1 ? -1 : 1) * scratch[0]!;
        const finite = value >= 0 && value < 1e8 && Number.isFinite(rising);
        // A smoothed target is passed by a logit that is too sure.
        return finite && (rising >= 0 || spec.kind === "label-smoothing");
      });
      expect(bad).toEqual([]);
    }),
  );
});

test("posteriors never fall, lie in [0, 1], and are finite to 1e4", () => {
  fc.assert(
    fc.property(binarySpec, (spec) => {
      const out = new Float64Array(GRID.length);
      createLoss(spec).probabilities(GRID, out);
      expect(failing((_, i) => out[i]! >= 0 && out[i]! <= 1)).toEqual([]);
      // Rounding may shake a flat stretch by an ulp.
      expect(failing((_, i) => i === 0 || out[i]! - out[i - 1]! > -3e-16)).toEqual([]);
    }),
  );
});

test("a batch is the mean of its items", () => {
  fc.assert(
    fc.property(
      binarySpec,
      fc.array(fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.constantFrom(0, 1)), {
        minLength: 1,
        maxLength: 9,
      }),
      (spec, items) => {
        const loss = createLoss(spec);
        const gradient = new Float64Array(items.length);
        const logits = items.map(([x]) => x);
        const targets = items.map(([, y]) => y);
        const mean = loss.evaluate(logits, targets, gradient);
        let sum = 0;
        for (const [i, [x, y]] of items.entries()) {
          sum += loss.evaluate([x], [y], scratch);
          expect(gradient[i]).toBe(scratch[0]! / items.length);
        }
        expect(mean).toBe(sum / items.length);
      },
    ),
  );
});

test("a NaN logit is not hidden", () => {
  fc.assert(
    fc.property(binarySpec, fc.constantFrom<0 | 1>(0, 1), (spec, y) => {
      const loss = createLoss(spec);
      expect(loss.evaluate([Number.NaN], [y], scratch)).toBeNaN();
      expect(scratch[0]).toBeNaN();
      expect(posterior(loss, Number.NaN)).toBeNaN();
    }),
  );
});
