import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyzeStudy, EFFECT_METRICS, type EffectMetric } from "../../src/analysis/index.ts";
import { simulateStudy, smallConfig } from "../support/simulated-study.ts";

interface GoldenEffect {
  readonly name: string;
  readonly metric: EffectMetric;
  readonly differences: readonly number[];
  readonly estimate: number;
  readonly p: number;
  readonly tost: number;
  readonly holm: number;
  readonly dz: number;
  /** null where differences tie or are 0, which scipy does not count exactly. */
  readonly wilcoxon: number | null;
  readonly shapiro: readonly [number, number];
}

/** By reference/study_analysis.py. */
interface Golden {
  readonly subjects: number;
  readonly items: number;
  readonly folds: number;
  readonly margin: number;
  readonly ratio: number;
  readonly classes: readonly number[];
  /** [conditions][seeds][items][6] */
  readonly scores: readonly (readonly (readonly (readonly number[])[])[])[];
  /** [conditions][6] */
  readonly pooled: readonly (readonly Readonly<Record<EffectMetric, number>>[])[];
  readonly effects: readonly GoldenEffect[];
  /** F and p. */
  readonly anova: Readonly<
    Record<EffectMetric, Readonly<Record<string, readonly [number, number]>>>
  >;
  readonly friedman: { readonly p: number; readonly ranks: readonly number[] };
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../fixtures/study-analysis.json", import.meta.url), "utf8"),
);

const { study, runs } = simulateStudy({
  subjects: golden.subjects,
  itemsOfSubject: golden.items,
  classOf: (subject, item) => golden.classes[subject * golden.items + item]!,
  config: {
    factors: {
      architecture: ["gru", "lstm"],
      optimization: ["predefined"],
      loss: ["standard", "advanced"],
    },
    folds: { scheme: "id-order-modulo", folds: golden.folds },
    analysis: { ...smallConfig().analysis, margin: golden.margin, resamples: 100 },
  },
});
const ids = [...new Set(runs.map(({ condition }) => condition.id))];
const filled = runs.map((run) => {
  const own = golden.scores[ids.indexOf(run.condition.id)]![run.replicate.seed - 1]!;
  const predictions = run.predictions.map((p) => {
    const scores = own[Number(p.recordingId.slice(1))]!;
    return { ...p, scores, logits: scores };
  });
  return { ...run, predictions };
});
const analysis = analyzeStudy(study, filled);

// Both sides in float64: sums in another order, and the tails of distributions to about 1e-12.
const DIGITS = 10;

describe("a study from predictions to effects, against scikit-learn, scipy and statsmodels", () => {
  test("pooled figures of each condition and expression", () => {
    golden.pooled.forEach((expressions, c) => {
      expressions.forEach((expected, k) => {
        const { scores } = analysis.conditions[c]!.expressions[k]!;
        for (const metric of EFFECT_METRICS) {
          expect(scores[metric].value).toBeCloseTo(expected[metric], 13);
        }
      });
    });
  });

  test.each(golden.effects.map((effect) => [effect.name, effect.metric, effect] as const))(
    "%s on %s",
    (name, metric, expected) => {
      const found = analysis.effects.find((e) => e.name === name && e.metric === metric)!;
      expect(found.n).toBe(expected.differences.length);
      expected.differences.forEach((d, r) => {
        expect(found.differences[r]).toBeCloseTo(d, 13);
      });
      expect(found.t.testTrainRatio).toBeCloseTo(golden.ratio, 14);
      expect(found.estimate).toBeCloseTo(expected.estimate, 13);
      expect(found.t.p).toBeCloseTo(expected.p, DIGITS);
      expect(found.t.pHolm).toBeCloseTo(expected.holm, DIGITS);
      expect(found.tost.p).toBeCloseTo(expected.tost, DIGITS);
      expect(found.dz.value).toBeCloseTo(expected.dz, DIGITS);
      if (expected.wilcoxon !== null) expect(found.wilcoxon.p).toBeCloseTo(expected.wilcoxon, 13);
      // scipy's polynomials are evaluated in another order.
      expect(found.assumptions.shapiroWilk.w).toBeCloseTo(expected.shapiro[0], 7);
      expect(found.assumptions.shapiroWilk.p).toBeCloseTo(expected.shapiro[1], 6);
    },
  );

  test("analysis of variance of the pooled cells, and Friedman's ranks", () => {
    for (const metric of EFFECT_METRICS) {
      for (const type of [2, 3]) {
        const own = analysis.anova.find((a) => a.metric === metric && a.type === type)!;
        for (const { name, f, p } of own.terms) {
          const [expectedF, expectedP] = golden.anova[metric][name]!;
          expect(f! / expectedF).toBeCloseTo(1, 9);
          expect(p).toBeCloseTo(expectedP, DIGITS);
        }
      }
    }
    const ranking = analysis.rankings.find(({ metric }) => metric === "auc")!;
    expect(ranking.p).toBeCloseTo(golden.friedman.p, DIGITS);
    ranking.conditions.forEach(({ averageRank }, c) => {
      expect(averageRank).toBeCloseTo(golden.friedman.ranks[c]!, 13);
    });
  });
});
