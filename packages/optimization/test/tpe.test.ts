import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import { createTpe, splitTrials } from "../src/tpe.ts";
import { type Direction, loss, type Trial } from "../src/trial.ts";
import { readFixture } from "./support/optimization-fixture.ts";

interface Split {
  readonly direction: Direction;
  readonly trials: readonly Trial[];
  readonly below: readonly number[];
  readonly above: readonly number[];
}
const { splits } = readFixture<{ splits: readonly Split[] }>("parzen.json");

test.each(splits)("good and other trials are those of Optuna's _split_trials (%#)", (expected) => {
  const turn = (value: number | null) => (value === null ? null : loss(expected.direction, value));
  const trials = expected.trials.map((trial) => ({
    ...trial,
    value: turn(trial.value),
    reports: trial.reports.map(([step, value]) => [step, turn(value)] as const),
  }));
  const running = trials.filter(({ state }) => state === "running");
  const { below, above } = splitTrials(
    trials.filter(({ state }) => state !== "running"),
    running,
  );
  expect(running).toHaveLength(3);
  expect(below.map(({ number }) => number)).toEqual(expected.below);
  expect(above.map(({ number }) => number)).toEqual(expected.above);
});

const parameter = { type: "float", low: 0, high: 1 } as const;
const trial = (number: number, x: number, value: number): Trial => ({
  number,
  params: { x },
  state: "complete",
  value,
  reports: [],
});

test("keeps away from trials that run (constant liar)", () => {
  const finished = Array.from({ length: 20 }, (_, i) =>
    trial(i, (i + 0.5) / 20, (i / 20 - 0.3) ** 2),
  );
  const running = Array.from({ length: 6 }, (_, i) => trial(20 + i, 0.325, 0));
  const mean = (others: readonly Trial[]) => {
    const strategy = createTpe({});
    let sum = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(seed);
      const searched = [{ name: "x", parameter }];
      const [x] = Array.from(strategy({ searched, finished, running: others, random })!);
      sum += Math.abs(x! - 0.325) / 40;
    }
    return sum;
  };
  expect(mean(running)).toBeGreaterThan(1.5 * mean([]));
});

test("refuses an option that it does not know, or that makes no sense", () => {
  const wrong = (options: object) => () => createTpe(options);
  expect(wrong({ gamma: 1 })).toThrow(
    "createTpe: expected one of the keys startupTrials, candidates, multivariate, got gamma",
  );
  expect(wrong({ candidates: 0 })).toThrow("createTpe: candidates must be an integer >= 1, got 0");
  expect(wrong({ multivariate: 1 })).toThrow(
    "createTpe: multivariate must be true or false, got 1",
  );
});
