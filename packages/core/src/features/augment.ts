import {
  checkKeys,
  createRecording,
  mirrorRecording,
  type Recording,
  TOPOLOGIES,
} from "../face/index.ts";
import { cos, type Random, sin } from "../math/index.ts";
import { canonicalDepth } from "./canonical-depth.ts";

/** How a recording may be changed so that its label still holds. For training folds only, after the split. */
export interface AugmentOptions {
  /** Probability of the mirror image. Default 0.5. */
  readonly mirror?: number;
  /**
   * Speed at the start and at the end, each uniform in [1 - timeWarp, 1 + timeWarp], linear between. Default 0.2. It shows
   * only in features that are resampled or have velocity.
   */
  readonly timeWarp?: number;
  /** Standard deviation of each coordinate's noise, in outer canthal distances. Default 0.002, a still face's. */
  readonly jitter?: number;
  /** Yaw and pitch, each uniform in [-rotationDegrees, rotationDegrees], for the whole recording. Default 10. */
  readonly rotationDegrees?: number;
  /** Probability, up to 0.9, that a frame after the first face loses its own. Default 0.05. */
  readonly dropped?: number;
}

const DEFAULTS: Required<AugmentOptions> = {
  mirror: 0.5,
  timeWarp: 0.2,
  jitter: 0.002,
  rotationDegrees: 10,
  dropped: 0.05,
};
/** The largest value of each; the least is 0. */
const MOST: Required<AugmentOptions> = {
  mirror: 1,
  timeWarp: 0.9,
  jitter: 0.1,
  rotationDegrees: 45,
  dropped: 0.9,
};

/**
 * A changed copy of a recording: mirrored, turned, jittered, warped in time and with frames dropped, each by the options.
 * Ids stay, so that no split can part it from its original. It has no pose matrices: they would be the original's.
 *
 * Turning needs depth: an ibug68 recording takes the canonical face's.
 *
 * @param random draws follow one order whatever the options, so that one option does not change what another does
 * @throws on an unknown key or a value out of range
 */
export function augmentRecording(
  recording: Recording,
  random: Random,
  options: AugmentOptions = {},
): Recording {
  const resolved = resolve(options);
  const isMirrored = random.uniform() < resolved.mirror;
  const startSpeed = symmetric(random, resolved.timeWarp);
  const endSpeed = symmetric(random, resolved.timeWarp);
  const [yaw, pitch] = [symmetric(random, 1), symmetric(random, 1)];
  const radians = (resolved.rotationDegrees * Math.PI) / 180;
  const noise = random.fork(random.uint32());
  const drops = random.fork(random.uint32());

  const source = isMirrored ? mirrorRecording(recording) : recording;
  const turned = turn(source, yaw * radians, pitch * radians);
  return createRecording({
    ...source,
    ...dropFrames(source, jitter(source, turned, resolved.jitter, noise), resolved.dropped, drops),
    timestampsMs: warp(source.timestampsMs, 1 + startSpeed, 1 + endSpeed),
    poseMatrices: null,
  });
}

/** Uniform in [-size, size]. */
const symmetric = (random: Random, size: number) => (2 * random.uniform() - 1) * size;

function resolve(options: AugmentOptions): Required<AugmentOptions> {
  checkKeys("augmentRecording:", options, Object.keys(DEFAULTS));
  const resolved = { ...DEFAULTS, ...options };
  for (const [key, value] of Object.entries(resolved)) {
    const most = MOST[key as keyof AugmentOptions];
    if (!(typeof value === "number" && value >= 0 && value <= most)) {
      throw new Error(`augmentRecording: ${key} must be in [0, ${most}], got ${String(value)}`);
    }
  }
  return resolved;
}

/** Times whose pace changes linearly from one speed to another: an interval dt lasts dt / speed. */
function warp(timestampsMs: Float64Array, startSpeed: number, endSpeed: number): Float64Array {
  const warped = timestampsMs.slice();
  const first = timestampsMs[0]!;
  const duration = timestampsMs.at(-1)! - first;
  for (let t = 1; t < warped.length; t++) {
    const [from, to] = [timestampsMs[t - 1]!, timestampsMs[t]!];
    const share = ((from + to) / 2 - first) / duration;
    warped[t] = warped[t - 1]! + (to - from) / (startSpeed + (endSpeed - startSpeed) * share);
  }
  return warped;
}

/** Yaw about y, then pitch about x, through the mean of each frame's points. A flat recording stays flat. */
function turn(recording: Recording, yaw: number, pitch: number): Float32Array {
  const { points } = TOPOLOGIES[recording.topology];
  const { widthPx, heightPx } = recording.imageSize;
  const { landmarks } = recording;
  const isFlat = landmarks.every((value, i) => i % 3 !== 2 || !(Math.abs(value) > 0));
  const depth = isFlat && recording.topology === "ibug68" ? canonicalDepth() : null;
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [cos(yaw), sin(yaw), cos(pitch), sin(pitch)];
  const turned = landmarks.slice();
  for (let start = 0; start < turned.length; start += 3 * points) {
    const size = canthalDistancePx(recording, start);
    const [centreX, centreY, centreZ] = meanPoint(landmarks, start, points);
    for (let p = 0; p < points; p++) {
      const at = start + 3 * p;
      const x = (landmarks[at]! - centreX) * widthPx;
      const y = (landmarks[at + 1]! - centreY) * heightPx;
      const z = depth === null ? (landmarks[at + 2]! - centreZ) * widthPx : depth[p]! * size;
      const back = cosYaw * z - sinYaw * x;
      turned[at] = centreX + (cosYaw * x + sinYaw * z) / widthPx;
      turned[at + 1] = centreY + (cosPitch * y - sinPitch * back) / heightPx;
      if (!isFlat) turned[at + 2] = centreZ + (sinPitch * y + cosPitch * back) / widthPx;
    }
  }
  return turned;
}

function meanPoint(landmarks: Float32Array, start: number, points: number) {
  const mean: [x: number, y: number, z: number] = [0, 0, 0];
  for (let i = 0; i < 3 * points; i++) mean[i % 3]! += landmarks[start + i]! / points;
  return mean;
}

/** Distance of the outer canthi in the picture of the frame whose landmarks start there. */
function canthalDistancePx({ landmarks, topology, imageSize }: Recording, start: number): number {
  const { rightEyeOuter, leftEyeOuter } = TOPOLOGIES[topology].named;
  const [right, left] = [start + 3 * rightEyeOuter, start + 3 * leftEyeOuter];
  const x = (landmarks[left]! - landmarks[right]!) * imageSize.widthPx;
  const y = (landmarks[left + 1]! - landmarks[right + 1]!) * imageSize.heightPx;
  return Math.sqrt(x * x + y * y);
}

/** Adds noise to x and y of each point, and to z where it is not 0. */
function jitter(
  recording: Recording,
  landmarks: Float32Array,
  share: number,
  random: Random,
): Float32Array {
  if (share === 0) return landmarks;
  const { points } = TOPOLOGIES[recording.topology];
  const { widthPx, heightPx } = recording.imageSize;
  for (let start = 0; start < landmarks.length; start += 3 * points) {
    const noisePx = share * canthalDistancePx(recording, start);
    for (let at = start; at < start + 3 * points; at += 3) {
      landmarks[at]! += (random.normal() * noisePx) / widthPx;
      landmarks[at + 1]! += (random.normal() * noisePx) / heightPx;
      if (landmarks[at + 2] !== 0) landmarks[at + 2]! += (random.normal() * noisePx) / widthPx;
    }
  }
  return landmarks;
}

/** Frames after the first face lose theirs with the given probability. */
function dropFrames(
  recording: Recording,
  landmarks: Float32Array,
  probability: number,
  random: Random,
): Pick<Recording, "landmarks" | "blendshapes" | "detected"> {
  const detected = recording.detected.slice();
  const blendshapes = recording.blendshapes?.slice() ?? null;
  for (let t = recording.detected.indexOf(1) + 1; t < detected.length; t++) {
    if (!(random.uniform() < probability)) continue;
    detected[t] = 0;
    for (const values of [landmarks, blendshapes]) {
      const width = (values?.length ?? 0) / detected.length;
      values?.fill(Number.NaN, t * width, (t + 1) * width);
    }
  }
  return { landmarks, blendshapes, detected };
}
