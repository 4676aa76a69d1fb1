import { EXPRESSIONS } from "../face/index.ts";
import {
  type FeatureBatch,
  type FeatureSequence,
  fitScaler,
  type Scaler,
  scaleSequence,
  toSequenceBatch,
} from "../features/index.ts";
import type { Backend } from "../kernel/index.ts";
import { createRandom, type Random } from "../math/index.ts";
import {
  createLoss,
  initializeParameters,
  Network,
  type Parameters,
  splitBySubject,
  type TrainingTask,
  train,
} from "../nn/index.ts";
import { checkScalerSource, checkSplit, type FitSplit } from "./check-split.ts";
import { type ChosenLoss, chooseLosses } from "./choose-losses.ts";
import type { ExampleSet } from "./example-set.ts";
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

export interface FitResult {
  readonly name: string;
  readonly scaler: Scaler;
  readonly losses: readonly ChosenLoss[];
  /** Of each head, or of the one trunk. */
  readonly parameters: readonly Parameters[];
  /** Of the testing recordings after each of EARLY_SHARES [testing, 4, 6]. */
  readonly logits: Float64Array;
  /** Epoch, from 0, whose weights each network ended with. */
  readonly bestEpoch: readonly number[];
  readonly epochsRun: readonly number[];
}

/** After each epoch of each network; "stop" ends the fit. */
export type FitProgress = (model: number, epoch: number) => "stop" | undefined;

const C = EXPRESSIONS.length;
/** Streams of the job's seed, so that no draw moves another. */
const STREAM = { stopping: 0, batches: 1, initial: 2, dropout: 3 } as const;

/**
 * Trains the heads on a split's training recordings and their copies, and predicts its testing recordings. The scaler, the
 * losses and the stopping recordings come from the training side alone.
 *
 * The same job on any backend of one kind of arithmetic (wasm, widened wasm, native) gives the same bytes.
 *
 * @throws when a subject is on both sides, when a trunk is to train on a recording of none of the six, or the training fails
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
  const { recipe } = job;
  const random = createRandom(job.seed);
  const scaler = job.scaler?.scaler ?? fitScaler(set.sequences, job.training);
  const losses = chooseLosses(
    Array.from(job.training, (n) => set.classes[n]!),
    recipe,
  );
  const rows = planRows(set, job, random.fork(STREAM.stopping));
  const batch = toSequenceBatch(rows.sequences.map((s) => scaleSequence(scaler, s)));
  const network = createNetwork(backend, recipe, batch, random.fork(STREAM.initial), losses);
  network.load(batch);
  const result = train(
    network,
    createTasks(recipe, losses, rows.classes, random.fork(STREAM.dropout)),
    {
      training: rows.training,
      validation: rows.stopping,
      epochs: recipe.epochs,
      patience: recipe.patience,
      clipNorm: recipe.clipNorm,
      batchSize: Math.min(recipe.batchSize, rows.training.length),
      optimizer:
        recipe.weightDecay > 0
          ? { kind: "adamw", weightDecay: recipe.weightDecay, learningRate: recipe.learningRate }
          : { kind: "adam", learningRate: recipe.learningRate },
    },
    random.fork(STREAM.batches),
    ({ model, epoch }) => onProgress(model, epoch),
  );
  return {
    name: job.name,
    scaler,
    losses,
    parameters: result.bestEpoch.map((_, k) => network.getParameters(k)),
    logits: predict(network, batch, rows.testing),
    bestEpoch: result.bestEpoch,
    epochsRun: result.history.map((reports) => reports.length),
  };
}

function checkTrunkClasses(set: ExampleSet, training: Int32Array): void {
  const none = training.find((n) => set.classes[n]! < 0);
  if (none === undefined) return;
  throw new Error(
    `fit: one trunk trains on the six expressions alone, recording ${set.sequences[none]!.recordingId} shows none of them`,
  );
}

/** The sequences that a job loads, and where each kind lies among them. */
interface Rows {
  readonly sequences: readonly FeatureSequence[];
  /** Of each sequence. */
  readonly classes: Int32Array;
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
    classes: Int32Array.from([
      ...originals.map((n) => set.classes[n]!),
      ...copies.map((c) => set.classes[set.copyOf[c]!]!),
    ]),
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
  recipe: Recipe,
  { shape }: FeatureBatch,
  random: Random,
  losses: readonly ChosenLoss[],
): Network {
  const spec = networkSpecOf(recipe, shape.F);
  const models = recipe.heads === "one-trunk" ? 1 : C;
  const sequences = Math.min(shape.N, Math.max(recipe.batchSize, 64));
  const network = new Network(backend, spec, { sequences, steps: shape.T, models });
  for (let k = 0; k < models; k++) {
    const { loss, positives, total } = losses[k]!;
    const hasBoth = positives > 0 && positives < total;
    const headBias =
      recipe.heads === "one-vs-all" && hasBoth
        ? createLoss(loss).initialBias(positives / total)
        : 0;
    network.setParameters(k, initializeParameters(spec, random.fork(k), { headBias }));
  }
  return network;
}

function createTasks(
  recipe: Recipe,
  losses: readonly ChosenLoss[],
  classes: Int32Array,
  random: Random,
): TrainingTask[] {
  if (recipe.heads === "one-trunk") {
    // Softmax has no answer "none": such recordings train no trunk, and those in testing stand for class 0 here, unread.
    const targets = classes.map((c) => Math.max(0, c));
    return [{ loss: losses[0]!.loss, targets, random: random.fork(0) }];
  }
  return losses.map(({ loss }, k) => ({
    loss,
    targets: classes.map((c) => Number(c === k)),
    random: random.fork(k),
  }));
}

/** Logits [rows, 4, 6] of the chosen rows after each share of their frames. */
function predict(network: Network, batch: FeatureBatch, rows: Int32Array): Float64Array {
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
