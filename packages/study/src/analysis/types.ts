import type { Task } from "@mien/core";
import type { Condition, DataRecord, Replicate, StudyConfig } from "../design/index.ts";
import type { CalibrationBin, Confusion } from "../evaluation/index.ts";
import type { Figure } from "./figure.ts";
import type { ComplexityAnalysis, RuleAnalysis, TuningAnalysis } from "./types-of-parts.ts";

/** Of each head against its truth; brier and ece (ten bins) are of its probability. */
export const BINARY_METRICS = [
  "accuracy",
  "alwaysNo",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "auc",
  "mcc",
  "brier",
  "ece",
] as const;
/** Name of a figure of one head. */
export type BinaryMetric = (typeof BINARY_METRICS)[number];

/** Among the labels of an exclusive task: weighted and unweighted average recall (WAR is the accuracy), macro F1, and WAR of the commonest answer. */
export const MULTICLASS_METRICS = ["war", "uar", "macroF1", "majority"] as const;
/** Name of a figure of the one answer among all labels. */
export type MulticlassMetric = (typeof MULTICLASS_METRICS)[number];

/** What effects are tested on. */
export const EFFECT_METRICS = ["accuracy", "f1", "balancedAccuracy", "auc", "mcc"] as const;
/** Name of a metric that effects are tested on. */
export type EffectMetric = (typeof EFFECT_METRICS)[number];

/**
 * A figure with its interval. Predictions are pooled over the folds of each data set and seed (a pool), the figure is taken of each pool
 * and averaged; the interval is the percentile bootstrap of that whole statistic over subjects.
 */
export interface Score {
  readonly value: Figure;
  readonly low: Figure;
  readonly high: Figure;
  /** Pools in which the figure is defined. */
  readonly count: number;
  /** Resamples in which it is defined; the interval rests on these. */
  readonly resamples: number;
}

/** One label of the task; named for the first task. */
export interface ExpressionAnalysis {
  readonly expression: string;
  /** Test recordings of one pool, summed over data sets. */
  readonly positives: number;
  readonly negatives: number;
  readonly scores: Readonly<Record<BinaryMetric, Score>>;
  /** Ten bins of equal width over all pools; null for an empty bin's figures. */
  readonly reliability: readonly PlainBin[];
  /** How often each loss was trained with, by kind. */
  readonly losses: Readonly<Record<string, number>>;
}

/** A bin of a reliability diagram as JSON holds it: null for NaN. */
export type PlainBin = {
  readonly [Key in keyof CalibrationBin]: Key extends "count" ? number : Figure;
};

/** The one answer among all labels of an exclusive task. */
export interface MulticlassAnalysis {
  /** Row = truth, column = answer, in the order of the labels; summed over all pools. */
  readonly confusion: Confusion;
  readonly scores: Readonly<Record<MulticlassMetric, Score>>;
}

/** One condition of the study: what it was, and how well it did. */
export interface ConditionAnalysis {
  readonly id: string;
  readonly levels: Condition["levels"];
  readonly isControl: boolean;
  readonly architecture: Condition["architecture"];
  readonly optimization: Condition["optimization"];
  readonly loss: Condition["loss"];
  readonly featureSet: string | null;
  readonly hiddenSize: number | null;
  readonly overrides: Condition["overrides"];
  /** Runs that the analysis rests on. */
  readonly runs: number;
  readonly expressions: readonly ExpressionAnalysis[];
  /** Mean over the expressions in which the figure is defined. */
  readonly mean: Readonly<Record<BinaryMetric, Score>>;
  /** Named for the first task, of six labels, and kept so that files stay readable; null where the task is not exclusive. */
  readonly sixWay: MulticlassAnalysis | null;
  /** For each metric one value a replicate, in the order of `StudyAnalysis.replicates`: what effects are computed from. */
  readonly replicates: Readonly<Record<EffectMetric, readonly Figure[]>>;
}

/** What the two sides of a comparison are. */
export type ComparisonKind =
  /** A factor of two levels. */
  | "main"
  /** Of factors of two levels: half the difference of differences (then a quarter). */
  | "interaction"
  /** Two levels of a factor that has more. */
  | "levels"
  /** A control against the first cell of the factorial. */
  | "control";

/**
 * `equivalent`: the difference lies within the margin (TOST). `different`: not so, and Holm's adjusted p is at or below alpha.
 * `undecided`: neither.
 */
export type ComparisonVerdict = "equivalent" | "different" | "undecided";

/** Two sides compared within each replicate (data set, fold, seed); differences are `to` minus `from`. */
export interface Comparison {
  readonly kind: ComparisonKind;
  /** Such as "architecture", "architecture:loss", "featureSet", "one-trunk". */
  readonly name: string;
  readonly factors: readonly string[];
  /** Level, or condition; of an interaction the first levels joined by colons, and the second ones. */
  readonly from: string;
  readonly to: string;
  readonly metric: EffectMetric;
  /** Replicates with a difference. */
  readonly n: number;
  readonly differences: readonly number[];
  /** Mean of each side; null for an interaction. */
  readonly fromMean: Figure;
  readonly toMean: Figure;
  readonly estimate: Figure;
  /** Of the differences. */
  readonly standardDeviation: Figure;
  readonly verdict: ComparisonVerdict;
  /** Nadeau and Bengio's corrected paired t test, and its interval. */
  readonly t: {
    readonly t: Figure;
    readonly df: number;
    readonly standardError: Figure;
    readonly low: Figure;
    readonly high: Figure;
    readonly confidence: number;
    readonly p: Figure;
    /** Adjusted over the family: all metrics and all comparisons of the same family (effects; levels; controls). */
    readonly pHolm: Figure;
    readonly pBenjaminiHochberg: Figure;
    /** Mean number of test over training recordings. */
    readonly testTrainRatio: number;
  };
  readonly wilcoxon: { readonly p: Figure; readonly rankBiserial: Figure; readonly n: number };
  readonly permutation: { readonly p: Figure; readonly method: "exact" | "random" };
  /** d_z and Hedges' g_z. */
  readonly dz: EffectInterval;
  readonly gz: EffectInterval;
  readonly tost: {
    readonly margin: number;
    readonly p: Figure;
    readonly equivalent: boolean;
    /** The interval of confidence 1 - 2 alpha. */
    readonly low: Figure;
    readonly high: Figure;
    readonly alpha: number;
  };
  /** Posterior mass below -margin, within the margins, above margin. */
  readonly bayes: {
    readonly below: Figure;
    readonly within: Figure;
    readonly above: Figure;
    readonly rho: number;
  };
  readonly power: {
    /** To find an effect of the size that was seen; a function of p, kept because it is asked for. */
    readonly achieved: Figure;
    /** To find a difference as large as the margin. */
    readonly atMargin: Figure;
    /** To say equivalent where the true difference is 0. */
    readonly ofEquivalence: Figure;
    /** The least d_z, and difference, found with 80 %. */
    readonly detectableDz: Figure;
    readonly detectable: Figure;
    /** Replicates that 80 % need, for the effect seen and for the margin; null where no number is enough. */
    readonly neededForAchieved: Figure;
    readonly neededForMargin: Figure;
  };
  readonly assumptions: {
    /** Of the differences. */
    readonly shapiroWilk: { readonly w: Figure; readonly p: Figure };
    /** Of the two sides' values; null for an interaction. */
    readonly brownForsythe: { readonly f: Figure; readonly p: Figure } | null;
  };
}

/** A standardised effect, without a unit, and the limits of its interval. */
export interface EffectInterval {
  readonly value: Figure;
  readonly low: Figure;
  readonly high: Figure;
  readonly confidence: number;
}

/** Analysis of variance of the cells (condition x expression, pooled over folds, mean over seeds), expressions as blocks. */
export interface AnovaAnalysis {
  readonly metric: EffectMetric;
  readonly type: 2 | 3;
  /** Empty, with a note, where the model cannot be fitted. */
  readonly terms: readonly AnovaTerm[];
  readonly residual: { readonly sumOfSquares: Figure; readonly df: number };
  readonly n: number;
  readonly note: string;
}

/**
 * A row of the table of an analysis of variance: F = (sum of squares / df) / (residual / its df),
 * partial eta squared = SS / (SS + residual).
 */
export interface AnovaTerm {
  readonly name: string;
  readonly isBlock: boolean;
  readonly sumOfSquares: number;
  readonly df: number;
  readonly f: Figure;
  readonly p: Figure;
  readonly partialEtaSquared: EffectInterval;
}

/** Friedman over replicates, then Nemenyi: what a critical-difference diagram draws. */
export interface RankingAnalysis {
  readonly metric: EffectMetric;
  readonly conditions: readonly { readonly id: string; readonly averageRank: number }[];
  readonly chiSquared: Figure;
  readonly df: number;
  readonly p: Figure;
  readonly kendallW: Figure;
  readonly criticalDifference: Figure;
  /** Conditions, best first, of which no two differ. */
  readonly groups: readonly (readonly string[])[];
  /** Adjusted, in the order of `conditions`. */
  readonly pairs: readonly (readonly Figure[])[];
  readonly n: number;
}

/**
 * An effect on one expression: the difference of pooled figures, and its interval over subjects drawn alike for all conditions. The
 * models are not trained anew in a resample.
 */
export interface ExpressionEffect {
  readonly kind: "main" | "interaction";
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly expression: string;
  readonly metric: EffectMetric;
  readonly estimate: Figure;
  readonly low: Figure;
  readonly high: Figure;
  readonly confidence: number;
  /** By the bootstrap's share on the far side of 0, and adjusted over the expressions of the effect and metric. */
  readonly p: Figure;
  readonly pHolm: Figure;
  readonly resamples: number;
}

/** What the data say of a claim; "undecided": they allow both. */
export type ClaimVerdict = "holds" | "does not hold" | "undecided";

/** A claim of the paper, and what this study's data say of it. */
export interface Claim {
  readonly id: string;
  readonly statement: string;
  /** The paper's own figure. */
  readonly paper: string;
  readonly value: Figure;
  readonly interval: readonly [Figure, Figure] | null;
  readonly verdict: ClaimVerdict;
  /** What stands behind it, by name. */
  readonly numbers: Readonly<Record<string, number | string | null>>;
  readonly note: string;
}

/** What the seed determines of a study: `analysis.json`. */
export interface StudyAnalysis {
  readonly version: 1;
  readonly name: string;
  /** Left out where it is the six expressions, as before there were others: `taskOf`. */
  readonly task?: Task;
  readonly configHash: string;
  readonly config: StudyConfig;
  readonly data: readonly DataRecord[];
  readonly runs: {
    readonly planned: number;
    readonly done: number;
    /** Of replicates that all conditions have finished. */
    readonly analysed: number;
    readonly isComplete: boolean;
    /** Runs that failed, and why; left out where none did. */
    readonly failed?: readonly { readonly key: string; readonly reason: string }[];
    /** Trials of searches that failed, and why; left out where none did. */
    readonly failedTrials?: readonly {
      readonly key: string;
      readonly number: number;
      readonly reason: string;
    }[];
    /** In words, for the top of a report. */
    readonly note: string;
  };
  /** Analysed: complete for all conditions. */
  readonly replicates: readonly Replicate[];
  readonly replicatesPlanned: number;
  /** How an answer is made of a logit, in words. */
  readonly decision: string;
  readonly conditions: readonly ConditionAnalysis[];
  readonly effects: readonly Comparison[];
  /** Pairs of levels of factors with more than two. */
  readonly levels: readonly Comparison[];
  readonly controls: readonly Comparison[];
  readonly expressionEffects: readonly ExpressionEffect[];
  readonly anova: readonly AnovaAnalysis[];
  readonly rankings: readonly RankingAnalysis[];
  readonly rule: RuleAnalysis;
  readonly tuning: TuningAnalysis;
  readonly complexity: ComplexityAnalysis;
  readonly claims: readonly Claim[];
}
