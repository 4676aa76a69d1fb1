/** An analysis as the analysis room makes them, of numbers from a seed: every part is there, nothing is true. */

import { EXPRESSIONS } from "@mien/core";
import { createRandom, type Random } from "@mien/core/math";
import {
  type AnovaAnalysis,
  BINARY_METRICS,
  type Comparison,
  type ConditionAnalysis,
  EFFECT_METRICS,
  type EffectMetric,
  type ExpressionAnalysis,
  type RankingAnalysis,
  type RuleAnalysis,
  type Score,
  type StudyAnalysis,
  type TuningAnalysis,
} from "../../src/analysis/index.ts";
import { type Condition, planConditions, presetConfig } from "../../src/design/index.ts";
import { sampleClaims } from "./sample-claims.ts";

const config = presetConfig("full");
export const conditions = planConditions(config);
export const REPLICATES = 30;
const COUNTS = [45, 59, 25, 69, 28, 83];

export const uniform = (random: Random, from: number, to: number) =>
  from + (to - from) * random.uniform();

function score(random: Random, middle: number): Score {
  const value = Math.min(0.995, middle + uniform(random, -0.02, 0.02));
  const half = uniform(random, 0.01, 0.04);
  return { value, low: value - half, high: Math.min(1, value + half), count: 3, resamples: 2000 };
}

const scoresOf = (random: Random, middle: number) =>
  Object.fromEntries(
    BINARY_METRICS.map((metric) => [
      metric,
      score(random, metric === "ece" || metric === "brier" ? 0.06 : middle),
    ]),
  ) as ExpressionAnalysis["scores"];

function expressionOf(random: Random, k: number, loss: string): ExpressionAnalysis {
  const middle = [0.78, 0.86, 0.42, 0.95, 0.61, 0.96][k]!;
  return {
    expression: EXPRESSIONS[k]!,
    positives: COUNTS[k]!,
    negatives: 309 - COUNTS[k]!,
    scores: scoresOf(random, middle),
    reliability: Array.from({ length: 10 }, (_, b) => {
      const count = b === 6 ? 0 : Math.round(uniform(random, 2, 200 / (b + 1)));
      const meanProbability = (b + 0.5) / 10;
      const frequency = Math.min(1, Math.max(0, meanProbability + uniform(random, -0.15, 0.15)));
      return count === 0
        ? { count, meanProbability: null, frequency: null }
        : { count, meanProbability, frequency };
    }),
    losses:
      loss === "advanced"
        ? { "binary-cross-entropy": 12, "weighted-binary-cross-entropy": 18 }
        : { "binary-cross-entropy": 30 },
  };
}

const values = (random: Random) =>
  Array.from({ length: REPLICATES }, () => uniform(random, 0.6, 1));

function conditionOf(random: Random, condition: Condition): ConditionAnalysis {
  const { id, levels, isControl, architecture, optimization, loss } = condition;
  return {
    id,
    levels,
    isControl,
    architecture,
    optimization,
    loss,
    featureSet: null,
    hiddenSize: null,
    overrides: condition.overrides,
    runs: REPLICATES,
    expressions: EXPRESSIONS.map((_, k) => expressionOf(random, k, loss)),
    mean: {
      ...scoresOf(random, 0.76),
      accuracy: score(random, 0.92),
      alwaysNo: { value: 0.833, low: 0.829, high: 0.837, count: 3, resamples: 2000 },
    },
    sixWay: {
      confusion: COUNTS.map((count, i) =>
        COUNTS.map((_, j) => Math.round((i === j ? 0.8 : 0.04) * count * 3)),
      ),
      scores: {
        war: score(random, 0.84),
        uar: score(random, 0.79),
        macroF1: score(random, 0.78),
        majority: { value: 0.269, low: 0.25, high: 0.29, count: 3, resamples: 2000 },
      },
    },
    replicates: {
      accuracy: values(random),
      f1: values(random),
      balancedAccuracy: values(random),
      auc: values(random),
      mcc: values(random),
    },
  };
}

const EFFECTS: readonly (readonly [Comparison["kind"], string, string, string])[] = [
  ["main", "architecture", "gru", "lstm"],
  ["main", "optimization", "predefined", "bayesian"],
  ["main", "loss", "standard", "advanced"],
  ["interaction", "architecture:optimization", "", ""],
  ["interaction", "architecture:loss", "", ""],
  ["interaction", "optimization:loss", "", ""],
  ["interaction", "architecture:optimization:loss", "", ""],
];

function comparisonOf(
  random: Random,
  [kind, name, from, to]: (typeof EFFECTS)[number],
  metric: EffectMetric,
): Comparison {
  const estimate = uniform(random, -0.012, 0.026);
  const half = uniform(random, 0.006, 0.02);
  const [low, high] = [estimate - half, estimate + half];
  const inner = 0.83 * half;
  const equivalent = estimate - inner > -0.02 && estimate + inner < 0.02;
  const interval = { value: estimate / 0.02, low: low / 0.02, high: high / 0.02, confidence: 0.95 };
  return {
    kind,
    name,
    from,
    to,
    metric,
    estimate,
    n: REPLICATES,
    factors: name.split(":"),
    differences: [],
    fromMean: kind === "main" ? 0.8 : null,
    toMean: kind === "main" ? 0.8 + estimate : null,
    standardDeviation: 0.02,
    verdict: equivalent ? "equivalent" : low > 0 ? "different" : "undecided",
    t: {
      t: estimate / 0.006,
      df: 29,
      standardError: 0.006,
      low,
      high,
      confidence: 0.95,
      p: 0.00004,
      pHolm: 0.0014,
      pBenjaminiHochberg: 0.0007,
      testTrainRatio: 1 / 9,
    },
    wilcoxon: { p: 0.04, rankBiserial: 0.3, n: 30 },
    permutation: { p: 0.041, method: "random" },
    dz: interval,
    gz: interval,
    tost: {
      margin: 0.02,
      p: equivalent ? 0.01 : 0.2,
      equivalent,
      alpha: 0.05,
      low: estimate - inner,
      high: estimate + inner,
    },
    bayes: { below: 0.01, within: 0.9, above: 0.09, rho: 0.1 },
    power: {
      achieved: 0.5,
      atMargin: 0.84,
      ofEquivalence: 0.79,
      detectableDz: 0.6,
      detectable: 0.019,
      neededForAchieved: null,
      neededForMargin: 26,
    },
    assumptions: {
      shapiroWilk: { w: 0.97, p: uniform(random, 0, 1) },
      brownForsythe: kind === "main" ? { f: 0.4, p: 0.53 } : null,
    },
  };
}

const anovaOf = (metric: EffectMetric): AnovaAnalysis => ({
  metric,
  type: 2,
  n: 48,
  note: "",
  terms: ["expression", "architecture", "optimization", "loss"].map((name, i) => ({
    name,
    isBlock: i === 0,
    sumOfSquares: 0.9 / (i + 1) ** 3,
    df: i === 0 ? 5 : 1,
    f: 120 / (i + 1) ** 4,
    p: i < 2 ? 0.0001 : 0.3,
    partialEtaSquared: { value: 0.4 / (i + 1), low: 0, high: 0.6 / (i + 1), confidence: 0.9 },
  })),
  residual: { sumOfSquares: 0.11, df: 35 },
});

function rankingOf(random: Random, metric: EffectMetric): RankingAnalysis {
  const ranked = conditions
    .filter(({ isControl }) => !isControl)
    .map(({ id }, i) => ({ id, averageRank: 2.2 + i * 0.7 + uniform(random, -0.3, 0.3) }))
    .sort((a, b) => a.averageRank - b.averageRank);
  const ids = ranked.map(({ id }) => id);
  return {
    metric,
    conditions: ranked,
    chiSquared: 31.2,
    df: 7,
    p: 0.00006,
    kendallW: 0.15,
    criticalDifference: 1.92,
    n: REPLICATES,
    groups: [ids.slice(0, 3), ids.slice(1, 5), ids.slice(4)],
    pairs: ids.map(() => ids.map(() => 0.5)),
  };
}

function ruleOf(random: Random): RuleAnalysis {
  const choose = (ratio: number) =>
    ratio > 11.5
      ? "focal"
      : ratio >= 3.5
        ? "weighted-binary-cross-entropy"
        : "binary-cross-entropy";
  const expressions = EXPRESSIONS.map((expression, k) => {
    const wholeRatio = (309 - COUNTS[k]!) / COUNTS[k]!;
    const ratios = Array.from({ length: 10 }, () => wholeRatio * uniform(random, 0.93, 1.08));
    const choices = ratios.map(choose);
    const wholeChoice = choose(wholeRatio);
    const chosen: Record<string, number> = {};
    for (const choice of choices) chosen[choice] = (chosen[choice] ?? 0) + 1;
    const sorted = [...ratios].sort((a, b) => a - b);
    return {
      data: "ck+",
      expression,
      wholeRatio,
      wholeChoice,
      ratios,
      choices,
      chosen,
      ratio: { low: sorted[0]!, median: sorted[5]!, high: sorted[9]!, count: 10 },
      flips: choices.filter((choice) => choice !== wholeChoice).length,
    };
  });
  const difference = (mean: number | null, count: number) => ({
    mean,
    standardDeviation: 0.05,
    count,
  });
  return {
    isApplied: true,
    focalAbove: 11.5,
    weightedFrom: 3.5,
    choices: 60,
    definition: "negatives-to-positives",
    expressions,
    flips: expressions.reduce((sum, { flips }) => sum + flips, 0),
    costs: [
      {
        metric: "f1",
        expression: null,
        cost: 0.013,
        note: "Over fear and happiness.",
        withFlip: difference(0.002, 21),
        withoutFlip: difference(0.015, 99),
      },
      {
        metric: "f1",
        expression: "fear",
        cost: null,
        note: "No fold stays.",
        withFlip: difference(0.002, 12),
        withoutFlip: difference(null, 0),
      },
    ],
  };
}

function tuningOf(random: Random): TuningAnalysis {
  const searched = conditions.filter(({ optimization }) => optimization === "bayesian");
  return {
    sampler: "tpe",
    objective: "auc",
    conditions: searched.map(({ id }, i) => ({
      id,
      searches: 30,
      trials: { complete: 480, pruned: 260, failed: 10 },
      convergence: Array.from({ length: 25 }, (_, trial) => {
        const mean =
          0.955 + 0.006 * i - 0.06 / (trial + 1) + uniform(random, 0, 0.002) * Math.min(1, trial);
        return { trial: trial + 1, mean, low: mean - 0.01, high: mean + 0.006, count: 30 };
      }),
      chosen: [
        { parameter: "hiddenSize", spread: null, counts: { 16: 4, 32: 17, 64: 9 } },
        {
          parameter: "learningRate",
          spread: { low: 0.0005, median: 0.0031, high: 0.0098, count: 30 },
          counts: null,
        },
      ],
      innerBest: 0.968,
      outer: 0.951,
    })),
  };
}

const spread = (median: number) => ({ low: median, median, high: median, count: REPLICATES });

const complexityOf = (): StudyAnalysis["complexity"] => ({
  conditions: conditions.map(({ id, architecture, optimization }) => {
    const size = optimization === "bayesian" ? 40 : 32;
    const gates = architecture === "gru" ? 3 : 4;
    return {
      id,
      networks: 6,
      inputSize: spread(40),
      hiddenSize: spread(size),
      parameters: spread(6 * gates * size * (40 + size + 2)),
      multiplyAddsPerFrame: spread(6 * gates * size * (40 + size)),
    };
  }),
  gruToLstm: { multiplyAdds: [0.75, 0.75], parameters: [0.7504, 0.7506], asTrained: 0.75 },
});

/** The same seed gives the same analysis. */
export function sampleAnalysis(seed = 1): StudyAnalysis {
  const random = createRandom(seed);
  const effects = EFFECT_METRICS.flatMap((metric) =>
    EFFECTS.map((effect) => comparisonOf(random, effect, metric)),
  );
  return {
    version: 1,
    name: "full",
    configHash: "ab".repeat(32),
    config,
    data: [
      {
        name: "ck+",
        fingerprint: "cd".repeat(32),
        recordings: 309,
        subjects: 106,
        counts: Object.fromEntries(EXPRESSIONS.map((name, k) => [name, COUNTS[k]!])),
        folds: Array.from({ length: 10 }, () => ({ training: 278, test: 31 })),
      },
    ],
    runs: { planned: 270, done: 270, analysed: 270, isComplete: true, note: "" },
    replicates: Array.from({ length: REPLICATES }, (_, i) => ({
      data: "ck+",
      fold: i % 10,
      seed: 1 + Math.floor(i / 10),
    })),
    replicatesPlanned: REPLICATES,
    decision: "A head says yes where its probability, its loss undone, is at least 0.5.",
    conditions: conditions.map((condition) => conditionOf(random, condition)),
    effects,
    levels: [],
    controls: EFFECT_METRICS.map((metric) =>
      comparisonOf(random, ["control", "one-trunk", conditions[0]!.id, "one-trunk"], metric),
    ),
    expressionEffects: EXPRESSIONS.map((expression) => ({
      kind: "main",
      name: "loss",
      from: "standard",
      to: "advanced",
      expression,
      metric: "f1",
      estimate: 0.01,
      low: -0.02,
      high: 0.04,
      confidence: 0.95,
      p: 0.4,
      pHolm: 1,
      resamples: 2000,
    })),
    anova: EFFECT_METRICS.map(anovaOf),
    rankings: EFFECT_METRICS.map((metric) => rankingOf(random, metric)),
    rule: ruleOf(random),
    tuning: tuningOf(random),
    complexity: complexityOf(),
    claims: sampleClaims(),
  };
}
