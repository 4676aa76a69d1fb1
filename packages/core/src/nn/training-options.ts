import { checkKeys } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { LossSpec } from "./losses/loss.ts";
import type { Network } from "./network.ts";
import {
  type OptimizerOptions,
  type OptimizerSpec,
  resolveOptimizerSpec,
} from "./optimizer-spec.ts";

/** What one of the K models learns from the N sequences of the loaded data set. */
export interface TrainingTask {
  readonly loss: LossSpec;
  /** Target of each sequence [N]: 0 or 1, or a class index for softmax. */
  readonly targets: ArrayLike<number>;
  /**
   * 0 where the target of a sequence is unknown [N]: the model's batches and its validation are then those of the data set
   * without that sequence. Default: all are known.
   */
  readonly known?: ArrayLike<number>;
  /** Seeds the model's dropout masks. Each model needs its own, so that it trains as it would alone. */
  readonly random: Random;
}

/** How the K models are trained; all share batches and options. */
export interface TrainingOptions {
  /** Indices of the loaded sequences to train on. */
  readonly training: ArrayLike<number>;
  /** Indices to validate on; none: no early stopping. Of other subjects than `training`: see splitBySubject. */
  readonly validation?: ArrayLike<number>;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer?: OptimizerOptions;
  /** Largest global norm of a gradient; null does not clip. Default null. */
  readonly clipNorm?: number | null;
  /** Learning rate of a step, given its number from 0, the number of all steps, and the optimiser's rate. */
  readonly schedule?: (step: number, steps: number, learningRate: number) => number;
  /** Epochs without a lower validation loss before a model stops. Default 10. */
  readonly patience?: number;
  /** Falls below this in validation loss do not count. Default 0. */
  readonly minimumImprovement?: number;
}

/** Complete and checked. */
export type ResolvedTraining = {
  readonly [K in keyof Required<TrainingOptions>]: K extends "training" | "validation"
    ? Int32Array
    : K extends "optimizer"
      ? OptimizerSpec
      : Required<TrainingOptions>[K];
};

const KEYS: readonly (keyof TrainingOptions)[] = [
  "training",
  "validation",
  "epochs",
  "batchSize",
  "optimizer",
  "clipNorm",
  "schedule",
  "patience",
  "minimumImprovement",
];

/** @throws on an unknown key, a value out of range, a sequence on both sides, or a task that knows no training sequence */
export function resolveTraining(
  network: Network,
  tasks: readonly TrainingTask[],
  options: TrainingOptions,
): ResolvedTraining {
  checkKeys("train:", options, KEYS);
  if (tasks.length !== network.models) {
    throw new Error(
      `train: expected one task for each of ${network.models} models, got ${tasks.length}`,
    );
  }
  const training = Int32Array.from(options.training);
  const validation = Int32Array.from(options.validation ?? []);
  checkSequences(training, validation, tasks);
  const { clipNorm = null, minimumImprovement = 0, patience = 10 } = options;
  if (clipNorm !== null && !(clipNorm > 0)) {
    throw new Error(`train: clipNorm must be > 0, got ${clipNorm}`);
  }
  if (!(minimumImprovement >= 0 && minimumImprovement < Number.POSITIVE_INFINITY)) {
    throw new Error(`train: minimumImprovement must be >= 0 and finite, got ${minimumImprovement}`);
  }
  return {
    training,
    validation,
    epochs: count("epochs", options.epochs, 1_000_000),
    batchSize: count("batchSize", options.batchSize, network.capacity.sequences),
    optimizer: resolveOptimizerSpec(options.optimizer ?? { kind: "adam" }),
    clipNorm,
    schedule: options.schedule ?? ((_step, _steps, learningRate) => learningRate),
    patience: count("patience", patience, 1_000_000),
    minimumImprovement,
  };
}

function count(name: "epochs" | "batchSize" | "patience", value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`train: ${name} must be an integer in [1, ${most}], got ${value}`);
}

function checkSequences(
  training: Int32Array,
  validation: Int32Array,
  tasks: readonly TrainingTask[],
): void {
  if (training.length === 0) {
    throw new Error("train: training must name at least one sequence, got none");
  }
  const inTraining = new Set(training);
  const shared = validation.find((i) => inTraining.has(i));
  if (shared !== undefined) {
    throw new Error(`train: sequence ${shared} is in both training and validation`);
  }
  tasks.forEach(({ known }, model) => {
    if (known === undefined || training.some((i) => known[i] === 1)) return;
    throw new Error(`train: model ${model} must know the target of a training sequence, got none`);
  });
}
