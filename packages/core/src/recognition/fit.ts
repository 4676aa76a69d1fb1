import type { Task } from "../face/index.ts";
import {
  type FeatureBatch,
  type FeatureSequence,
  fitScaler,
  fitWhitenedScaler,
  type Scaler,
  scaleSequence,
  toSequenceBatch,
} from "../features/index.ts";
import type { Backend } from "../kernel/index.ts";
import { createRandom, type Random } from "../math/index.ts";
import {
  createLoss,
  createSchedule,
  initializeParameters,
  Network,
  type Parameters,
  splitBySubject,
  type TrainingOptions,
  type TrainingTask,
  train,
} from "../nn/index.ts";
import { checkScalerSource, checkSplit, type FitSplit } from "./check-split.ts";
import { type ChosenLoss, chooseLosses } from "./choose-losses.ts";
import { checkHeadCounts, countHeads } from "./count-heads.ts";
import type { ExampleSet } from "./example-set.ts";
import { headNames } from "./head-names.ts";
import { networkSpecOf, type Recipe } from "./recipe.ts";

/** Shares of a sequence after which it is predicted, for early decisions. */
export const EARLY_SHARES: readonly number[] = [0.25, 0.5, 0.75, 1];

/** One fit: a split, a recipe and a seed decide all of its bytes. */
export interface FitJob extends FitSplit {
  readonly name: string;
  readonly recipe: Recipe;
  readonly seed: number;
  /** A scaler from elsewhere, with the recordings that it was fitted on; default: fitted on `training`. */
  readonly scaler?: { readonly scaler: Scaler; readonly fittedOn: ArrayLike<number> };
}

/** What a fit leaves: all that a model or a score needs of it. Plain data: it can be posted from a worker. */
export interface FitResult {
  readonly name: string;
  /** Of the set that it was fitted on: what the heads and the logits are of, C labels. */
  readonly task: Task;
  readonly scaler: Scaler;
  readonly losses: readonly ChosenLoss[];
  /** Of each head, or of the one trunk. */
  readonly parameters: readonly Parameters[];
  /** Of the testing recordings after each of EARLY_SHARES [testing, 4, C]. */
  readonly logits: Float64Array;
  /** Epoch, from 0, whose weights each network ended with. */
  readonly bestEpoch: readonly number[];
  readonly epochsRun: readonly number[];
}

/** After each epoch of each network; "stop" ends the fit. */
export type FitProgress = (model: number, epoch: number) => "stop" | undefined;

/** Streams of the job's seed, so that no draw moves another. */
const STREAM = { stopping: 0, batches: 1, initial: 2, dropout: 3 } as const;

/**
 * Trains the heads on a split's training recordings and their copies, and predicts its testing recordings. The scaler, the
 * losses and the stopping recordings come from the training side alone.
 *
 * The same job on any backend of one kind of arithmetic (wasm, widened wasm, native) gives the same bytes.
 *
 * @throws when a subject is on both sides; when a head has no positive or no negative in training, naming it; when a trunk
 *   is to train on a task that is not exclusive or on a recording of none of its labels; when the training fails
 */
export function fit(
  backend: Backend,
  set: ExampleSet,
  job: FitJob,
  onProgress: FitProgress = () => undefined,
): FitResult {
  checkSplit("fit", set, job);
  if (job.scaler !== undefined) checkScalerSource(set, job, job.scaler.fittedOn);
  if (job.recipe.heads === "one-trunk") checkTrunkClasses(set, job.training);
  const heads = chooseHeads(set, job);
  const random = createRandom(job.seed);
  const scaler = job.scaler?.scaler ?? fitScalerOf(set, job.training);
  const rows = planRows(set, job, random.fork(STREAM.stopping));
  const batch = toSequenceBatch(rows.sequences.map((s) => scaleSequence(scaler, s)));
  const network = createNetwork(backend, heads, batch, random.fork(STREAM.initial));
  network.load(batch);
  const result = train(
    network,
    createTasks(set, heads, rows.originals, random.fork(STREAM.dropout)),
    trainingOptions(job.recipe, rows),
    random.fork(STREAM.batches),
    ({ model, epoch }) => onProgress(model, epoch),
  );
  return {
    name: job.name,
    task: set.task,
    scaler,
    losses: heads.losses,
    parameters: result.bestEpoch.map((_, k) => network.getParameters(k)),
    logits: predict(network, batch, rows.testing, set.task.labels.length),
    bestEpoch: result.bestEpoch,
    epochsRun: result.history.map((reports) => reports.length),
  };
}

/** From training recordings alone; a whitening from those of them at rest, seen against the generic neutral where any are. */
function fitScalerOf({ features, sequences, neutral, generic }: ExampleSet, training: Int32Array) {
  if (features.whiten !== true) return fitScaler(sequences, training);
  const calm = training.filter((n) => neutral[n] === 1);
  const strange = calm.filter((n) => generic[n] === 1);
  return fitWhitenedScaler(sequences, training, strange.length > 0 ? strange : calm);
}

/** What the networks of a fit are of. */
interface Heads {
  readonly recipe: Recipe;
  readonly task: Task;
  /** Of each label. */
  readonly losses: readonly ChosenLoss[];
}

function chooseHeads(set: ExampleSet, { name, recipe, training }: FitJob): Heads {
  const counts = countHeads(set, training);
  checkHeadCounts(`fit: ${name}`, counts);
  return { recipe, task: set.task, losses: chooseLosses(counts, recipe) };
}

function trainingOptions(recipe: Recipe, { training, stopping }: Rows): TrainingOptions {
  const { epochs, patience, clipNorm, batchSize, learningRate, weightDecay } = recipe;
  return {
    training,
    validation: stopping,
    epochs,
    patience,
    clipNorm,
    batchSize: Math.min(batchSize, training.length),
    ...(recipe.schedule === undefined
      ? {}
      : { schedule: createSchedule({ kind: recipe.schedule }).learningRate }),
    optimizer:
      weightDecay > 0
        ? { kind: "adamw", weightDecay, learningRate }
        : { kind: "adam", learningRate },
  };
}

function checkTrunkClasses({ task, classes, sequences }: ExampleSet, training: Int32Array): void {
  const { name, exclusive, labels } = task;
  if (!exclusive) {
    throw new Error(`fit: one trunk needs an exclusive task, got ${name}, which is not`);
  }
  const none = training.find((n) => classes[n]! < 0);
  if (none === undefined) return;
  throw new Error(
    `fit: one trunk trains on ${labels.join(", ")} alone, recording ${sequences[none]!.recordingId} shows none of them`,
  );
}

/** The sequences that a job loads, and where each kind lies among them. */
interface Rows {
  readonly sequences: readonly FeatureSequence[];
  /** Recording of the set that each sequence is, or is a copy of. */
  readonly originals: Int32Array;
  readonly training: Int32Array;
  readonly stopping: Int32Array;
  readonly testing: Int32Array;
}

function planRows(set: ExampleSet, job: FitJob, random: Random): Rows {
  const subjects = Array.from(job.training, (n) => set.subjectIds[n]!);
  const share = job.recipe.stoppingShare;
  const isSplit = share > 0 && new Set(subjects).size >= 2;
  const split = isSplit ? splitBySubject(subjects, share, random) : null;
  const fitted = split === null ? job.training : split.training.map((i) => job.training[i]!).sort();
  const stopping = split === null ? new Int32Array(0) : split.validation;
  const isFitted = new Set(fitted);
  const copies = Array.from(set.copyOf, (_, c) => c).filter((c) => isFitted.has(set.copyOf[c]!));
  const originals = [...fitted, ...Array.from(stopping, (i) => job.training[i]!), ...job.testing];
  const range = (from: number, count: number) =>
    Int32Array.from({ length: count }, (_, i) => from + i);
  const afterStopping = fitted.length + stopping.length;
  return {
    sequences: [...originals.map((n) => set.sequences[n]!), ...copies.map((c) => set.copies[c]!)],
    originals: Int32Array.from([...originals, ...copies.map((c) => set.copyOf[c]!)]),
    training: Int32Array.from([
      ...range(0, fitted.length),
      ...range(originals.length, copies.length),
    ]),
    stopping: range(fitted.length, stopping.length),
    testing: range(afterStopping, job.testing.length),
  };
}

function createNetwork(
  backend: Backend,
  { recipe, task, losses }: Heads,
  { shape }: FeatureBatch,
  random: Random,
): Network {
  const spec = networkSpecOf(recipe, shape.F, task);
  const models = headNames(recipe, task).length;
  const sequences = Math.min(shape.N, Math.max(recipe.batchSize, 64));
  const network = new Network(backend, spec, { sequences, steps: shape.T, models });
  for (let k = 0; k < models; k++) {
    const { loss, positives, total } = losses[k]!;
    const headBias =
      recipe.heads === "one-vs-all" ? createLoss(loss).initialBias(positives / total) : 0;
    network.setParameters(k, initializeParameters(spec, random.fork(k), { headBias }));
  }
  return network;
}

/** What each network learns: of the trunk the class of every sequence, of a head its label's known targets. */
function createTasks(
  { classes, targets, known }: ExampleSet,
  { recipe, losses }: Heads,
  originals: Int32Array,
  random: Random,
): TrainingTask[] {
  if (recipe.heads === "one-trunk") {
    // Softmax has no answer "none": such recordings train no trunk, and those in testing stand for class 0 here, unread.
    const own = originals.map((n) => Math.max(0, classes[n]!));
    return [{ loss: losses[0]!.loss, targets: own, random: random.fork(0) }];
  }
  const C = losses.length;
  const column = (of: Uint8Array, k: number) => Uint8Array.from(originals, (n) => of[n * C + k]!);
  return losses.map(({ loss }, k) => ({
    loss,
    targets: column(targets, k),
    known: column(known, k),
    random: random.fork(k),
  }));
}

/** Logits [rows, 4, C] of the chosen rows after each share of their frames. */
function predict(network: Network, batch: FeatureBatch, rows: Int32Array, C: number): Float64Array {
  const E = EARLY_SHARES.length;
  const logits = new Float64Array(rows.length * E * C);
  EARLY_SHARES.forEach((share, e) => {
    const lengths = batch.lengths.map((length) => Math.max(1, Math.ceil(share * length)));
    network.load({ ...batch, lengths });
    const most = network.capacity.sequences;
    for (let from = 0; from < rows.length; from += most) {
      const chosen = rows.subarray(from, from + most);
      network.select(chosen);
      for (let model = 0; model < network.models; model++) {
        const width = network.spec.outputs;
        const out = network.forward(model);
        chosen.forEach((_, i) => {
          for (let c = 0; c < width; c++) {
            logits[((from + i) * E + e) * C + model + c] = out[i * width + c]!;
          }
        });
      }
    }
  });
  return logits;
}
