import { EXPRESSIONS } from "@mien/core";
import { createRandom, permutation } from "@mien/core/math";
import { factorialContrasts } from "@mien/statistics";
import { describe, expect, test } from "vitest";
import { analyzeStudy, BINARY_METRICS, EFFECT_METRICS } from "../../src/analysis/index.ts";
import { simulateStudy } from "../support/simulated-study.ts";

const simulated = simulateStudy({ subjects: 10 });
const { study, runs } = simulated;
const whole = analyzeStudy(study, runs);

/** Every number anywhere in a value. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

describe("analyzeStudy", () => {
  test("gives the same bytes whatever the order of the runs, and whatever was measured", () => {
    const bytes = JSON.stringify(whole);
    const shuffled = Array.from(permutation(createRandom(2), runs.length), (i) => runs[i]!);
    expect(JSON.stringify(analyzeStudy(study, shuffled))).toBe(bytes);
    const measured = { ...runs[0]!.measured, fitSeconds: 77, runSeconds: 99, backend: "other" };
    const elsewhere = runs.map((run) => ({ ...run, measured }));
    expect(JSON.stringify(analyzeStudy(study, elsewhere))).toBe(bytes);
  });

  test("is plain JSON without NaN: what is written is what is read", () => {
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
    expect(numbersOf(whole).filter((x) => !Number.isFinite(x))).toEqual([]);
  });

  test("holds the design, in its order", () => {
    expect(whole.conditions.map(({ id }) => id).slice(0, 3)).toEqual([
      "gru/predefined/standard",
      "gru/predefined/advanced",
      "gru/bayesian/standard",
    ]);
    expect(whole.runs).toMatchObject({ planned: 80, done: 80, analysed: 80, isComplete: true });
    expect(whole.replicates).toHaveLength(10);
    expect(whole.effects).toHaveLength(7 * EFFECT_METRICS.length);
    expect(whole.expressionEffects).toHaveLength(7 * EFFECT_METRICS.length * EXPRESSIONS.length);
    expect(whole.anova).toHaveLength(2 * EFFECT_METRICS.length);
    expect(whole.anova[0]!.terms.map(({ name }) => name)).toEqual([
      "expression",
      "architecture",
      "optimization",
      "loss",
      "architecture:optimization",
      "architecture:loss",
      "optimization:loss",
      "architecture:optimization:loss",
    ]);
    expect(whole.anova[0]!).toMatchObject({ n: 48, residual: { df: 35 } });
    expect(whole.rankings.map(({ n }) => n)).toEqual([10, 10, 10, 10, 10]);
    expect(whole.claims.map(({ id }) => id)).toEqual([
      "gru-lstm-equivalent",
      "gru-three-quarters-complexity",
      "accuracy-92.7",
      "f1-range",
      "optimization-equivalent-quarter",
      "adaptive-loss-helps",
      "power",
    ]);
  });

  test("its effects are those of factorialContrasts on the conditions' replicate values", () => {
    const cells = whole.conditions.flatMap(({ levels, replicates }) =>
      replicates.f1.map((value, r) => ({ levels, value: value!, replicate: String(r) })),
    );
    const column = (name: string) => cells.map(({ levels }) => levels[name]!);
    const expected = factorialContrasts(
      {
        response: cells.map(({ value }) => value),
        factors: {
          architecture: column("architecture"),
          optimization: column("optimization"),
          loss: column("loss"),
        },
        replicate: cells.map(({ replicate }) => replicate),
      },
      { testTrainRatio: 0.25 },
    );
    const found = whole.effects.filter(({ metric }) => metric === "f1");
    expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    expected.forEach(({ test: t, values, effectSize }, i) => {
      const own = found[i]!;
      expect(own.t.testTrainRatio).toBeCloseTo(0.25, 15);
      // The same eight values added in another order.
      values.forEach((value, r) => {
        expect(own.differences[r]).toBeCloseTo(value, 13);
      });
      expect(own.t.p).toBeCloseTo(t.p, 9);
      expect(own.t.low).toBeCloseTo(t.low, 9);
      expect(own.dz.value).toBeCloseTo(effectSize.value, 9);
    });
  });

  test("adjusts p over all metrics and effects together", () => {
    const p = whole.effects.map(({ t }) => t.p!);
    const least = Math.min(...p);
    const at = p.indexOf(least);
    expect(whole.effects[at]!.t.pHolm).toBeCloseTo(Math.min(1, 35 * least), 12);
  });

  test("an incomplete journal is analysed on the replicates that all conditions have, and says so", () => {
    const lost = runs.filter(({ replicate, condition }) => {
      return !(replicate.fold === 2 && condition.id === "lstm/bayesian/advanced");
    });
    const partial = analyzeStudy(study, lost);
    expect(partial.runs).toMatchObject({ planned: 80, done: 78, analysed: 64, isComplete: false });
    expect(partial.runs.note).toMatch(/^Incomplete: 78 of 80 runs are done\..* 8 of 10 replicates/);
    expect(partial.replicates.filter(({ fold }) => fold === 2)).toEqual([]);
    const without = runs.filter(({ replicate }) => replicate.fold !== 2);
    const rest = analyzeStudy(study, without);
    expect({ ...partial, runs: null }).toEqual({ ...rest, runs: null });
  });

  test("refuses a journal without a complete replicate, a strange run, and a run that is there twice", () => {
    expect(() => analyzeStudy(study, runs.slice(0, 3))).toThrow(
      "analyzeStudy: expected a replicate that all 8 conditions have finished, got none (3 of 80 runs done)",
    );
    const strange = { ...runs[0]!, replicate: { data: "cast", fold: 9, seed: 1 } };
    expect(() => analyzeStudy(study, [...runs, strange])).toThrow(
      "expected runs that the study plans, got gru/predefined/standard | cast | fold 9 | seed 1",
    );
    expect(() => analyzeStudy(study, [...runs, runs[0]!])).toThrow(
      "got gru/predefined/standard | cast | fold 0 | seed 1 twice",
    );
  });
});

describe("with an expression that some folds, or all, lack", () => {
  test("a fold's figures are means over the expressions that it shows, the same for all conditions", () => {
    const classOf = (subject: number, item: number) => (item === 2 && subject % 5 === 0 ? 1 : item);
    const lacking = simulateStudy({ subjects: 10, classOf });
    const { conditions, replicates, effects } = analyzeStudy(lacking.study, lacking.runs);
    expect(effects.filter(({ n }) => n !== replicates.length)).toEqual([]);
    const run = lacking.runs.find(({ replicate }) => replicate.fold === 0)!;
    expect(run.predictions.filter((p) => p.class === 2)).toEqual([]);
    for (const { expressions } of conditions) {
      expect(expressions[2]!.positives).toBe(8);
      expect(expressions[2]!.scores.f1.value).not.toBeNull();
    }
  });

  test("a figure that is undefined is null with count 0, and the rest stands", () => {
    const classOf = (_: number, item: number) => (item === 2 ? 1 : item);
    const lacking = simulateStudy({ subjects: 10, classOf });
    const { conditions, anova, claims, expressionEffects } = analyzeStudy(
      lacking.study,
      lacking.runs,
    );
    const { scores } = conditions[0]!.expressions[2]!;
    expect(scores.recall).toEqual({ value: null, low: null, high: null, count: 0, resamples: 0 });
    expect(scores.auc.value).toBeNull();
    expect(scores.accuracy.value).not.toBeNull();
    for (const metric of BINARY_METRICS) expect(conditions[0]!.mean[metric].value).not.toBeNull();
    const ofAuc = anova.find(({ metric }) => metric === "auc")!;
    expect(ofAuc.note).toBe("8 cells in which the figure is undefined are left out");
    expect(ofAuc.n).toBe(40);
    const fearless = expressionEffects.filter(
      ({ expression, metric }) => expression === EXPRESSIONS[2] && metric === "auc",
    );
    expect(fearless).not.toEqual([]);
    for (const one of fearless) expect(one).toMatchObject({ estimate: null, p: null });
    expect(claims).toHaveLength(7);
  });
});

test("contempt counts as a negative of every head and stays out of the six-way table", () => {
  const classOf = (_: number, item: number) => (item === 5 ? -1 : item);
  const { study: own, runs: all } = simulateStudy({ subjects: 10, classOf });
  const { conditions } = analyzeStudy(own, all);
  const { expressions, sixWay } = conditions[0]!;
  expect(expressions.map(({ positives }) => positives)).toEqual([10, 10, 10, 10, 10, 0]);
  expect(expressions[0]!.negatives).toBe(50);
  expect(sixWay!.confusion.flat().reduce((a, b) => a + b)).toBe(100);
});

test("raw decisions read the logits, undistorted ones the scores; one trunk is read from its softmax", () => {
  const raw = simulateStudy({
    subjects: 10,
    config: {
      controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
      analysis: { ...study.config.analysis, decision: "raw", resamples: 100 },
    },
  });
  const never = raw.runs.map((run) => ({
    ...run,
    predictions: run.predictions.map((p) => ({ ...p, logits: p.logits.map(() => -1) })),
  }));
  const { conditions, decision } = analyzeStudy(raw.study, never);
  expect(decision).toMatch(/^yes where the sigmoid of the raw logit/);
  expect(conditions[0]!.mean.recall.value).toBe(0);
  expect(conditions[0]!.mean.precision).toMatchObject({ value: null, count: 0 });
  expect(conditions[8]!.id).toBe("one-trunk");
  expect(conditions[8]!.mean.recall.value).toBeGreaterThan(0.5);
});

test("factors of three levels are compared pair by pair, controls with the first cell", () => {
  const { study: own, runs: all } = simulateStudy({
    subjects: 10,
    config: {
      factors: {
        architecture: ["gru", "lstm"],
        optimization: ["predefined"],
        loss: ["standard"],
        hiddenSize: [8, 16, 32],
      },
      controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
    },
  });
  const found = analyzeStudy(own, all);
  expect(found.effects.map(({ name }) => name)).toEqual(EFFECT_METRICS.map(() => "architecture"));
  const pairs = found.levels.filter(({ metric }) => metric === "auc");
  expect(pairs.map(({ from, to }) => `${from} ${to}`)).toEqual(["8 16", "8 32", "16 32"]);
  const at = (id: string) => found.conditions.find((c) => c.id === id)!.replicates.auc;
  const [a, b] = [0, 1].map((side) =>
    at("gru/8").map((_, r) => {
      const size = side === 0 ? 8 : 16;
      return (at(`gru/${size}`)[r]! + at(`lstm/${size}`)[r]!) / 2;
    }),
  );
  pairs[0]!.differences.forEach((d, r) => {
    expect(d).toBeCloseTo(b![r]! - a![r]!, 14);
  });
  expect(found.controls.filter(({ metric }) => metric === "f1")).toMatchObject([
    { kind: "control", name: "one-trunk", from: "gru/8", to: "one-trunk" },
  ]);
  const terms = found.anova[0]!.terms.map(({ name, df }) => `${name} ${df}`);
  expect(terms).toEqual([
    "expression 5",
    "architecture 1",
    "hiddenSize 2",
    "architecture:hiddenSize 2",
  ]);
});

test("a study of one condition and one replicate has figures, and no test", () => {
  const { study: own, runs: all } = simulateStudy({
    subjects: 10,
    config: {
      factors: { architecture: ["gru"], optimization: ["predefined"], loss: ["standard"] },
      seeds: [1],
    },
  });
  const found = analyzeStudy(own, all.slice(0, 1));
  expect(found).toMatchObject({ effects: [], anova: [], rankings: [], expressionEffects: [] });
  expect(found.claims.map(({ verdict }) => verdict).filter((v) => v === "undecided")).not.toEqual(
    [],
  );
  expect(found.claims.find(({ id }) => id === "gru-lstm-equivalent")).toMatchObject({
    value: null,
    verdict: "undecided",
    note: "not tested: the study does not vary architecture",
  });
});
