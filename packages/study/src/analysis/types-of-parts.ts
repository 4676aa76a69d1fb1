import type { Figure } from "./figure.ts";

/** Least, middle and most. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly count: number;
}

/** How stable the rule's choice of a loss is over training folds. */
export interface RuleAnalysis {
  /** Whether any condition is trained with advanced losses; without, all below is empty. */
  readonly isApplied: boolean;
  readonly focalAbove: number;
  readonly weightedFrom: number;
  readonly definition: string;
  readonly expressions: readonly RuleOfExpression[];
  /** Over all expressions. */
  readonly flips: number;
  readonly choices: number;
  readonly costs: readonly FlipCost[];
}

/**
 * The rule on one label of one data set: its ratio of negatives to positives, on everything and on
 * each training fold.
 */
export interface RuleOfExpression {
  readonly data: string;
  readonly expression: string;
  /** On all recordings, and the loss it would choose. */
  readonly wholeRatio: Figure;
  readonly wholeChoice: string;
  /** Of each training fold; null where no recording is positive. */
  readonly ratios: readonly Figure[];
  readonly choices: readonly string[];
  readonly ratio: Spread | null;
  /** Folds by the loss that they chose. */
  readonly chosen: Readonly<Record<string, number>>;
  /** Folds that chose otherwise than the whole data set. */
  readonly flips: number;
}

/** Advanced minus standard, in pairs of runs on the same replicate that differ in nothing else. */
export interface FlipCost {
  readonly metric: "f1" | "balancedAccuracy";
  /** null: all expressions that flip somewhere and stay somewhere. */
  readonly expression: string | null;
  readonly withFlip: MeanDifference;
  readonly withoutFlip: MeanDifference;
  /** Gain without a flip minus gain with one; null where either is unknown. */
  readonly cost: Figure;
  readonly note: string;
}

/** Mean and standard deviation of paired differences; null where there are too few pairs. */
export interface MeanDifference {
  readonly mean: Figure;
  readonly standardDeviation: Figure;
  /** Pairs of runs. */
  readonly count: number;
}

/** What the searches found. */
export interface TuningAnalysis {
  readonly sampler: string;
  readonly objective: string;
  readonly conditions: readonly TuningOfCondition[];
}

/** The searches of one condition: one a replicate. */
export interface TuningOfCondition {
  readonly id: string;
  readonly searches: number;
  readonly trials: Readonly<Record<"complete" | "pruned" | "failed", number>>;
  /** Best value so far after each trial, over the searches in which one has finished. */
  readonly convergence: readonly {
    readonly trial: number;
    readonly mean: Figure;
    readonly low: Figure;
    readonly high: Figure;
    readonly count: number;
  }[];
  /** What was chosen: of numbers their spread, and how often each value for choices and integers. */
  readonly chosen: readonly {
    readonly parameter: string;
    readonly spread: Spread | null;
    readonly counts: Readonly<Record<string, number>> | null;
  }[];
  /** Mean best objective of the inner folds, and the same metric on the outer test folds: the first is optimistic. */
  readonly innerBest: Figure;
  readonly outer: Figure;
}

/** By arithmetic, not by the clock. */
export interface ComplexityAnalysis {
  readonly conditions: readonly {
    readonly id: string;
    readonly networks: number;
    readonly inputSize: Spread;
    readonly hiddenSize: Spread;
    /** Of all networks of a recogniser. */
    readonly parameters: Spread;
    /** Of the recurrent layers of all networks, for one frame. */
    readonly multiplyAddsPerFrame: Spread;
  }[];
  /** GRU over LSTM at the same input, hidden size and layers: the least and the most over all recipes that were trained. */
  readonly gruToLstm: {
    readonly multiplyAdds: readonly [number, number];
    readonly parameters: readonly [number, number];
    /** Median multiply-adds of the GRU conditions over the LSTM ones, each as trained; null without both. */
    readonly asTrained: Figure;
  };
}
