import { describe, expect, test } from "vitest";
import { analyzeEfficiency, analyzeStudy, compareAnalyses } from "../../src/analysis/index.ts";
import { simulateStudy } from "../support/simulated-study.ts";

const { study, runs } = simulateStudy({ subjects: 10 });
const whole = analyzeStudy(study, runs);

describe("tuning", () => {
  test("follows the best value of each search and says what was chosen", () => {
    const { conditions } = whole.tuning;
    expect(conditions.map(({ id }) => id)).toEqual(
      whole.conditions.filter(({ optimization }) => optimization === "bayesian").map((c) => c.id),
    );
    const [first] = conditions;
    expect(first).toMatchObject({
      searches: 10,
      trials: { complete: 50, pruned: 10, failed: 0 },
    });
    const own = runs.filter(({ condition }) => condition.id === first!.id);
    const bestOf = (length: number) =>
      own.map(({ trials }) =>
        Math.max(...trials.slice(0, length).map(({ value }) => value ?? Number.NEGATIVE_INFINITY)),
      );
    first!.convergence.forEach(({ trial, mean, low, high, count }) => {
      const best = bestOf(trial);
      expect(mean).toBeCloseTo(best.reduce((a, b) => a + b) / 10, 14);
      expect([low, high, count]).toEqual([Math.min(...best), Math.max(...best), 10]);
    });
    expect(first!.innerBest).toBe(first!.convergence.at(-1)!.mean);
    expect(first!.outer).toBe(whole.conditions.find(({ id }) => id === first!.id)!.mean.auc.value);
    const size = first!.chosen.find(({ parameter }) => parameter === "hiddenSize");
    expect(size).toEqual({
      parameter: "hiddenSize",
      spread: { low: 32, median: 32, high: 32, count: 10 },
      counts: { 32: 10 },
    });
  });
});

describe("complexity", () => {
  test("is the arithmetic of the recipes: 0.75 at equal size", () => {
    const [gru] = whole.complexity.conditions;
    // Six networks of 3 h (d + h) multiply-adds and 3 h (d + h + 2) + h + 1 parameters.
    expect(gru!.multiplyAddsPerFrame.median).toBe(6 * 3 * 32 * (47 + 32));
    expect(gru!.parameters.median).toBe(6 * (3 * 32 * (47 + 32 + 2) + 33));
    expect(whole.complexity.gruToLstm).toMatchObject({ multiplyAdds: [0.75, 0.75] });
    expect(whole.complexity.gruToLstm.asTrained).toBe(0.75);
  });

  test("of conditions whose searches chose other sizes says the spread, and still 0.75 at equal size", () => {
    const sized = runs.map((run) => {
      const isLarge = run.condition.architecture === "gru" && run.replicate.fold % 2 === 0;
      return isLarge ? { ...run, recipe: { ...run.recipe, hiddenSize: 64 } } : run;
    });
    const { complexity, claims } = analyzeStudy(study, sized);
    expect(complexity.conditions[0]!.hiddenSize).toMatchObject({ low: 32, high: 64 });
    expect(complexity.gruToLstm.multiplyAdds).toEqual([0.75, 0.75]);
    expect(complexity.gruToLstm.asTrained).toBeGreaterThan(1);
    expect(claims[1]).toMatchObject({ id: "gru-three-quarters-complexity", verdict: "holds" });
  });
});

describe("analyzeEfficiency", () => {
  test("holds medians with ranges of what was measured, and a place for what a benchmark measures", () => {
    const slow = runs.map((run, i) => ({
      ...run,
      measured: { ...run.measured, fitSeconds: 1 + (i % 10) },
    }));
    const measurement = {
      conditionId: whole.conditions[1]!.id,
      streamMicrosecondsPerFrame: { median: 9, low: 8, high: 12 },
      modelBytes: 1e5,
      trainStepMilliseconds: { median: 2, low: 1, high: 3 },
      peakHeapBytes: 1e7,
    };
    const { conditions, backends } = analyzeEfficiency(study, slow, [measurement]);
    expect(conditions[0]).toMatchObject({
      fitSeconds: { median: 5.5, low: 1, high: 10, count: 10 },
      runSeconds: { median: 2, low: 2, high: 2, count: 10 },
      fits: 10,
      measurement: null,
    });
    expect(conditions[1]!.measurement).toEqual(measurement);
    expect(backends).toEqual(["wasm"]);
    expect(() => analyzeEfficiency(study, runs, [{ ...measurement, conditionId: "x" }])).toThrow(
      "analyzeEfficiency: expected measurements of the study's conditions, got x",
    );
  });

  test("of a study that has not begun holds nulls", () => {
    const { fitSeconds } = analyzeEfficiency(study, []).conditions[0]!;
    expect(fitSeconds).toEqual({ median: null, low: null, high: null, count: 0 });
  });
});

describe("compareAnalyses", () => {
  test("of one study with itself finds no difference", () => {
    const same = compareAnalyses(whole, whole);
    expect(same).toMatchObject({ settings: [], onlyInA: [], onlyInB: [] });
    expect(same.conditions.filter(({ difference }) => difference !== 0)).toEqual([]);
    expect(same.claims.filter(({ isSame }) => !isSame)).toEqual([]);
    expect(same.effects).toHaveLength(whole.effects.length);
  });

  test("puts what has the same name side by side, and names the rest and the settings that differ", () => {
    const other = simulateStudy({
      subjects: 10,
      separation: () => 2,
      config: {
        seeds: [5],
        controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
      },
    });
    const found = compareAnalyses(whole, analyzeStudy(other.study, other.runs));
    expect(found.settings.map(({ key, a, b }) => [key, a, b])).toEqual([
      ["controls", "[]", '[{"name":"one-trunk","recipe":{"heads":"one-trunk"}}]'],
      ["seeds", "[1,2]", "[5]"],
    ]);
    expect(found.onlyInB).toEqual(["one-trunk"]);
    const auc = found.conditions.find(({ metric }) => metric === "auc")!;
    expect(auc.difference).toBeCloseTo(auc.b.value! - auc.a.value!, 15);
    expect(auc.difference).toBeGreaterThan(0);
    expect(auc.intervalsOverlap).toBe(false);
  });
});
