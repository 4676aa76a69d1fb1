import {
  BLENDSHAPES,
  checkFaceSource,
  type FaceObservation,
  type ImageSize,
  TOPOLOGIES,
  type TopologyName,
} from "../face/index.ts";
import { createBaseFeatures } from "./base-features.ts";
import { createFrameFeatures, featureNames, resolveBaseline } from "./frame-features.ts";
import { genericNeutral, type NeutralFace } from "./neutral.ts";
import { interpolate, stepTime } from "./resample.ts";
import { type FeatureSpec, isCausal, resolveFeatureSpec } from "./spec.ts";

/** Where a stream's landmarks come from, and what is subtracted. */
export interface FeatureStreamOptions {
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
  /** As in FeatureOptions. */
  readonly neutral?: NeutralFace;
}

/** Features frame by frame: the valid frames of what computeFeatures gives for the whole recording, bit for bit. */
export interface FeatureStream {
  /** [F] */
  readonly names: readonly string[];
  /** Time of the frame returned last; NaN before the first. */
  readonly timestampMs: number;
  /**
   * Takes a frame, null where no face was seen, and returns the first feature frame [F] that it completes, null if none.
   * At a fixed step it may complete several: take the others by `next`.
   *
   * The array is the stream's own, overwritten by the next call. Nothing is allocated.
   *
   * @throws on a timestamp that does not rise, arrays of a wrong length, or frames of the last push that were not taken
   */
  push(observation: FaceObservation | null): Float32Array | null;
  /** The next feature frame that the last push completed; null when all are taken. */
  next(): Float32Array | null;
}

/**
 * Starts a stream; a new clip or a new face needs a new one.
 *
 * @throws if the spec is not causal (fixed length), or as computeFeatures does
 */
export function createFeatureStream(
  options: Partial<FeatureSpec>,
  { topology, imageSize, neutral }: FeatureStreamOptions,
): FeatureStream {
  const spec = resolveFeatureSpec(options);
  checkFaceSource("createFeatureStream", { topology, imageSize });
  if (!isCausal(spec)) {
    throw new Error(
      "createFeatureStream: resample must be none or step, got length, which needs the whole recording",
    );
  }
  return new Stream(spec, topology, imageSize, neutral ?? null);
}

class Stream implements FeatureStream {
  readonly names: readonly string[];
  timestampMs = Number.NaN;
  private readonly points: number;
  private readonly needsBlendshapes: boolean;
  /** Between feature frames; null gives each frame at its own time. */
  private readonly stepMs: number | null;
  private readonly base: ReturnType<typeof createBaseFeatures>;
  private readonly frames: ReturnType<typeof createFrameFeatures>;
  private readonly size: number;
  /** Base features of the frame pushed last and of the one before, changing places [2, B]. */
  private readonly rows: Float64Array;
  private readonly between: Float64Array;
  private readonly out: Float32Array;
  private current = 0;
  private currentTime = Number.NaN;
  private previousTime = Number.NaN;
  private currentSeen = false;
  private previousSeen = false;
  /** Time of the first face, from which steps count. */
  private startTime = Number.NaN;
  /** Steps given or passed over. */
  private steps = 0;
  private hasMore = false;

  constructor(
    spec: FeatureSpec,
    topology: TopologyName,
    imageSize: ImageSize,
    neutral: NeutralFace | null,
  ) {
    this.names = featureNames(spec, topology);
    this.points = TOPOLOGIES[topology].points;
    this.needsBlendshapes = spec.sets.includes("blendshapes");
    this.stepMs = spec.resample.kind === "step" ? spec.resample.stepMs : null;
    this.base = createBaseFeatures(spec, topology, imageSize);
    const baseline = resolveBaseline(spec, topology, neutral, genericNeutral);
    this.frames = createFrameFeatures(spec, this.base, baseline);
    this.size = this.base.names.length;
    this.rows = new Float64Array(2 * this.size);
    this.between = new Float64Array(this.size);
    this.out = new Float32Array(this.names.length);
  }

  push(observation: FaceObservation | null): Float32Array | null {
    if (this.hasMore) {
      throw new Error("FeatureStream.push: the last push's frames must be taken first, by next()");
    }
    this.previousSeen = this.currentSeen;
    this.previousTime = this.currentTime;
    this.currentSeen = false;
    if (observation === null) return null;
    checkIsObservation(observation, 3 * this.points);
    this.check(observation);
    this.currentTime = observation.timestampMs;
    const { landmarks, blendshapes } = observation;
    // A frame whose face has no size leaves the row of the one before alone: it cannot be asked for.
    const row = 1 - this.current;
    if (!this.base.write(landmarks, blendshapes, 0, this.rows, row * this.size)) return null;
    this.current = row;
    this.currentSeen = true;
    if (Number.isNaN(this.startTime)) this.startTime = this.currentTime;
    this.hasMore = true;
    return this.next();
  }

  next(): Float32Array | null {
    if (!this.hasMore) return null;
    const at = this.current * this.size;
    if (this.stepMs === null) {
      this.hasMore = false;
      return this.give(this.currentTime, this.rows, at);
    }
    for (;;) {
      const time = stepTime(this.startTime, this.stepMs, this.steps);
      if (time > this.currentTime) break;
      this.steps++;
      if (time === this.currentTime) return this.give(time, this.rows, at);
      if (this.previousSeen) {
        const share = (time - this.previousTime) / (this.currentTime - this.previousTime);
        interpolate(this.rows, this.size - at, at, share, this.between);
        return this.give(time, this.between, 0);
      }
    }
    this.hasMore = false;
    return null;
  }

  private give(time: number, base: Float64Array, offset: number): Float32Array {
    this.frames.write(time, base, offset, this.out, 0);
    this.timestampMs = time;
    return this.out;
  }

  private check({ timestampMs, landmarks, blendshapes }: FaceObservation): void {
    if (!Number.isFinite(timestampMs) || timestampMs <= this.previousTime) {
      const expected = Number.isNaN(this.previousTime) ? "finite" : `above ${this.previousTime}`;
      throw new Error(`FeatureStream.push: timestampMs must be ${expected}, got ${timestampMs}`);
    }
    if (landmarks.length !== 3 * this.points) {
      throw new Error(
        `FeatureStream.push: landmarks.length must be ${3 * this.points}, got ${landmarks.length}`,
      );
    }
    if (this.needsBlendshapes && blendshapes?.length !== BLENDSHAPES.length) {
      throw new Error(
        `FeatureStream.push: blendshapes.length must be ${BLENDSHAPES.length}, ` +
          `got ${blendshapes?.length ?? "no blendshapes"}`,
      );
    }
  }
}

/** @throws on what is no observation at all, such as MediaPipe's own result, which has no `landmarks` */
function checkIsObservation(observation: unknown, length: number): void {
  const landmarks = (observation as Partial<FaceObservation> | undefined)?.landmarks;
  if (typeof landmarks === "object" && landmarks !== null) return;
  throw new Error(
    `FeatureStream.push: landmarks must be a Float32Array [${length}], got ${String(landmarks)}; ` +
      "a frame without a face is null, and fromMediaPipe makes an observation of MediaPipe's result",
  );
}
