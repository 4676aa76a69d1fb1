/** Golden networks: what `reference/networks.py` wrote, and the same run on one of our backends. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Backend } from "../../src/kernel/index.ts";
import {
  createLoss,
  type LossSpec,
  Network,
  type NetworkSpec,
  Optimizer,
  type OptimizerSpec,
  type Parameters,
  type SequenceBatch,
} from "../../src/nn/index.ts";

const FOLDER = new URL("../fixtures/networks/", import.meta.url);
const SCRIPT = new URL("../../../../reference/networks.py", import.meta.url);
const FORMAT = "mien golden network 1";

interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: string;
}

/** The file as written; text of numbers is base64 of little-endian float64. */
interface Stored {
  readonly format: string;
  readonly name: string;
  readonly source: { readonly script: string; readonly sha256: string; readonly torch: string };
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  readonly optimizer: OptimizerSpec;
  readonly clipNorm: number | null;
  readonly shape: SequenceBatch["shape"];
  readonly lengths: readonly number[];
  readonly targets: readonly number[];
  readonly input: string;
  readonly parameters: Readonly<Record<string, StoredTensor>>;
  readonly logits: string;
  readonly lossValue: string;
  readonly gradients: Readonly<Record<string, StoredTensor>>;
  readonly inputGradient: string;
  readonly trainingLosses: string;
  readonly trainedParameters: Readonly<Record<string, StoredTensor>>;
  readonly float32TrainingLosses?: string;
}

/** What a network gives: before training, and over the steps of training. */
export interface Outcome {
  /** [N, outputs] */
  readonly logits: Float64Array;
  readonly loss: number;
  readonly gradients: Parameters;
  /** The loss before each step. */
  readonly trainingLosses: Float64Array;
  readonly trainedParameters: Parameters;
}

export interface Golden
  extends Pick<Stored, "name" | "source" | "spec" | "loss" | "optimizer" | "clipNorm" | "targets"> {
  readonly batch: SequenceBatch;
  readonly parameters: Parameters;
  readonly expected: Outcome;
}

export function scriptHash(): string {
  return createHash("sha256").update(readFileSync(SCRIPT)).digest("hex");
}

/** Every fixture, by name: what lies in the folder is what the suite runs. */
export function readGoldens(): Golden[] {
  return readStored().map(decode);
}

function readStored(): Stored[] {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const stored = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Stored;
      if (`${stored.name}.json` !== file) throw new Error(`${file}: holds ${stored.name}`);
      if (stored.format !== FORMAT) {
        throw new Error(`${file}: format must be "${FORMAT}", got "${stored.format}"`);
      }
      return stored;
    });
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** All that a fixture holds, in plain types. */
export interface GoldenNetwork extends Pick<Stored, "name" | "source" | "spec" | "shape"> {
  /** [N, T, F], zero beyond a sequence's length. */
  readonly input: Float64Array;
  /** [N] */
  readonly lengths: readonly number[];
  /** [N]: 0 or 1, or the class. */
  readonly targets: readonly number[];
  readonly parameters: ReadonlyMap<string, GoldenTensor>;
  /** [N, outputs] */
  readonly logits: Float64Array;
  readonly lossSpec: LossSpec;
  /** Mean over the batch. */
  readonly loss: number;
  /** Of the mean loss, before any clipping. */
  readonly gradients: ReadonlyMap<string, GoldenTensor>;
  /** [N, T, F] */
  readonly inputGradient: Float64Array;
  readonly training: {
    readonly optimizer: OptimizerSpec;
    readonly clipNorm: number | null;
    /** Before each step. */
    readonly losses: Float64Array;
    readonly finalParameters: ReadonlyMap<string, GoldenTensor>;
    /** The losses by PyTorch in float32, where the fixture has them: the size of float32's own error. */
    readonly float32Losses: Float64Array | null;
  };
}

/** Every fixture, by name. */
export function listGoldenNetworks(): GoldenNetwork[] {
  return readStored().map((stored) => {
    const { name, source, spec, shape, lengths, targets, optimizer, clipNorm } = stored;
    const float32 = stored.float32TrainingLosses;
    return {
      name,
      source,
      spec,
      shape,
      input: withZeroPadding(shape, lengths, numbers(stored.input)),
      lengths,
      targets,
      parameters: tensors(stored.parameters),
      logits: numbers(stored.logits),
      lossSpec: stored.loss,
      loss: numbers(stored.lossValue)[0]!,
      gradients: tensors(stored.gradients),
      inputGradient: numbers(stored.inputGradient),
      training: {
        optimizer,
        clipNorm,
        losses: numbers(stored.trainingLosses),
        finalParameters: tensors(stored.trainedParameters),
        float32Losses: float32 === undefined ? null : numbers(float32),
      },
    };
  });
}

function withZeroPadding(
  { T, F }: Stored["shape"],
  lengths: readonly number[],
  input: Float64Array,
): Float64Array {
  return input.map((x, i) => (Math.floor(i / F) % T < lengths[Math.floor(i / (T * F))]! ? x : 0));
}

function decode(stored: Stored): Golden {
  const { name, source, spec, loss, optimizer, clipNorm, shape, lengths, targets } = stored;
  return {
    name,
    source,
    spec,
    loss,
    optimizer,
    clipNorm,
    targets,
    batch: { shape, lengths, input: numbers(stored.input) },
    parameters: tensors(stored.parameters),
    expected: {
      logits: numbers(stored.logits),
      loss: numbers(stored.lossValue)[0]!,
      gradients: tensors(stored.gradients),
      trainingLosses: numbers(stored.trainingLosses),
      trainedParameters: tensors(stored.trainedParameters),
    },
  };
}

function numbers(text: string): Float64Array {
  const bytes = Buffer.from(text, "base64");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

function tensors(
  stored: Readonly<Record<string, StoredTensor>>,
): ReadonlyMap<string, GoldenTensor> {
  return new Map(
    Object.entries(stored).map(([name, { shape, values }]) => [
      name,
      { shape, values: numbers(values) },
    ]),
  );
}

/** Trains a golden network on a backend for as many steps as the golden run, on the whole batch. */
export function runGolden(golden: Golden, backend: Backend): Outcome {
  const { N, T } = golden.batch.shape;
  const network = new Network(backend, golden.spec, { sequences: N, steps: T });
  network.load(golden.batch);
  network.setParameters(0, golden.parameters);
  network.select(Array.from({ length: N }, (_, n) => n));
  const optimizer = new Optimizer(network, golden.optimizer);
  const loss = createLoss(golden.loss);
  const gradLogits = new Float64Array(N * golden.spec.outputs);
  const trainingLosses = new Float64Array(golden.expected.trainingLosses.length);
  let first: Pick<Outcome, "logits" | "loss" | "gradients"> | null = null;
  for (let step = 0; step < trainingLosses.length; step++) {
    const logits = network.forward(0);
    const value = loss.evaluate(logits, golden.targets, gradLogits);
    network.backward(0, gradLogits);
    first ??= { logits: logits.slice(), loss: value, gradients: network.getGradient() };
    trainingLosses[step] = value;
    optimizer.step(0, undefined, golden.clipNorm);
  }
  if (first === null) throw new Error(`golden ${golden.name}: holds no training step`);
  return { ...first, trainingLosses, trainedParameters: network.getParameters(0) };
}

/** |actual - expected| / |expected|, Euclidean norms over a whole tensor; infinite where lengths differ. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

/** The errors of an outcome, one a quantity: "logits", "loss", "gradient rnn.weight_ih_l0", ... */
export function outcomeErrors(actual: Outcome, expected: Outcome): Map<string, number> {
  const errors = new Map([
    ["logits", relativeError(actual.logits, expected.logits)],
    ["loss", relativeError([actual.loss], [expected.loss])],
  ]);
  for (const [name, { values }] of expected.gradients) {
    const gradient = actual.gradients.get(name)?.values ?? [];
    errors.set(`gradient ${name}`, relativeError(gradient, values));
  }
  expected.trainingLosses.forEach((value, step) => {
    errors.set(`loss of step ${step}`, relativeError([actual.trainingLosses[step]!], [value]));
  });
  for (const [name, { values }] of expected.trainedParameters) {
    const trained = actual.trainedParameters.get(name)?.values ?? [];
    errors.set(`trained ${name}`, relativeError(trained, values));
  }
  return errors;
}
