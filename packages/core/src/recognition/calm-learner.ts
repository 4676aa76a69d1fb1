import { checkKeys, createRecording, type FaceObservation, TOPOLOGIES } from "../face/index.ts";
import {
  calmFace,
  createFeatureStream,
  type FeatureStream,
  GEOMETRY_FEATURES,
  type NeutralFace,
} from "../features/index.ts";
import type { StreamSource } from "./baseline.ts";

/** How long a calm stretch must be, and how long it is waited for. */
export interface CalmLearnerOptions {
  /** Length of the calm stretch that is looked for. Default 2000. */
  readonly calmMs?: number;
  /** After this time the calmest stretch so far is taken. Default 8000. */
  readonly patienceMs?: number;
}

/** Learns a person's neutral face from the first stretch in which it keeps still. */
export interface CalmLearner {
  /** Takes a frame; the neutral face once it is known, else null. */
  push(observation: FaceObservation | null): NeutralFace | null;
}

/**
 * Largest root-mean-square distance of the geometry from its mean over a calm stretch: about twice what a still face's
 * noise and blinks make of it, and a quarter of a weak expression.
 */
const STILL = 0.1;
const G = GEOMETRY_FEATURES.length;

interface Kept {
  readonly observation: FaceObservation;
  readonly geometry: Float32Array;
}

/** @throws on an unknown option or times out of range */
export function createCalmLearner(
  source: StreamSource,
  options: CalmLearnerOptions = {},
): CalmLearner {
  const { calmMs, patienceMs } = resolve(options);
  const stream = createFeatureStream({ sets: ["geometry"], baseline: "none" }, source);
  let window: Kept[] = [];
  let calmest: readonly Kept[] = [];
  let least = Number.POSITIVE_INFINITY;
  let startMs = Number.NaN;
  const weigh = (now: number) => {
    if (now - window[0]!.observation.timestampMs < calmMs) return;
    const spread = spreadOf(window);
    if (spread < least) [least, calmest] = [spread, [...window]];
    while (now - window[0]!.observation.timestampMs >= calmMs) window.shift();
  };
  return {
    push(observation) {
      const kept = keep(stream, observation);
      if (kept === null) {
        window = []; // a stretch has no gaps
        return null;
      }
      const now = kept.observation.timestampMs;
      if (Number.isNaN(startMs)) startMs = now;
      window.push(kept);
      weigh(now);
      // Out of patience, a stretch of before a gap will do; without any, patience waits for one.
      const isDone = calmest.length > 0 && (least < STILL || now - startMs >= patienceMs);
      return isDone ? neutralOf(source, calmest) : null;
    },
  };
}

function keep(stream: FeatureStream, observation: FaceObservation | null): Kept | null {
  const geometry = stream.push(observation);
  if (observation === null || geometry === null) return null;
  stream.next();
  const { timestampMs, landmarks, blendshapes } = observation;
  return {
    observation: {
      timestampMs,
      landmarks: landmarks.slice(),
      blendshapes: blendshapes === null ? null : blendshapes.slice(),
      poseMatrix: null,
    },
    geometry: geometry.slice(),
  };
}

/** Root of the mean over frames of the squared distance from the mean geometry. */
function spreadOf(window: readonly Kept[]): number {
  let sum = 0;
  for (let i = 0; i < G; i++) {
    const mean = window.reduce((s, { geometry }) => s + geometry[i]!, 0) / window.length;
    for (const { geometry } of window) sum += (geometry[i]! - mean) * (geometry[i]! - mean);
  }
  return Math.sqrt(sum / window.length);
}

function neutralOf({ topology, imageSize }: StreamSource, frames: readonly Kept[]): NeutralFace {
  const P = TOPOLOGIES[topology].points;
  const landmarks = new Float32Array(frames.length * 3 * P);
  frames.forEach(({ observation }, t) => {
    landmarks.set(observation.landmarks, t * 3 * P);
  });
  const hasBlendshapes = frames.every(({ observation }) => observation.blendshapes !== null);
  return calmFace(
    createRecording({
      id: "calm",
      subjectId: "calm",
      topology,
      imageSize,
      landmarks,
      timestampsMs: Float64Array.from(frames, ({ observation }) => observation.timestampMs),
      detected: new Uint8Array(frames.length).fill(1),
      blendshapes: hasBlendshapes
        ? Float32Array.from(frames.flatMap(({ observation }) => [...observation.blendshapes!]))
        : null,
      provenance: {
        extractor: "stream",
        version: "",
        modelSha256: null,
        mode: "video",
        numFaces: 1,
        frameRate: null,
        source: "stream",
      },
    }),
  );
}

function resolve(options: CalmLearnerOptions): Required<CalmLearnerOptions> {
  checkKeys("calm learner:", options, ["calmMs", "patienceMs"]);
  const { calmMs = 2000, patienceMs = 8000 } = options;
  for (const [name, value] of Object.entries({ calmMs, patienceMs })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new Error(`calm learner: ${name} must be a finite number > 0, got ${value}`);
    }
  }
  if (patienceMs < calmMs) {
    throw new Error(
      `calm learner: patienceMs must be at least calmMs ${calmMs}, got ${patienceMs}`,
    );
  }
  return { calmMs, patienceMs };
}
