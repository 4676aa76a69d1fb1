import { permutation, type Random } from "../math/index.ts";
import { createLoss } from "./losses/create.ts";
import type { Loss, LossSpec } from "./losses/loss.ts";
import type { Network } from "./network.ts";
import { Optimizer } from "./optimizer.ts";
import {
  type OptimizerOptions,
  type OptimizerSpec,
  resolveOptimizerSpec,
} from "./optimizer-spec.ts";

/** What one of the K models learns. */
export interface TrainingTask {
  readonly loss: LossSpec;
  /** Target of each sequence of the loaded data set [N]: 0 or 1, or a class index for softmax. */
  readonly targets: ArrayLike<number>;
  /** Seeds the model's dropout masks. Each model needs its own, so that it trains as it would alone. */
  readonly random: Random;
}

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

export interface EpochReport {
  readonly model: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the epoch's sequences, each taken before the update of its batch. */
  readonly trainingLoss: number;
  /** NaN without a validation set. */
  readonly validationLoss: number;
  readonly bestEpoch: number;
}

export interface TrainingResult {
  /** Of each model, epoch by epoch. */
  readonly history: readonly (readonly EpochReport[])[];
  /** Epoch (from 0) whose weights each model ended with. */
  readonly bestEpoch: readonly number[];
  /** Why it ended: every epoch ran, patience ran out, or the callback said stop. */
  readonly ended: readonly ("epochs" | "patience" | "stopped")[];
}

/** Called after each epoch of each model still training; "stop" ends the training of all. */
export type EpochCallback = (report: EpochReport) => "stop" | undefined;

interface Resolved {
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerSpec;
  readonly clipNorm: number | null;
  readonly schedule: (step: number, steps: number, learningRate: number) => number;
  readonly patience: number;
  readonly minimumImprovement: number;
}

/** One model's way through the training. */
interface Course {
  readonly task: TrainingTask;
  readonly loss: Loss;
  readonly reports: EpochReport[];
  best: number;
  bestEpoch: number;
  bestWeights: Float32Array | Float64Array | null;
  lossSum: number;
  ended: "epochs" | "patience" | "stopped" | null;
}

/**
 * Trains the K models of a network at once over shared batches: one gathering of a batch serves all, and each model's
 * numbers are those it would have alone. Epochs are random orders of the training sequences; the last batch may be short.
 * With a validation set, each model stops on its own and ends with the weights of its best epoch.
 *
 * @param network with data loaded and parameters set; its parameters are replaced
 * @param tasks one for each model
 * @param random orders the batches; the same for K models as for one
 * @param onEpoch progress; may stop the training
 * @throws on options out of range, and when a loss is no longer finite, naming model, epoch and step
 */
export function train(
  network: Network,
  tasks: readonly TrainingTask[],
  options: TrainingOptions,
  random: Random,
  onEpoch: EpochCallback = () => undefined,
): TrainingResult {
  const o = resolve(network, tasks, options);
  const optimizer = new Optimizer(network, o.optimizer);
  const courses = tasks.map(newCourse);
  const gradient = new Float64Array(o.batchSize * network.spec.outputs);
  const targets = new Float64Array(Math.max(o.batchSize, network.capacity.sequences));
  const batches = Math.ceil(o.training.length / o.batchSize);
  for (let epoch = 0; epoch < o.epochs && courses.some((c) => c.ended === null); epoch++) {
    const order = permutation(random, o.training.length).map((i) => o.training[i]!);
    for (const course of courses) course.lossSum = 0;
    let rate = 0;
    for (let batch = 0; batch < batches; batch++) {
      const indices = order.subarray(batch * o.batchSize, (batch + 1) * o.batchSize);
      const step = epoch * batches + batch;
      rate = o.schedule(step, o.epochs * batches, o.optimizer.learningRate);
      network.select(indices);
      courses.forEach((course, model) => {
        if (course.ended !== null) return;
        const loss = trainStep(
          network,
          optimizer,
          model,
          course,
          indices,
          targets,
          gradient,
          rate,
          o.clipNorm,
        );
        if (!Number.isFinite(loss)) {
          throw new Error(
            `train: model ${model}, epoch ${epoch}, step ${step}: the loss must be finite, got ${loss}`,
          );
        }
        course.lossSum += loss * indices.length;
      });
    }
    finishEpoch(network, courses, o, epoch, rate, targets, onEpoch);
  }
  courses.forEach((course, model) => {
    if (course.bestWeights !== null)
      network.kernel.heap.set(course.bestWeights, network.parametersAt(model));
  });
  return {
    history: courses.map((c) => c.reports),
    bestEpoch: courses.map((c) => c.bestEpoch),
    ended: courses.map((c) => c.ended ?? "epochs"),
  };
}

function newCourse(task: TrainingTask): Course {
  return {
    task,
    loss: createLoss(task.loss),
    reports: [],
    best: Number.POSITIVE_INFINITY,
    bestEpoch: -1,
    bestWeights: null,
    lossSum: 0,
    ended: null,
  };
}

function trainStep(
  network: Network,
  optimizer: Optimizer,
  model: number,
  course: Course,
  indices: Int32Array,
  targets: Float64Array,
  gradient: Float64Array,
  learningRate: number,
  clipNorm: number | null,
): number {
  for (let b = 0; b < indices.length; b++) targets[b] = course.task.targets[indices[b]!]!;
  const logits = network.forward(model, { seed: course.task.random.uint32() });
  const loss = course.loss.evaluate(
    logits,
    targets.subarray(0, indices.length),
    gradient.subarray(0, logits.length),
  );
  network.backward(model, gradient);
  optimizer.step(model, learningRate, clipNorm);
  return loss;
}

/** Validates, keeps the best weights, reports, and ends the courses that are to end. */
function finishEpoch(
  network: Network,
  courses: readonly Course[],
  o: Resolved,
  epoch: number,
  learningRate: number,
  targets: Float64Array,
  onEpoch: EpochCallback,
): void {
  const losses = validate(network, courses, o, targets);
  let stop = false;
  courses.forEach((course, model) => {
    if (course.ended !== null) return;
    const validationLoss = losses[model]!;
    if (o.validation.length === 0) course.bestEpoch = epoch;
    else if (validationLoss < course.best - o.minimumImprovement) {
      course.best = validationLoss;
      course.bestEpoch = epoch;
      const from = network.parametersAt(model);
      course.bestWeights ??= network.kernel.heap.slice(from, from + network.layout.size);
      course.bestWeights.set(network.kernel.heap.subarray(from, from + network.layout.size));
    } else if (epoch - course.bestEpoch >= o.patience) course.ended = "patience";
    const trainingLoss = course.lossSum / o.training.length;
    const report = {
      model,
      epoch,
      learningRate,
      trainingLoss,
      validationLoss,
      bestEpoch: course.bestEpoch,
    };
    course.reports.push(report);
    if (onEpoch(report) === "stop") stop = true;
  });
  if (stop) for (const course of courses) course.ended ??= "stopped";
}

/** Mean validation loss of each model that still trains; batches are shared here too. */
function validate(
  network: Network,
  courses: readonly Course[],
  o: Resolved,
  targets: Float64Array,
): number[] {
  const n = o.validation.length;
  const sums = courses.map(() => (n === 0 ? Number.NaN : 0));
  const most = network.capacity.sequences;
  const unused = new Float64Array(most * network.spec.outputs);
  for (let from = 0; from < n; from += most) {
    const indices = o.validation.subarray(from, from + most);
    network.select(indices);
    courses.forEach((course, model) => {
      if (course.ended !== null) return;
      for (let b = 0; b < indices.length; b++) targets[b] = course.task.targets[indices[b]!]!;
      const logits = network.forward(model);
      const loss = course.loss.evaluate(
        logits,
        targets.subarray(0, indices.length),
        unused.subarray(0, logits.length),
      );
      sums[model] = sums[model]! + loss * indices.length;
    });
  }
  return sums.map((sum) => sum / n);
}

const KEYS = [
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

function resolve(
  network: Network,
  tasks: readonly TrainingTask[],
  options: TrainingOptions,
): Resolved {
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) throw new Error(`train: unknown option ${key}`);
  }
  if (tasks.length !== network.models) {
    throw new Error(
      `train: expected one task for each of ${network.models} models, got ${tasks.length}`,
    );
  }
  const positive = (name: "epochs" | "batchSize" | "patience", value: number, most: number) => {
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new Error(`train: ${name} must be an integer in [1, ${most}], got ${value}`);
    }
    return value;
  };
  const training = Int32Array.from(options.training);
  if (training.length === 0)
    throw new Error("train: training must name at least one sequence, got none");
  const validation = Int32Array.from(options.validation ?? []);
  const inTraining = new Set(training);
  const shared = validation.find((i) => inTraining.has(i));
  if (shared !== undefined)
    throw new Error(`train: sequence ${shared} is in both training and validation`);
  const clipNorm = options.clipNorm ?? null;
  if (clipNorm !== null && !(clipNorm > 0))
    throw new Error(`train: clipNorm must be > 0, got ${clipNorm}`);
  const minimumImprovement = options.minimumImprovement ?? 0;
  if (!(minimumImprovement >= 0 && minimumImprovement < Number.POSITIVE_INFINITY)) {
    throw new Error(`train: minimumImprovement must be >= 0 and finite, got ${minimumImprovement}`);
  }
  return {
    training,
    validation,
    epochs: positive("epochs", options.epochs, 1_000_000),
    batchSize: positive("batchSize", options.batchSize, network.capacity.sequences),
    optimizer: resolveOptimizerSpec(options.optimizer ?? { kind: "adam" }),
    clipNorm,
    schedule: options.schedule ?? ((_step, _steps, learningRate) => learningRate),
    patience: positive("patience", options.patience ?? 10, 1_000_000),
    minimumImprovement,
  };
}
