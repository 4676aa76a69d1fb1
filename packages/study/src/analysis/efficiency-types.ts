import type { Figure } from "./figure.ts";

/** Measured on one machine, interleaved over the conditions; what a benchmark fills in. */
export interface EfficiencyMeasurement {
  readonly conditionId: string;
  /** Null of a bidirectional recogniser, which cannot be streamed. */
  readonly streamMicrosecondsPerFrame: MeasuredSpread | null;
  readonly modelBytes: number;
  readonly trainStepMilliseconds: MeasuredSpread;
  readonly peakHeapBytes: number;
}

/** Median and ends of measured values; in the unit that the field which holds it names. */
export interface MeasuredSpread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Median with the range, over the runs of a condition. */
export interface TimesOfRuns {
  readonly median: Figure;
  readonly low: Figure;
  readonly high: Figure;
  readonly count: number;
}

/** What the clock says of a study: `efficiency.json`. Differs from run to run. */
export interface StudyEfficiency {
  readonly version: 1;
  readonly name: string;
  readonly configHash: string;
  readonly conditions: readonly {
    readonly id: string;
    /** Of the final fit, of all heads. */
    readonly fitSeconds: TimesOfRuns;
    /** Of the whole run, its search included. */
    readonly runSeconds: TimesOfRuns;
    /** Trainings in all, those of trials included. */
    readonly fits: number;
    /** null until measured. */
    readonly measurement: EfficiencyMeasurement | null;
  }[];
  readonly backends: readonly string[];
  readonly nodes: readonly string[];
  readonly versions: readonly string[];
}
