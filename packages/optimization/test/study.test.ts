import { expect, test } from "vitest";
import {
  askTrial,
  bestTrial,
  createSampler,
  type History,
  resumeHistory,
  tellTrial,
} from "../src/index.ts";

const space = { x: { type: "float", low: 0, high: 1 } };

/** Asks as often as `workers` allow, ends trials in the order that `turn` says, and notes each suggestion. */
function run(workers: number, turn: (running: number[]) => number): History {
  const sampler = createSampler(space, { seed: 3, batchSize: 4, tpe: { startupTrials: 4 } });
  let history: History = [];
  while (history.filter(({ state }) => state === "complete").length < 16) {
    const running = history.filter(({ state }) => state === "running").map((t) => t.number);
    const next =
      running.length < workers && history.length < 16 ? askTrial(sampler, history) : null;
    if (next !== null) {
      history = [...history, next];
    } else {
      const number = turn(running);
      const value = (Number(history[number]!.params.x) - 0.3) ** 2;
      history = tellTrial(history, number, { state: "complete", value });
    }
  }
  return history;
}

test("the same study with 1, 2, 3 or 4 workers, whichever finishes first", () => {
  const alone = run(1, ([first]) => first!);
  expect(run(2, (running) => running.at(-1)!)).toEqual(alone);
  expect(run(3, (running) => running[0]!)).toEqual(alone);
  expect(run(4, (running) => running[running.length >> 1]!)).toEqual(alone);
});

test("an interrupted study goes on from its journal as if nothing had happened", () => {
  const whole = run(1, ([first]) => first!);
  const sampler = createSampler(space, { seed: 3, batchSize: 4, tpe: { startupTrials: 4 } });
  for (const kept of [0, 5, 10, 15]) {
    const journal = whole.slice(0, kept).map((trial) => JSON.stringify(trial));
    const next = askTrial(
      sampler,
      journal.map((line) => JSON.parse(line)),
    );
    expect(next!.params).toEqual(whole[kept]!.params);
  }
});

test("trials whose end was lost in a kill run again with the parameters that they had", () => {
  const whole = run(1, ([first]) => first!);
  const sampler = createSampler(space, { seed: 3, batchSize: 4, tpe: { startupTrials: 4 } });
  const without = (...lost: number[]) => whole.filter(({ number }) => !lost.includes(number));
  const resumed = resumeHistory(sampler, without(12, 14).reverse());
  const running = { state: "running", value: null };
  const expected = whole.map((t) =>
    t.number === 12 || t.number === 14 ? { ...t, ...running } : t,
  );
  expect(resumed).toEqual(expected);
  expect(resumeHistory(sampler, [])).toEqual([]);
  expect(() => resumeHistory(sampler, without(10))).toThrow(
    "resumeHistory: trial 10: expected an end before trial 15 began, got none",
  );
  expect(() => resumeHistory(sampler, [...whole, whole[3]!])).toThrow(
    "resumeHistory: trial 3: expected one ended trial, got a second one",
  );
  expect(() => resumeHistory(sampler, resumed)).toThrow(
    "resumeHistory: trial 12: expected one ended trial, got one that runs",
  );
});

test("an ended trial has its state, value and reports, and the old history is as it was", () => {
  const sampler = createSampler(space, {});
  const history = [askTrial(sampler, [])!];
  const pruned = tellTrial(history, 0, { state: "pruned", reports: [[3, 0.5]] });
  expect(pruned[0]).toEqual({ ...history[0], state: "pruned", reports: [[3, 0.5]] });
  expect(history[0]!.state).toBe("running");
  expect(askTrial(sampler, history)).toBeNull();
  expect(askTrial(sampler, pruned)!.number).toBe(1);
});

test("the best trial is the first of the best value; of none complete there is none", () => {
  const trial = (number: number, value: number | null) => ({
    number,
    params: { x: 0 },
    state: value === null ? ("failed" as const) : ("complete" as const),
    value,
    reports: [],
  });
  const history = [trial(0, null), trial(1, 5), trial(2, 3), trial(3, 5), trial(4, 3)];
  expect(bestTrial(history, "minimise")!.number).toBe(2);
  expect(bestTrial(history, "maximise")!.number).toBe(1);
  expect(bestTrial([trial(0, null)], "minimise")).toBeNull();
});

test("refuses to end a trial that does not run, or without a value", () => {
  const history = [askTrial(createSampler(space, {}), [])!];
  const tell = (number: number, value: number) => () =>
    tellTrial(history, number, { state: "complete", value });
  expect(tell(1, 0)).toThrow("tellTrial: trial 1: expected a running trial, got no trial");
  expect(tell(0, Number.NaN)).toThrow(
    "tellTrial: trial 0: expected a finite value (or state failed), got NaN",
  );
});
