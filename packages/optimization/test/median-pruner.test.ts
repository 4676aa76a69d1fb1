import { expect, test } from "vitest";
import { createMedianPruner, type MedianPrunerOptions, type Trial } from "../src/index.ts";
import { readFixture } from "./support/optimization-fixture.ts";

interface Case {
  readonly options: MedianPrunerOptions;
  readonly trials: readonly Trial[];
  readonly reports: Trial["reports"];
  readonly decisions: readonly boolean[];
}
const { cases } = readFixture<{ cases: readonly Case[] }>("pruning.json");

test("decides as Optuna's MedianPruner, NaN and gaps included", () => {
  let pruned = 0;
  for (const { options, trials, reports, decisions } of cases) {
    const pruner = createMedianPruner(options);
    const found = decisions.map((_, last) =>
      pruner.shouldPrune(trials, { number: trials.length, reports: reports.slice(0, last + 1) }),
    );
    expect(found).toEqual(decisions);
    pruned += decisions.filter(Boolean).length;
  }
  expect(pruned).toBeGreaterThan(20);
});

const complete = (number: number, value: number): Trial => ({
  number,
  params: {},
  state: "complete",
  value,
  reports: [[0, value]],
});

test("looks at earlier batches alone", () => {
  const history = [complete(0, 1), complete(1, 1), complete(2, 9), complete(3, 9)];
  const trial = { number: 3, reports: [[0, 5]] as const };
  const prunes = (batchSize: number) =>
    createMedianPruner({ startupTrials: 1, batchSize }).shouldPrune(history, trial);
  expect(prunes(2)).toBe(true);
  expect(prunes(4)).toBe(false);
});

test("refuses wrong options", () => {
  expect(() => createMedianPruner({ interval: 1 } as object)).toThrow(
    "createMedianPruner: expected one of the keys direction, startupTrials, warmupSteps, intervalSteps, leastTrials, batchSize, got interval",
  );
  expect(() => createMedianPruner({ intervalSteps: 0 })).toThrow(
    "createMedianPruner: intervalSteps must be an integer >= 1, got 0",
  );
});
