import {
  type Backend,
  type NetworkSpec,
  networkSpecOf,
  type Recipe,
  type Task,
  type Tensor,
} from "@mien/core";
import { createRandom } from "@mien/core/math";
import {
  encodeSafetensors,
  initializeParameters,
  Network,
  NetworkStream,
  Optimizer,
} from "@mien/core/nn";

/** A recogniser whose cost is measured. */
export interface MeasuredRecognizer {
  readonly conditionId: string;
  readonly task: Task;
  readonly recipe: Recipe;
  readonly inputSize: number;
}

/** Median and range over the rounds. */
export interface MeasuredTimes {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What one recogniser costs on this machine, all of its heads together. */
export interface Measurement {
  readonly conditionId: string;
  /** Null of a bidirectional one, which cannot be streamed. */
  readonly streamMicrosecondsPerFrame: MeasuredTimes | null;
  /** Weights as safetensors. */
  readonly modelBytes: number;
  /** One step of training, with the recipe's batch of sequences of 24 frames. */
  readonly trainStepMilliseconds: MeasuredTimes;
  /** Of the kernel, with weights, gradients, moments, a batch and all that lies between. */
  readonly peakHeapBytes: number;
}

const STEPS = 24;
const ROUNDS = 7;
const SAMPLE_MS = 8;

interface Job {
  readonly of: MeasuredRecognizer;
  readonly frame: (() => void) | null;
  readonly step: () => void;
  readonly modelBytes: number;
  readonly heapBytes: () => number;
  readonly frames: number[];
  readonly steps: number[];
}

/**
 * Measures recognisers side by side: in each round every one of them runs for a moment, in turn, so that a slow moment of
 * the machine meets all. In this thread; nothing else should run beside it.
 *
 * @param now milliseconds of a clock that only rises, such as `() => performance.now()`
 */
export function measureEfficiency(
  backend: Backend,
  recognizers: readonly MeasuredRecognizer[],
  now: () => number,
): Measurement[] {
  const jobs = recognizers.map((of) => createJob(backend, of));
  for (const { frame, step } of jobs) {
    if (frame !== null) sample(frame, now);
    sample(step, now);
  }
  for (let round = 0; round < ROUNDS; round++) {
    jobs.forEach((_, i) => {
      const job = jobs[(i + round) % jobs.length]!;
      if (job.frame !== null) job.frames.push(1000 * sample(job.frame, now));
      job.steps.push(sample(job.step, now));
    });
  }
  return jobs.map((job) => ({
    conditionId: job.of.conditionId,
    streamMicrosecondsPerFrame: job.frame === null ? null : spread(job.frames),
    modelBytes: job.modelBytes,
    trainStepMilliseconds: spread(job.steps),
    peakHeapBytes: job.heapBytes(),
  }));
}

function createJob(backend: Backend, of: MeasuredRecognizer): Job {
  const { task, recipe, inputSize } = of;
  const spec = networkSpecOf(recipe, inputSize, task);
  const models = recipe.heads === "one-trunk" ? 1 : task.labels.length;
  const random = createRandom(1);
  const parameters = Array.from({ length: models }, (_, k) =>
    initializeParameters(spec, random.fork(k)),
  );
  const { network, step } = trainingJob(backend, spec, models, recipe);
  parameters.forEach((set, k) => {
    network.setParameters(k, set);
  });
  const all = new Map<string, Tensor>(
    parameters.flatMap((set, k) => [...set].map(([name, tensor]) => [`${k}/${name}`, tensor])),
  );
  const values = Float32Array.from({ length: inputSize }, () => random.normal());
  const stream = spec.bidirectional ? null : new NetworkStream(backend, spec, parameters);
  return {
    of,
    frame: stream === null ? null : () => stream.push(values),
    step,
    modelBytes: encodeSafetensors(all).length,
    heapBytes: () => network.kernel.heap.byteLength,
    frames: [],
    steps: [],
  };
}

function trainingJob(backend: Backend, spec: NetworkSpec, models: number, recipe: Recipe) {
  const B = recipe.batchSize;
  const random = createRandom(2);
  const network = new Network(backend, spec, { sequences: B, steps: STEPS, models });
  const optimizer = new Optimizer(network, { kind: "adam", learningRate: 1e-6 });
  network.load({
    shape: { N: B, T: STEPS, F: spec.inputSize },
    input: Float32Array.from({ length: B * STEPS * spec.inputSize }, () => random.normal()),
    lengths: Array.from({ length: B }, () => STEPS),
  });
  const rows = Array.from({ length: B }, (_, n) => n);
  const gradient = new Float64Array(B * spec.outputs).fill(1 / B);
  const step = () => {
    network.select(rows);
    for (let model = 0; model < models; model++) {
      network.forward(model, { seed: 1 });
      network.backward(model, gradient);
      optimizer.step(model, 1e-6, recipe.clipNorm);
    }
  };
  return { network, step };
}

/** Milliseconds of one call, over as many as fill a moment. */
function sample(run: () => void, now: () => number): number {
  const from = now();
  let calls = 0;
  let at = from;
  while (at - from < SAMPLE_MS) {
    run();
    calls++;
    at = now();
  }
  return (at - from) / calls;
}

function spread(values: readonly number[]): MeasuredTimes {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, low: sorted[0]!, high: sorted.at(-1)! };
}
