import { describe, expect, test } from "vitest";
import { analyzeStudy } from "../../src/analysis/index.ts";
import { simulateStudy } from "../support/simulated-study.ts";

const labelled = (count: number, exclusive = true) => ({
  name: "numbered",
  labels: Array.from({ length: count }, (_, k) => `label ${k + 1}`),
  exclusive,
});

describe("analyzeStudy", () => {
  test.each([2, 32])("takes an exclusive task of %d labels", (count) => {
    const task = labelled(count);
    const factors = {
      architecture: ["gru", "lstm"] as ("gru" | "lstm")[],
      optimization: ["predefined"] as "predefined"[],
      loss: ["standard"] as "standard"[],
    };
    const { study, runs } = simulateStudy({ subjects: 10, config: { task, factors, seeds: [1] } });
    const analysis = analyzeStudy(study, runs);
    const [first] = analysis.conditions;
    expect(first!.expressions.map(({ expression }) => expression)).toEqual(task.labels);
    expect(first!.mean.alwaysNo.value).toBeCloseTo(1 - 1 / count, 12);
    expect(first!.sixWay!.scores.majority.value).toBeCloseTo(1 / count, 12);
    expect(first!.sixWay!.confusion).toHaveLength(count);
    expect(analysis.decision).toContain(count === 2 ? "the two-way answer" : "the 32-way answer");
  });

  test("leaves unknown targets out of every figure", () => {
    const task = labelled(3, false);
    const shows = (subject: number, item: number) =>
      [item === 0, item < 2, subject % 2 === 0 ? item === 2 : null].map((own) =>
        own === null ? null : own ? (1 as const) : (0 as const),
      );
    const { study, runs } = simulateStudy({
      subjects: 12,
      config: { task },
      targetsOf: shows,
    });
    const [first] = analyzeStudy(study, runs).conditions;
    expect(first!.expressions.map(({ positives, negatives }) => [positives, negatives])).toEqual([
      [12, 24],
      [24, 12],
      [6, 12],
    ]);
    const unknown = runs.map((run) => ({
      ...run,
      predictions: run.predictions.map((p) => ({
        ...p,
        scores: p.scores.map((x, k) => (p.targets![k] === null ? -99 * x : x)),
      })),
    }));
    const [changed] = analyzeStudy(study, unknown).conditions;
    expect(changed).toEqual(first);
  });
});
