import { checkFaceSource, type FaceObservation } from "../face/index.ts";
import {
  createFeatureStream,
  createFrameScaler,
  type FeatureStream,
  featureNames,
  isCausal,
  type NeutralFace,
} from "../features/index.ts";
import type { Backend } from "../kernel/index.ts";
import { NetworkStream } from "../nn/index.ts";
import { type Baseline, checkFeatureNames, type StreamSource, withBaseline } from "./baseline.ts";
import { type CalmLearnerOptions, createCalmLearner } from "./calm-learner.ts";
import { createDecider, type DecisionOptions } from "./decide.ts";
import { createMagnitude } from "./magnitude.ts";
import type { RecognizerModel } from "./model.ts";
import type { Prediction } from "./prediction.ts";

/** Where a stream's faces come from, what is subtracted, and how logits become an answer. */
export interface RecognizerStreamOptions extends StreamSource, DecisionOptions {
  /**
   * `learn`: the person's neutral face is learnt from the first calm stretch, and nothing is predicted until then.
   * Default: what the model was trained with, the first frame where that is the person's own neutral face.
   */
  readonly baseline?: Baseline | "learn";
  readonly calm?: CalmLearnerOptions;
}

/** One face, frame by frame. */
export interface RecognizerStream {
  /** The face at rest that is subtracted, once it is known; null for the first frame's. */
  readonly neutral: NeutralFace | null;
  /** True while the neutral face is being learnt. */
  readonly isLearning: boolean;
  /**
   * Takes a frame, null where no face was seen. Returns the newest prediction, in an object that the next call overwrites;
   * null where there is no face or the neutral face is still being learnt.
   *
   * @throws on a timestamp that does not rise, or landmarks of a wrong length
   */
  push(observation: FaceObservation | null): Prediction | null;
}

const STREAM_BASELINES = ["learn", "first-frame", "generic"] as const;

/**
 * Starts a stream; a new clip or a new face needs a new one. Equal, bit for bit, to `recognize` of the whole recording.
 * After the first prediction nothing is allocated a frame.
 *
 * @throws on an unknown topology or a picture without a size, if the model needs the whole sequence (a bidirectional network, or features of fixed length), on a baseline that
 *   the model cannot take, on `calm` where nothing is learnt, on an unknown option
 */
export function createRecognizerStream(
  backend: Backend,
  model: RecognizerModel,
  options: RecognizerStreamOptions,
): RecognizerStream {
  const { topology, imageSize, baseline, calm, ...decision } = options;
  const source: StreamSource = { topology, imageSize };
  checkFaceSource("Recognizer.stream", source);
  checkStreamable(model, options);
  const isGeneric =
    baseline !== "learn" &&
    withBaseline(model, baseline, STREAM_BASELINES).spec.baseline === "generic";
  const decider = createDecider(model, decision, isGeneric);
  const network = new NetworkStream(backend, model.network, model.parameters);
  const magnitude = createMagnitude(model.features, topology, model.scaler);
  const scale = createFrameScaler(model.scaler);
  const learner = baseline === "learn" ? createCalmLearner(source, calm) : null;
  let neutral: NeutralFace | null = null;
  let features: FeatureStream | null = null;
  const start = (from: Baseline | undefined) => {
    const { spec, neutral: face } = withBaseline(model, from);
    neutral = face ?? null;
    features = createFeatureStream(spec, {
      ...source,
      ...(face === undefined ? {} : { neutral: face }),
    });
  };
  if (baseline !== "learn") start(baseline);
  const logits = new Float64Array(model.task.labels.length);
  let latest: Prediction | null = null;

  const advance = (observation: FaceObservation | null): Prediction | null => {
    let frame = features!.push(observation);
    while (frame !== null) {
      const size = magnitude === null ? Number.NaN : magnitude(frame, 0);
      scale(frame);
      const out = network.push(frame);
      for (let k = 0; k < logits.length; k++) logits[k] = out[k]!;
      latest = decider.decide(features!.timestampMs, logits, size);
      frame = features!.next();
    }
    return observation === null ? null : latest;
  };
  return {
    get neutral() {
      return neutral;
    },
    get isLearning() {
      return features === null;
    },
    push(observation) {
      if (features !== null) return advance(observation);
      const learnt = learner!.push(observation);
      if (learnt === null) return null;
      start(learnt);
      return advance(observation);
    },
  };
}

/** What would else come to light only once the neutral face is learnt, or never. */
function checkStreamable(
  model: RecognizerModel,
  { topology, baseline, calm }: RecognizerStreamOptions,
): void {
  const { features } = model;
  if (!isCausal(features)) {
    throw new Error(
      "Recognizer.stream: the model's features must come frame by frame, got resample length, which needs the whole recording",
    );
  }
  if (baseline === "learn" && features.baseline === "none") {
    throw new Error("Recognizer: this model subtracts no baseline, so it takes none");
  }
  if (baseline !== "learn" && calm !== undefined) {
    throw new Error("Recognizer.stream: calm is for baseline learn alone");
  }
  checkFeatureNames(model, featureNames(features, topology), topology);
}
