import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createPlateau,
  createSchedule,
  type PlateauOptions,
  type ScheduleOptions,
} from "../../src/nn/schedules.ts";

interface Golden {
  readonly base: number;
  readonly steps: readonly {
    readonly options: ScheduleOptions;
    readonly totalSteps: number;
    readonly rates: readonly number[];
  }[];
  readonly metrics: readonly number[];
  readonly plateaus: readonly {
    readonly options: PlateauOptions;
    readonly rates: readonly number[];
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../fixtures/schedules.json", import.meta.url), "utf8"),
);

const all = (options: ScheduleOptions, totalSteps: number, base = 1) => {
  const schedule = createSchedule(options);
  return Array.from({ length: totalSteps }, (_, i) => schedule.learningRate(i, totalSteps, base));
};

describe("against torch.optim.lr_scheduler", () => {
  test.each(golden.steps)("$options over $totalSteps", ({ options, totalSteps, rates }) => {
    for (const [i, rate] of all(options, totalSteps, golden.base).entries()) {
      // PyTorch multiplies its way from step to step, which drifts by some ulp of the base rate.
      expect(Math.abs(rate - rates[i]!), `step ${i}`).toBeLessThan(1e-13 * golden.base);
    }
  });

  test.each(golden.plateaus)("plateau $options", ({ options, rates }) => {
    const plateau = createPlateau(options);
    let state = plateau.start(golden.base);
    for (const [i, metric] of golden.metrics.entries()) {
      state = plateau.next(state, metric);
      expect(state.learningRate, `metric ${i}`).toBeCloseTo(rates[i]!, 15);
    }
    expect(state.learningRate).toBeLessThan(golden.base);
  });
});

test("a constant is the base", () => {
  expect(all({ kind: "constant" }, 3, 0.1)).toEqual([0.1, 0.1, 0.1]);
});

test("warm-up reaches the base and the cosine then only falls", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 90 }), fc.nat(20), (totalSteps, warmupSteps) => {
      const rates = all({ kind: "cosine", warmupSteps }, totalSteps);
      for (const [i, rate] of rates.entries()) {
        if (i > 0)
          expect(rate - rates[i - 1]!).toSatisfy((d) => (i <= warmupSteps ? d > 0 : d < 0));
        expect(rate).toBeGreaterThan(0);
      }
      if (warmupSteps < totalSteps) expect(rates[warmupSteps]).toBe(1);
    }),
  );
});

test("half a cosine is right to 2e-16", () => {
  for (const [i, rate] of all({ kind: "cosine" }, 1000).entries()) {
    expect(Math.abs(rate - (1 + Math.cos((Math.PI * i) / 1000)) / 2)).toBeLessThan(4e-16);
  }
});

test("a plateau's transition leaves its argument alone and takes NaN as no improvement", () => {
  const plateau = createPlateau({ patience: 1, factor: 0.5 });
  const first = Object.freeze(plateau.next(plateau.start(1), 0.4));
  expect(first).toEqual({ learningRate: 1, best: 0.4, badMetrics: 0, cooldownLeft: 0 });
  const second = Object.freeze(plateau.next(first, Number.NaN));
  expect(plateau.next(second, Number.NaN)).toEqual(plateau.next(second, 0.4));
  expect(plateau.next(second, 0.4).learningRate).toBe(0.5);
});

test("errors name what is wrong", () => {
  const schedule = createSchedule({ kind: "constant" });
  expect(() => schedule.learningRate(3, 3, 1)).toThrow(
    "learningRate: step must be in [0, 2], got 3",
  );
  expect(() => schedule.learningRate(0, 0, 1)).toThrow(
    "learningRate: totalSteps must be an integer >= 1, got 0",
  );
  const bad: [object, string][] = [
    [{ kind: "linear" }, "createSchedule: kind must be constant, step-decay, cosine or one-cycle"],
    [{ kind: "constant", warmupSteps: 3 }, "constant has no key warmupSteps, expected none"],
    [{ kind: "step-decay" }, "step-decay everySteps must be an integer >= 1, got undefined"],
    [{ kind: "cosine", finalFactor: 2 }, "cosine finalFactor must be in [0, 1], got 2"],
    [{ kind: "one-cycle", riseShare: 1 }, "one-cycle riseShare must be in [0, 1), got 1"],
  ];
  for (const [options, message] of bad) {
    expect(() => createSchedule(options as ScheduleOptions)).toThrow(message);
  }
  expect(() => createPlateau({ factor: 0 })).toThrow(
    "createPlateau: factor must be in (0, 1], got 0",
  );
});
