/** One contract, every sampler. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkParams,
  createSampler,
  createSearchSpace,
  type History,
  HistoryError,
  SAMPLER_KINDS,
  type SamplerOptions,
  type Trial,
} from "../src/index.ts";
import { PROBLEMS, type Problem, runStudy } from "./support/optimization-problems.ts";

const VARIANTS: readonly (readonly [string, SamplerOptions])[] = [
  ...SAMPLER_KINDS.map((kind) => [kind, { kind }] as const),
  ["tpe, multivariate", { kind: "tpe", tpe: { multivariate: true } }],
];

const startup = { tpe: { startupTrials: 3 }, gp: { startupTrials: 3 } };
const withStartup = (options: SamplerOptions): SamplerOptions => ({
  ...options,
  tpe: { ...startup.tpe, ...options.tpe },
  gp: startup.gp,
});

const grid = { low: fc.integer({ min: -5, max: 5 }), steps: fc.integer({ min: 0, max: 40 }) };
const parameters = fc.oneof(
  fc
    .record({ low: fc.double({ min: 1e-3, max: 1, noNaN: true }), log: fc.boolean() })
    .map(({ low, log }) => ({ type: "float", low, high: 1.5, log })),
  fc.record(grid).map(({ low, steps }) => ({ type: "integer", low, high: low + steps })),
  fc
    .record(grid)
    .map(({ low, steps }) => ({ type: "float", low, high: low + steps * 0.1, step: 0.1 })),
  fc.integer({ min: 1, max: 300 }).map((high) => ({ type: "integer", low: 1, high, log: true })),
  fc
    .uniqueArray(fc.oneof(fc.string(), fc.boolean(), fc.integer()), { minLength: 1, maxLength: 5 })
    .map((choices) => ({ type: "categorical", choices })),
);
const spaces = fc
  .array(parameters, { minLength: 1, maxLength: 4 })
  .map((list) => Object.fromEntries(list.map((parameter, i) => [`p${i}`, parameter])));

/** An objective of any space, with ties and plateaus. */
const score = (trial: Pick<Trial, "params">) =>
  Math.round(
    Object.values(trial.params).reduce<number>(
      (sum, v) => sum + (typeof v === "number" ? Math.abs(v - 0.7) : String(v).length),
      0,
    ) * 4,
  );
const anyProblem = (space: Problem["space"]): Problem => ({
  space,
  evaluate: (params) => score({ params }),
});

describe.each(VARIANTS)("%s", (_, options) => {
  test("suggests what lies in the space, the same for the same seed, and after JSON", () => {
    fc.assert(
      fc.property(
        spaces,
        fc.integer(),
        fc.integer({ min: 1, max: 3 }),
        (space, seed, batchSize) => {
          const settings = { ...withStartup(options), seed, batchSize };
          const run = () => runStudy(anyProblem(space), createSampler(space, settings), 8);
          const history = run();
          for (const { params } of history) checkParams("test", createSearchSpace(space), params);
          expect(run()).toEqual(history);
          const back = JSON.parse(JSON.stringify({ space, settings, history }));
          const next = createSampler(space, settings).suggest(history, 8);
          expect(createSampler(back.space, back.settings).suggest(back.history, 8)).toEqual(next);
        },
      ),
      { numRuns: 25, seed: 5 },
    );
  });

  test("another seed or trial is another suggestion", () => {
    const space = PROBLEMS.hartmann6.space;
    const history = runStudy(PROBLEMS.hartmann6, createSampler(space, withStartup(options)), 8);
    const at = (seed: number) =>
      createSampler(space, { ...withStartup(options), seed }).suggest(history, 8);
    expect(at(1)).not.toEqual(at(2));
    expect(history[0]!.params).not.toEqual(history[1]!.params);
  });

  test("does not see how trials of its own batch ended, nor later trials", () => {
    const settings = { ...withStartup(options), batchSize: 4 };
    const sampler = createSampler(PROBLEMS.mixed.space, settings);
    const history = runStudy(PROBLEMS.mixed, sampler, 12);
    for (let number = 8; number < 12; number++) {
      const running = history
        .slice(0, number)
        .map(
          (trial): Trial =>
            trial.number < 8 ? trial : { ...trial, state: "running", value: null },
        );
      expect(sampler.suggest(running, number)).toEqual(history[number]!.params);
      expect(sampler.suggest(history, number)).toEqual(history[number]!.params);
    }
  });

  test("to maximise f is to minimise -f", () => {
    const space = PROBLEMS.mixed.space;
    const sampler = createSampler(space, withStartup(options));
    const upward = createSampler(space, { ...withStartup(options), direction: "maximise" });
    const history = runStudy(PROBLEMS.mixed, sampler, 10);
    const turned = history.map((trial) => ({ ...trial, value: -trial.value! }));
    expect(upward.suggest(turned, 10)).toEqual(sampler.suggest(history, 10));
  });

  test("passes failed trials over, and lives with pruned ones and equal values", () => {
    const sampler = createSampler(PROBLEMS.mixed.space, withStartup(options));
    const history = runStudy(PROBLEMS.mixed, sampler, 12).map((trial): Trial => {
      if (trial.number % 4 === 1) return { ...trial, state: "failed", value: null };
      if (trial.number % 4 === 2) {
        return {
          ...trial,
          state: "pruned",
          value: null,
          reports: [
            [0, 1],
            [1, null],
          ],
        };
      }
      return { ...trial, value: 1 };
    });
    checkParams("test", sampler.space, sampler.suggest(history, 12));
    const marked = history.map((t) =>
      t.state === "failed" ? { ...t, params: history[0]!.params } : t,
    );
    expect(sampler.suggest(marked, 12)).toEqual(sampler.suggest(history, 12));
  });
});

describe("refuses", () => {
  const space = { x: { type: "float", low: 0, high: 1 } };
  const trial = (number: number, change: Partial<Trial> = {}): Trial => ({
    number,
    params: { x: 0.5 },
    state: "complete",
    value: 1,
    reports: [],
    ...change,
  });
  const suggest =
    (history: History, number: number, batchSize = 2) =>
    () =>
      createSampler(space, { batchSize }).suggest(history, number);

  test.each<[History, number, string]>([
    [
      [trial(0)],
      2,
      "tpe sampler: trial 1: expected a finished trial of an earlier batch in its place before trial 2, got no trial",
    ],
    [
      [trial(0), trial(1, { state: "running", value: null })],
      2,
      "trial 1: expected a finished trial of an earlier batch in its place before trial 2, got running",
    ],
    [[trial(1), trial(0)], 2, "trial 0: expected a finished trial of an earlier batch"],
    [
      [trial(0), trial(1)],
      3,
      "trial 2: expected a trial in its place before trial 3, got no trial",
    ],
    [[trial(0), trial(1, { value: Number.NaN })], 2, "trial 1: expected a finite value, got NaN"],
    [
      [trial(0), trial(1, { state: "failed" })],
      2,
      "trial 1: expected value null when failed, got 1",
    ],
    [
      [
        trial(0),
        trial(1, {
          reports: [
            [2, 1],
            [1, 1],
          ],
        }),
      ],
      2,
      "trial 1: expected reports in ascending steps, got 1,1",
    ],
  ])("a history that cannot be (%#)", (history, number, text) => {
    expect(suggest(history, number)).toThrow(HistoryError);
    expect(suggest(history, number)).toThrow(text);
  });

  test("a history of another space, and wrong options", () => {
    const other = [trial(0, { params: { x: 2 } }), trial(1)];
    expect(suggest(other, 2)).toThrow(
      "tpe sampler: trial 0: x: expected a number in [0, 1], got 2",
    );
    const create = (options: object) => () => createSampler(space, options);
    expect(create({ sampler: "gp" })).toThrow(
      "createSampler: expected one of the keys kind, seed, direction, batchSize, tpe, gp, got sampler",
    );
    expect(create({ kind: "cma" })).toThrow(
      "createSampler: kind must be one of tpe, gp, random, got cma",
    );
    expect(create({ seed: 0.5 })).toThrow("createSampler: seed must be an integer");
    expect(create({ batchSize: 0 })).toThrow(
      "createSampler: batchSize must be an integer >= 1, got 0",
    );
    expect(create({ gp: { localSearches: 1 } })).toThrow(
      "createGp: localSearches must be an integer >= 2, got 1",
    );
  });
});

describe("the same bytes on every machine and in every release, or journals could not be taken up:", () => {
  const space = {
    rate: { type: "float", low: 1e-5, high: 1, log: true },
    depth: { type: "integer", low: 1, high: 40 },
    cell: { type: "categorical", choices: ["gru", "lstm", "rnn"] },
  };
  // Sums and products alone: no function of the engine's.
  const problem: Problem = {
    space,
    evaluate: ({ rate, depth, cell }) => {
      const d = Number(depth) / 40 - 0.3;
      return (Number(rate) - 0.1) * (Number(rate) - 0.1) + d * d + (cell === "gru" ? 0 : 0.125);
    },
  };
  test.each<[string, SamplerOptions, string]>([
    ["tpe", { kind: "tpe" }, "d9d2276459910ad6"],
    ["tpe, multivariate", { kind: "tpe", tpe: { multivariate: true } }, "8af80bc7a44d9b81"],
    ["gp", { kind: "gp" }, "757dbe17bed91051"],
    ["random", { kind: "random" }, "2f909f2b0d6b0af5"],
  ])("%s", (_, options, expected) => {
    const sampler = createSampler(space, { ...options, seed: 20255, batchSize: 3 });
    const history = runStudy(problem, sampler, 30);
    const text = JSON.stringify(history.map(({ params }) => params));
    expect(createHash("sha256").update(text).digest("hex").slice(0, 16)).toBe(expected);
  });
});
