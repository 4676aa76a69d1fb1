import { describe, expect, test } from "vitest";
import { analyzeStudy, type Comparison, type StudyAnalysis } from "../../src/analysis/index.ts";
import type { Condition, StudyConfig } from "../../src/design/index.ts";
import { simulateStudy, smallConfig, type Truth } from "../support/simulated-study.ts";

/**
 * Studies of which the truth is known, through the whole analysis. All draws are seeded, so the rates are fixed; the bounds are what
 * 40 studies allow: at a true rate of 5 % more than 5 of 40 have a chance of 1 %.
 */
const STUDIES = 40;
const MOST_FALSE = 5 / STUDIES;

const defaults = smallConfig().analysis;

function studies(truth: Omit<Truth, "seed">): StudyAnalysis[] {
  return Array.from({ length: STUDIES }, (_, seed) => {
    const { study, runs } = simulateStudy({ ...truth, seed: 100 + seed });
    return analyzeStudy(study, runs);
  });
}

const share = <T>(items: readonly T[], holds: (item: T) => boolean) =>
  items.filter(holds).length / items.length;

const architectures: Partial<StudyConfig> = {
  factors: { architecture: ["gru", "lstm"], optimization: ["predefined"], loss: ["standard"] },
  seeds: [1],
};
const losses: Partial<StudyConfig> = {
  factors: { architecture: ["gru"], optimization: ["predefined"], loss: ["standard", "advanced"] },
  seeds: [1],
};

const effectOf = ({ effects }: StudyAnalysis, metric: Comparison["metric"]) =>
  effects.find((effect) => effect.metric === metric)!;
const claimOf = ({ claims }: StudyAnalysis, id: string) => claims.find((claim) => claim.id === id)!;

describe("no effect, and noise too large to say equivalent", () => {
  // 100 resamples place the ends of an interval too roughly to judge its coverage: 92 % of 900 intervals, 94 % with 1000.
  const analysis = { ...defaults, resamples: 400 };
  const all = studies({ config: { ...architectures, analysis }, ownNoise: 0.9 });

  test("is called different, on any metric, in no more than 5 % of studies", () => {
    const isFalse = ({ effects }: StudyAnalysis) =>
      effects.some(({ verdict }) => verdict === "different");
    expect(share(all, isFalse)).toBeLessThanOrEqual(MOST_FALSE);
  });

  test("lies in the corrected t interval in 95 % of studies, and in the subject bootstrap's of an expression", () => {
    const covers = ({ t }: Comparison) => t.low! <= 0 && t.high! >= 0;
    expect(share(all, (a) => covers(effectOf(a, "accuracy")))).toBeGreaterThanOrEqual(0.9);
    const each = all.flatMap(({ expressionEffects }) =>
      expressionEffects.filter(({ metric }) => metric === "f1"),
    );
    // 240 intervals, correlated in sixes: a standard error of about 0.02 about 0.94.
    const rate = share(each, ({ low, high }) => low! <= 0 && high! >= 0);
    expect(rate).toBeGreaterThanOrEqual(0.91);
    expect(rate).toBeLessThanOrEqual(0.985);
  });

  test("the claim of equivalence stays undecided in most", () => {
    const verdicts = all.map((a) => claimOf(a, "gru-lstm-equivalent").verdict);
    expect(share(verdicts, (v) => v === "undecided")).toBeGreaterThan(0.5);
    expect(share(verdicts, (v) => v === "does not hold")).toBeLessThanOrEqual(MOST_FALSE);
  });
});

describe("a known effect: balanced accuracy 0.788 against 0.945", () => {
  const all = studies({
    config: architectures,
    separation: ({ architecture }: Condition) => (architecture === "gru" ? 0.8 : 1.6),
  });

  test("is found, with its sign and its size", () => {
    const found = all.map((a) => effectOf(a, "balancedAccuracy"));
    expect(share(found, ({ verdict }) => verdict === "different")).toBeGreaterThanOrEqual(0.95);
    const mean = found.reduce((sum, { estimate }) => sum + estimate!, 0) / STUDIES;
    // The normal distribution at 1.6 less that at 0.8; the mean of 40 studies has a standard error of 0.004.
    expect(Math.abs(mean - 0.1572)).toBeLessThan(0.012);
    const covers = ({ t }: Comparison) => t.low! <= 0.1572 && t.high! >= 0.1572;
    expect(share(found, covers)).toBeGreaterThanOrEqual(0.9);
  });

  test("GRU and LSTM are then not said to be equivalent", () => {
    const verdicts = all.map((a) => claimOf(a, "gru-lstm-equivalent").verdict);
    expect(share(verdicts, (v) => v === "does not hold")).toBeGreaterThanOrEqual(0.9);
    expect(verdicts).not.toContain("holds");
  });
});

describe("equivalence", () => {
  const config = { ...architectures, analysis: { ...defaults, margin: 0.05, resamples: 100 } };

  test("of equal conditions with little noise is named so", () => {
    const all = studies({ config, ownNoise: 0.15 });
    const verdicts = all.map((a) => effectOf(a, "accuracy").verdict);
    expect(share(verdicts, (v) => v === "equivalent")).toBeGreaterThanOrEqual(0.9);
    expect(share(all, (a) => claimOf(a, "gru-lstm-equivalent").verdict === "holds")).toBe(
      share(verdicts, (v) => v === "equivalent"),
    );
  });

  test("of conditions as far apart as the margin is claimed in no more than 5 % of studies", () => {
    // The normal distribution at 1 less that at 0.8107 is 0.05.
    const all = studies({
      config,
      ownNoise: 0.15,
      separation: ({ architecture }: Condition) => (architecture === "gru" ? 1 : 0.8107),
    });
    const isFalse = (a: StudyAnalysis) => effectOf(a, "accuracy").verdict === "equivalent";
    expect(share(all, isFalse)).toBeLessThanOrEqual(MOST_FALSE);
  });
});

describe("the adaptive loss", () => {
  const claim = (a: StudyAnalysis) => claimOf(a, "adaptive-loss-helps").verdict;

  test("that raises F1 is said to help", () => {
    const separation = ({ loss }: Condition) => (loss === "advanced" ? 1.6 : 1);
    expect(share(studies({ config: losses, separation }), (a) => claim(a) === "holds")).toBe(1);
  });

  test("that changes nothing is said to help in no more than 5 % of studies", () => {
    const all = studies({ config: losses });
    expect(share(all, (a) => claim(a) === "holds")).toBeLessThanOrEqual(MOST_FALSE);
  });

  test("that lowers F1 is said not to help", () => {
    const separation = ({ loss }: Condition) => (loss === "advanced" ? 0.6 : 1.2);
    const all = studies({ config: losses, separation });
    expect(share(all, (a) => claim(a) === "does not hold")).toBeGreaterThanOrEqual(0.95);
  });
});
