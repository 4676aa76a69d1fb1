/** As far as Optuna after as many trials (reference/optimization_progress.py). */
import { expect, test } from "vitest";
import { readReadme } from "../../../tests/support/readme.ts";
import { createSampler, type Params, type SamplerOptions } from "../src/index.ts";
import { readFixture } from "./support/optimization-fixture.ts";
import { bestValue, PROBLEMS } from "./support/optimization-problems.ts";

type Name = keyof typeof PROBLEMS;
const golden = readFixture<{
  points: readonly { problem: Name; params: Params; value: number }[];
  progress: readonly {
    sampler: string;
    problem: Name;
    trials: number;
    lowerQuartile: number;
    median: number;
    upperQuartile: number;
  }[];
}>("progress.json");

const OPTIONS: Readonly<Record<string, SamplerOptions>> = {
  tpe: { kind: "tpe" },
  tpeMultivariate: { kind: "tpe", tpe: { multivariate: true } },
  gp: { kind: "gp" },
  random: { kind: "random" },
};
const SEEDS = 20;

test.each(golden.points)(
  "$problem is the function that Optuna saw",
  ({ problem, params, value }) => {
    expect(PROBLEMS[problem].evaluate(params)).toBeCloseTo(value, 10);
  },
);

const readme = readReadme("packages/optimization").split("\n");
const shown = (x: number) => x.toFixed(3);

test.each(golden.progress)(
  "$sampler on $problem: the median of 20 seeds after $trials trials is within Optuna's quartiles, or better",
  ({ sampler, problem, trials, ...optuna }) => {
    const { space } = PROBLEMS[problem];
    const values = Array.from({ length: SEEDS }, (_, seed) =>
      bestValue(PROBLEMS[problem], createSampler(space, { ...OPTIONS[sampler]!, seed }), trials),
    ).sort((a, b) => a - b);
    const median = (values[SEEDS / 2 - 1]! + values[SEEDS / 2]!) / 2;
    expect(median).toBeLessThanOrEqual(optuna.upperQuartile);
    const [low, middle, high] = [optuna.lowerQuartile, optuna.median, optuna.upperQuartile];
    const theirs = `${shown(middle)} [${shown(low)}, ${shown(high)}]`;
    const ours = `| ${problem} | \`${sampler}\` | ${trials} | ${shown(median)} |`;
    expect(readme).toContain(`${ours} ${theirs} |`);
  },
);

test("parallel trials cost little: batches of 4 stay within the quartiles of one by one", () => {
  const { trials, upperQuartile } = golden.progress.find(
    (row) => row.sampler === "tpeMultivariate" && row.problem === "hartmann6",
  )!;
  const { space } = PROBLEMS.hartmann6;
  const options: SamplerOptions = { batchSize: 4, tpe: { multivariate: true } };
  const values = Array.from({ length: SEEDS }, (_, seed) =>
    bestValue(PROBLEMS.hartmann6, createSampler(space, { ...options, seed }), trials),
  ).sort((a, b) => a - b);
  expect((values[SEEDS / 2 - 1]! + values[SEEDS / 2]!) / 2).toBeLessThanOrEqual(upperQuartile);
});
