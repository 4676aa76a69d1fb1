import type { ChosenLoss, Recipe, Task } from "@mien/core";
import type { Trial } from "@mien/optimization";
import type { Condition, Replicate } from "./conditions.ts";
import type { StudyConfig } from "./config-schema.ts";
import type { Measurement } from "./measure-efficiency.ts";

/** First line of a journal: what the study is. Nothing in it differs between two undisturbed runs of one configuration. */
export interface StudyRecord {
  readonly kind: "study";
  /** Version 1 knew the six expressions alone; it is read as their task. */
  readonly version: 1 | 2;
  readonly task: Task;
  readonly config: StudyConfig;
  /** SHA-256 of the configuration's JSON. */
  readonly configHash: string;
  readonly data: readonly DataRecord[];
}

/** A data set as the study read it. */
export interface DataRecord {
  readonly name: string;
  readonly fingerprint: string;
  readonly recordings: number;
  readonly subjects: number;
  /** Recordings that show each label. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of a task that is not exclusive: recordings of which it is known whether they show each label. */
  readonly known?: Readonly<Record<string, number>>;
  /** Folds, and the number of training and test recordings of each. */
  readonly folds: readonly { readonly training: number; readonly test: number }[];
}

/** A finished trial of a Bayesian search; keeps a killed search from starting anew. */
export interface TrialRecord {
  readonly kind: "trial";
  /** Of the run that it searches for. */
  readonly key: string;
  readonly trial: Trial;
  /** Why a failed trial failed. */
  readonly reason?: string;
  /** Measured since the trial before was written, or since the run began. */
  readonly seconds: number;
}

/** What a run says of one test recording. */
export interface RunPrediction {
  readonly recordingId: string;
  readonly subjectId: string;
  /** Truth: index into the task's labels, or -1 for none of them; -1 throughout where the task is not exclusive. */
  readonly class: number;
  /** Truth where the task is not exclusive: whether each label is shown, null where that is not known [C]. */
  readonly targets?: readonly (0 | 1 | null)[];
  /** Raw [C]. */
  readonly logits: readonly number[];
  /** Log-odds with each head's loss undone [C]. */
  readonly scores: readonly number[];
}

/** One finished run: a condition on a replicate. */
export interface RunRecord {
  readonly kind: "run";
  readonly key: string;
  readonly condition: Condition;
  readonly replicate: Replicate;
  /** What was trained: the predefined recipe, or the search's best. */
  readonly recipe: Recipe;
  /** Features of a frame. */
  readonly inputSize: number;
  readonly losses: readonly ChosenLoss[];
  readonly bestEpoch: readonly number[];
  /** The search, trial by trial; empty where nothing was searched. */
  readonly trials: readonly Trial[];
  /** Why trials of the search failed; left out where none did. */
  readonly failedTrials?: readonly FailedTrial[];
  readonly predictions: readonly RunPrediction[];
  /** Measured, so never in the analysis: seconds of the final fit and of the whole run on this machine. */
  readonly measured: {
    readonly fitSeconds: number;
    readonly runSeconds: number;
    readonly fits: number;
    readonly backend: string;
    readonly node: string;
    readonly mien: string;
  };
}

/** A trial that its recipe or its data let fail. */
export interface FailedTrial {
  readonly number: number;
  readonly reason: string;
}

/** A run that its recipe or its data let fail, as each repetition would: a result, and none that is compared. */
export interface FailureRecord {
  readonly kind: "failure";
  readonly key: string;
  readonly condition: Condition;
  readonly replicate: Replicate;
  readonly reason: string;
}

/** What the conditions' recognisers cost on the machine that finished the study; the last one counts. */
export interface MeasurementRecord {
  readonly kind: "measurement";
  readonly measurements: readonly Measurement[];
}

export type JournalRecord =
  | StudyRecord
  | TrialRecord
  | RunRecord
  | FailureRecord
  | MeasurementRecord;
