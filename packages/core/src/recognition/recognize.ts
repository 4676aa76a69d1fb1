import type { Recording } from "../face/index.ts";
import { computeFeatures, createFrameScaler, type FeatureSequence } from "../features/index.ts";
import type { Backend } from "../kernel/index.ts";
import { Network, NetworkStream } from "../nn/index.ts";
import { type Baseline, checkFeatureNames, withBaseline } from "./baseline.ts";
import { createDecider, type Decider, type DecisionOptions } from "./decide.ts";
import { EARLY_SHARES } from "./fit.ts";
import { createMagnitude } from "./magnitude.ts";
import type { RecognizerModel } from "./model.ts";
import { copyPrediction, type Prediction } from "./prediction.ts";

/** How a recording is recognised: what is subtracted, and how logits become an answer. */
export interface RecognizeOptions extends DecisionOptions {
  /** Default: what the model was trained with, the first frame where that is the person's own neutral face. */
  readonly baseline?: Baseline;
}

/** What a recogniser says of a recording. */
export interface RecordingPrediction {
  readonly recordingId: string;
  /** Of each frame [T]; null where no face was seen. */
  readonly frames: readonly (Prediction | null)[];
  /**
   * What the recording showed, its magnitude the largest on the way; null where no face was ever seen. After the whole
   * sequence, or, of a model whose readout is `strongest`, at the end of the strongest stretch.
   */
  readonly summary: Prediction | null;
  /** After a quarter, half, three quarters and all of the sequence: how sure, how early. */
  readonly early: readonly { readonly share: number; readonly prediction: Prediction }[];
}

/** Recognises a whole recording. */
export function recognizeRecording(
  backend: Backend,
  model: RecognizerModel,
  recording: Recording,
  options: RecognizeOptions = {},
): RecordingPrediction {
  const { baseline, ...decision } = options;
  const { spec, neutral } = withBaseline(model, baseline);
  const decider = createDecider(model, decision, spec.baseline === "generic");
  const sequence = computeFeatures(recording, spec, neutral === undefined ? {} : { neutral });
  checkFeatureNames(model, sequence.names, recording.topology);
  const steps = evaluate(backend, model, recording, sequence);
  const last = steps.times.length - 1;
  const at = (step: number, magnitude: number) =>
    copyPrediction(decider.decide(steps.times[step]!, steps.logits(step), magnitude));
  const peakAt = (step: number) =>
    steps.magnitudes
      .subarray(0, step + 1)
      .reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const whole = (step: number) =>
    at(step, Number.isNaN(steps.magnitudes[0]!) ? Number.NaN : peakAt(step));
  return {
    recordingId: recording.id,
    frames: framePredictions(recording, steps, decider),
    summary: last < 0 ? null : whole(readoutStep(model, steps.magnitudes)),
    early:
      last < 0
        ? []
        : EARLY_SHARES.map((share) => ({
            share,
            prediction: whole(Math.max(1, Math.ceil(share * (last + 1))) - 1),
          })),
  };
}

/**
 * Of its way from the least to the largest magnitude, what a face has gone at least throughout the strongest stretch. The
 * least, not 0: against the generic neutral a face at rest is far from it already.
 */
const STRONG_SHARE = 0.7;

/** The step whose state answers for the recording; the last of one that keeps still, or whose magnitudes are unknown. */
function readoutStep({ recipe }: RecognizerModel, magnitudes: Float64Array): number {
  const last = magnitudes.length - 1;
  if (recipe.readout === undefined || Number.isNaN(magnitudes[0]!)) return last;
  const least = magnitudes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = magnitudes.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return magnitudes.reduce(
    (found, m, step) => (m >= least + STRONG_SHARE * (most - least) ? step : found),
    0,
  );
}

/** The network's answers after each valid feature frame. */
interface Steps {
  readonly times: Float64Array;
  readonly magnitudes: Float64Array;
  logits(step: number): Float64Array;
}

function evaluate(
  backend: Backend,
  model: RecognizerModel,
  recording: Recording,
  sequence: FeatureSequence,
): Steps {
  const F = sequence.names.length;
  const C = model.task.labels.length;
  const valid = Array.from(sequence.valid, (_, t) => t).filter((t) => sequence.valid[t] === 1);
  const magnitude = createMagnitude(model.features, recording.topology, model.scaler);
  const scale = createFrameScaler(model.scaler);
  const magnitudes = Float64Array.from(valid, (t) =>
    magnitude === null ? Number.NaN : magnitude(sequence.values, t * F),
  );
  const rows = new Float32Array(valid.length * F);
  valid.forEach((t, i) => {
    const row = rows.subarray(i * F, (i + 1) * F);
    row.set(sequence.values.subarray(t * F, (t + 1) * F));
    scale(row);
  });
  const all = model.network.bidirectional
    ? prefixLogits(backend, model, rows, valid.length)
    : streamLogits(backend, model, rows, valid.length);
  return {
    times: Float64Array.from(valid, (t) => sequence.timestampsMs[t]!),
    magnitudes,
    logits: (step) => all.subarray(step * C, (step + 1) * C),
  };
}

function streamLogits(
  backend: Backend,
  model: RecognizerModel,
  rows: Float32Array,
  L: number,
): Float64Array {
  const F = model.network.inputSize;
  const C = model.task.labels.length;
  const stream = new NetworkStream(backend, model.network, model.parameters);
  const all = new Float64Array(L * C);
  for (let t = 0; t < L; t++) all.set(stream.push(rows.subarray(t * F, (t + 1) * F)), t * C);
  return all;
}

/** A bidirectional network reads every beginning of the sequence anew. */
function prefixLogits(
  backend: Backend,
  model: RecognizerModel,
  rows: Float32Array,
  L: number,
): Float64Array {
  const C = model.task.labels.length;
  const all = new Float64Array(L * C);
  if (L === 0) return all;
  const { parameters, network: spec } = model;
  const shape = { N: 1, T: L, F: spec.inputSize };
  const network = new Network(backend, spec, { sequences: 1, steps: L, models: parameters.length });
  parameters.forEach((set, k) => {
    network.setParameters(k, set);
  });
  for (let t = 0; t < L; t++) {
    network.load({ shape, input: rows, lengths: [t + 1] });
    network.select([0]);
    for (let k = 0; k < parameters.length; k++) all.set(network.forward(k), t * C + k);
  }
  return all;
}

/** Each frame with a face takes the newest step at or before it, as a stream does. */
function framePredictions(
  { timestampsMs, detected }: Recording,
  steps: Steps,
  decider: Decider,
): (Prediction | null)[] {
  let next = 0;
  return Array.from(timestampsMs, (time, t) => {
    while (next < steps.times.length && steps.times[next]! <= time) next++;
    if (detected[t] === 0 || next === 0) return null;
    const step = next - 1;
    return copyPrediction(
      decider.decide(steps.times[step]!, steps.logits(step), steps.magnitudes[step]!),
    );
  });
}
