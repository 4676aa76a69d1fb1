import { permutation, type Random } from "../math/index.ts";
import { DivergedError } from "./diverged-error.ts";
import { createLoss } from "./losses/create.ts";
import type { Loss } from "./losses/loss.ts";
import type { Network } from "./network.ts";
import { Optimizer } from "./optimizer.ts";
import {
  type ResolvedTraining,
  resolveTraining,
  type TrainingOptions,
  type TrainingTask,
} from "./training-options.ts";

/** How a model stands after one epoch. */
export interface EpochReport {
  readonly model: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the epoch's sequences of known target, each taken before the update of its batch. */
  readonly trainingLoss: number;
  /** NaN without a validation set, or where the model knows no target of it. */
  readonly validationLoss: number;
  readonly bestEpoch: number;
}

/** How the training of each model went. */
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

/** One model's way through the training. */
interface Course {
  readonly task: TrainingTask;
  readonly loss: Loss;
  readonly reports: EpochReport[];
  /** Whether the validation set has a target that the model knows: else it cannot stop early. */
  readonly isWatched: boolean;
  best: number;
  bestEpoch: number;
  bestWeights: Float32Array | Float64Array | null;
  /** Over the sequences of this epoch so far, and how many they are. */
  lossSum: number;
  sequences: number;
  ended: "epochs" | "patience" | "stopped" | null;
}

/** What all steps of one training share. */
interface Training {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly options: ResolvedTraining;
  /** Of each model. */
  readonly courses: readonly Course[];
  readonly onEpoch: EpochCallback;
  /** Targets of the batch at hand [B], and the gradient of its loss by the logits [B, outputs]. */
  readonly targets: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Trains the K models of a network at once over shared batches: one gathering of a batch serves all that know its targets,
 * and each model's numbers are those it would have alone. Epochs are random orders of the training sequences; the last batch
 * may be short. With a validation set, each model stops on its own and ends with the weights of its best epoch.
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
  const training = startTraining(network, tasks, options, onEpoch);
  const { courses } = training;
  const isUnderWay = () => courses.some(({ ended }) => ended === null);
  for (let epoch = 0; epoch < training.options.epochs && isUnderWay(); epoch++) {
    const learningRate = trainEpoch(training, epoch, random);
    finishEpoch(training, epoch, learningRate);
  }
  restoreBest(training);
  return {
    history: courses.map(({ reports }) => reports),
    bestEpoch: courses.map(({ bestEpoch }) => bestEpoch),
    ended: courses.map(({ ended }) => ended ?? "epochs"),
  };
}

function startTraining(
  network: Network,
  tasks: readonly TrainingTask[],
  given: TrainingOptions,
  onEpoch: EpochCallback,
): Training {
  const options = resolveTraining(network, tasks, given);
  const most = Math.max(options.batchSize, network.capacity.sequences);
  return {
    network,
    optimizer: new Optimizer(network, options.optimizer),
    options,
    courses: tasks.map((task) => newCourse(task, options.validation)),
    onEpoch,
    targets: new Float64Array(most),
    gradient: new Float64Array(most * network.spec.outputs),
  };
}

function newCourse(task: TrainingTask, validation: Int32Array): Course {
  return {
    task,
    loss: createLoss(task.loss),
    reports: [],
    isWatched: validation.some((i) => isKnown(task, i)),
    best: Number.POSITIVE_INFINITY,
    bestEpoch: -1,
    bestWeights: null,
    lossSum: 0,
    sequences: 0,
    ended: null,
  };
}

const isKnown = ({ known }: TrainingTask, sequence: number): boolean =>
  known === undefined || known[sequence] === 1;

/** Trains on every sequence once, in random order; the learning rate of the last step. */
function trainEpoch(training: Training, epoch: number, random: Random): number {
  const { options: o, courses } = training;
  const order = permutation(random, o.training.length).map((i) => o.training[i]!);
  for (const course of courses) [course.lossSum, course.sequences] = [0, 0];
  const batches = Math.ceil(order.length / o.batchSize);
  let learningRate = 0;
  for (let batch = 0; batch < batches; batch++) {
    const step = epoch * batches + batch;
    learningRate = o.schedule(step, o.epochs * batches, o.optimizer.learningRate);
    const indices = order.subarray(batch * o.batchSize, (batch + 1) * o.batchSize);
    trainStep(training, indices, { epoch, step, learningRate });
  }
  return learningRate;
}

interface Step {
  readonly epoch: number;
  /** From 0, over all epochs. */
  readonly step: number;
  readonly learningRate: number;
}

/** One batch for every model under way: forward, loss, backward, update. */
function trainStep(training: Training, indices: Int32Array, at: Step): void {
  const { network, optimizer, options, gradient } = training;
  forEachCourse(training, indices, (course, model, rows) => {
    const logits = network.forward(model, { seed: course.task.random.uint32() });
    const loss = evaluateLoss(training, course, rows, logits);
    network.backward(model, gradient);
    optimizer.step(model, at.learningRate, options.clipNorm);
    if (!Number.isFinite(loss)) {
      throw new DivergedError(
        `train: model ${model}, epoch ${at.epoch}, step ${at.step}: the loss must be finite, got ${loss}`,
      );
    }
    course.lossSum += loss * rows.length;
    course.sequences += rows.length;
  });
}

/**
 * Goes through the models under way with those sequences selected whose target each knows; a model that knows none of them
 * is passed over. So an unknown target adds nothing to a gradient: the model's batch is the one without that sequence.
 */
function forEachCourse(
  { network, courses }: Training,
  indices: Int32Array,
  use: (course: Course, model: number, rows: Int32Array) => void,
): void {
  let selected: Int32Array | null = null;
  for (const [model, course] of courses.entries()) {
    if (course.ended !== null) continue;
    const { task } = course;
    const isWhole = indices.every((i) => isKnown(task, i));
    const rows = isWhole ? indices : indices.filter((i) => isKnown(task, i));
    if (rows.length === 0) continue;
    if (rows !== selected) network.select(rows);
    selected = rows;
    use(course, model, rows);
  }
}

/** Mean loss of the selected sequences; leaves its gradient by the logits in `gradient`. */
function evaluateLoss(
  { targets, gradient }: Training,
  { task, loss }: Course,
  rows: Int32Array,
  logits: Float64Array,
): number {
  for (let b = 0; b < rows.length; b++) targets[b] = task.targets[rows[b]!]!;
  return loss.evaluate(
    logits,
    targets.subarray(0, rows.length),
    gradient.subarray(0, logits.length),
  );
}

/** Validates, keeps the best weights, reports, and ends the courses that are to end. */
function finishEpoch(training: Training, epoch: number, learningRate: number): void {
  const { courses, onEpoch } = training;
  const losses = validate(training);
  let stop = false;
  courses.forEach((course, model) => {
    if (course.ended !== null) return;
    const validationLoss = losses[model]!;
    judgeEpoch(training, model, epoch, validationLoss);
    const report: EpochReport = {
      model,
      epoch,
      learningRate,
      trainingLoss: course.lossSum / course.sequences,
      validationLoss,
      bestEpoch: course.bestEpoch,
    };
    course.reports.push(report);
    if (onEpoch(report) === "stop") stop = true;
  });
  if (stop) for (const course of courses) course.ended ??= "stopped";
}

/** Keeps the weights of a model's best epoch so far; ends its course where patience runs out. */
function judgeEpoch(training: Training, model: number, epoch: number, loss: number): void {
  const { network, options } = training;
  const course = training.courses[model]!;
  if (!course.isWatched) {
    course.bestEpoch = epoch;
  } else if (loss < course.best - options.minimumImprovement) {
    course.best = loss;
    course.bestEpoch = epoch;
    const from = network.parametersAt(model);
    const weights = network.kernel.heap.subarray(from, from + network.layout.size);
    course.bestWeights ??= weights.slice();
    course.bestWeights.set(weights);
  } else if (epoch - course.bestEpoch >= options.patience) {
    course.ended = "patience";
  }
}

/** Mean validation loss of each model under way; NaN where it knows no target. Batches are shared here too. */
function validate(training: Training): number[] {
  const { network, options, courses } = training;
  const sums = courses.map(() => 0);
  const counts = courses.map(() => 0);
  const most = network.capacity.sequences;
  for (let from = 0; from < options.validation.length; from += most) {
    const indices = options.validation.subarray(from, from + most);
    forEachCourse(training, indices, (course, model, rows) => {
      const loss = evaluateLoss(training, course, rows, network.forward(model));
      sums[model] = sums[model]! + loss * rows.length;
      counts[model] = counts[model]! + rows.length;
    });
  }
  return sums.map((sum, model) => sum / counts[model]!);
}

/** Each model's best weights; of one that nothing watched, its last. */
function restoreBest({ network, courses }: Training): void {
  courses.forEach(({ bestWeights }, model) => {
    if (bestWeights !== null) network.kernel.heap.set(bestWeights, network.parametersAt(model));
  });
}
