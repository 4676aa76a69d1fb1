/** What a recording is good for: how often a face was seen, how large, how still, how turned, and at which times. */
import { type Recording, TOPOLOGIES } from "@mien/core";

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Quality {
  readonly frames: number;
  readonly durationMs: number;
  /** Share of the frames with a face, in [0, 1]. */
  readonly detectedShare: number;
  /** Runs of frames without a face. */
  readonly gaps: number;
  readonly longestGapFrames: number;
  /** Distance of the outer corners of the eyes, pixels: median over the frames with a face. NaN without any. */
  readonly eyeDistancePx: number;
  /** Longer side of the points' box, as a share of the picture's longer side: median. NaN without a face. */
  readonly faceShare: number;
  /**
   * Noise of the points from frame to frame, as a share of the eyes' distance: the median second difference, scaled to the
   * standard deviation of white noise. NaN below three frames in a row.
   */
  readonly jitter: number;
  /**
   * Head rotation: yaw to the subject's left, pitch downwards, roll to the subject's right shoulder. null without pose
   * matrices or faces.
   */
  readonly headPoseDegrees: {
    readonly yaw: Range;
    readonly pitch: Range;
    readonly roll: Range;
  } | null;
  /** Median time between frames. NaN for one frame. */
  readonly stepMs: number;
  readonly stepRangeMs: Range;
  /** Share of the steps that differ from the median by more than a tenth. */
  readonly irregularShare: number;
  /** What a user should know, in words; empty where nothing is amiss. */
  readonly remarks: readonly string[];
}

/** Below this share of the long side, the whole picture's detector misses faces. */
const SMALL_FACE = 0.1;
/** E[second difference²] of white noise is 6 variances; the median of |normal| is 0.6745 deviations. */
const NOISE_OF_MEDIAN = 1 / (0.6744897501960817 * Math.sqrt(6));

function median(values: readonly number[] | Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A loop: as arguments of one call, the frames of an hour are too many. */
function rangeOf(values: readonly number[]): Range {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}

/** Pixels of point p in frame t. */
function pixel(recording: Recording, t: number, p: number): { x: number; y: number } {
  const { points } = TOPOLOGIES[recording.topology];
  const at = (t * points + p) * 3;
  const { widthPx, heightPx } = recording.imageSize;
  const { landmarks } = recording;
  return { x: landmarks[at]! * widthPx, y: landmarks[at + 1]! * heightPx };
}

/** Distance of the outer corners of the eyes in frame t, pixels; NaN without a face. */
export function eyeDistancePx(recording: Recording, t: number): number {
  const { named } = TOPOLOGIES[recording.topology];
  const [right, left] = [named.rightEyeOuter, named.leftEyeOuter].map((p) =>
    pixel(recording, t, p),
  );
  return Math.hypot(right!.x - left!.x, right!.y - left!.y);
}

function faceShareAt(recording: Recording, t: number): number {
  const { points } = TOPOLOGIES[recording.topology];
  const all = Array.from({ length: points }, (_, p) => pixel(recording, t, p));
  const [x, y] = [rangeOf(all.map((one) => one.x)), rangeOf(all.map((one) => one.y))];
  const { widthPx, heightPx } = recording.imageSize;
  return Math.max(x.max - x.min, y.max - y.min) / Math.max(widthPx, heightPx);
}

function jitterOf(recording: Recording, eyeDistance: number): number {
  const { detected, topology } = recording;
  const corners = Object.values(TOPOLOGIES[topology].named);
  const differences: number[] = [];
  for (let t = 2; t < detected.length; t++) {
    if (detected[t]! + detected[t - 1]! + detected[t - 2]! < 3) continue;
    for (const p of corners) {
      const [a, b, c] = [
        pixel(recording, t - 2, p),
        pixel(recording, t - 1, p),
        pixel(recording, t, p),
      ];
      differences.push(Math.abs(a.x - 2 * b.x + c.x), Math.abs(a.y - 2 * b.y + c.y));
    }
  }
  return (median(differences) * NOISE_OF_MEDIAN) / eyeDistance;
}

/** Lengths of the runs of frames without a face. */
function gapsOf(detected: Uint8Array): number[] {
  const runs = Array.from(detected, (found) => (found === 1 ? " " : "x"))
    .join("")
    .match(/x+/g);
  return (runs ?? []).map((run) => run.length);
}

/** Yaw, pitch and roll, degrees, of R = Ry(yaw) Rx(pitch) Rz(roll), the rotation in a column-major matrix. */
function anglesOf(matrix: Float32Array): readonly [number, number, number] {
  const degrees = 180 / Math.PI;
  const r = (row: number, column: number) => matrix[column * 4 + row]!;
  const sine = Math.min(1, Math.max(-1, -r(1, 2)));
  return [
    Math.atan2(r(0, 2), r(2, 2)) * degrees,
    Math.asin(sine) * degrees,
    Math.atan2(r(1, 0), r(1, 1)) * degrees,
  ];
}

function headPoseOf({ poseMatrices }: Recording, found: readonly number[]) {
  if (poseMatrices === null || found.length === 0) return null;
  const angles = found.map((t) => anglesOf(poseMatrices.subarray(t * 16, t * 16 + 16)));
  const [yaw, pitch, roll] = ([0, 1, 2] as const).map((k) => rangeOf(angles.map((a) => a[k])));
  return { yaw: yaw!, pitch: pitch!, roll: roll! };
}

function remarksOf(quality: Omit<Quality, "remarks">): string[] {
  const { detectedShare, faceShare, gaps, longestGapFrames, irregularShare } = quality;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const remarks: string[] = [];
  if (detectedShare === 0) remarks.push("no face");
  else if (detectedShare < 0.9) remarks.push(`a face in ${percent(detectedShare)} of the frames`);
  if (detectedShare > 0 && gaps > 0)
    remarks.push(`${gaps} ${gaps === 1 ? "gap" : "gaps"} of up to ${longestGapFrames} frames`);
  if (faceShare < SMALL_FACE) remarks.push(`small face (${percent(faceShare)} of the long side)`);
  if (irregularShare > 0.05) remarks.push(`${percent(irregularShare)} of the steps irregular`);
  return remarks;
}

/**
 * The quality of a recording, from the recording alone. Cost: a pass over its points for the faces' boxes, and the named
 * points once more for the eyes and three times for the jitter.
 *
 * Definitions are at each field of Quality.
 */
export function assessQuality(recording: Recording): Quality {
  const { detected, timestampsMs } = recording;
  const frames = detected.length;
  const found = [...detected.keys()].filter((t) => detected[t] === 1);
  const gaps = gapsOf(detected);
  const steps = [...timestampsMs.subarray(1)].map((time, t) => time - timestampsMs[t]!);
  const stepMs = median(steps);
  const eyes = median(found.map((t) => eyeDistancePx(recording, t)));
  const irregular = steps.filter((step) => Math.abs(step - stepMs) > stepMs / 10).length;
  const quality = {
    frames,
    durationMs: timestampsMs[frames - 1]! - timestampsMs[0]!,
    detectedShare: found.length / frames,
    gaps: gaps.length,
    longestGapFrames: gaps.reduce((most, frames) => Math.max(most, frames), 0),
    eyeDistancePx: eyes,
    faceShare: median(found.map((t) => faceShareAt(recording, t))),
    jitter: jitterOf(recording, eyes),
    headPoseDegrees: headPoseOf(recording, found),
    stepMs,
    stepRangeMs: steps.length === 0 ? { min: Number.NaN, max: Number.NaN } : rangeOf(steps),
    irregularShare: steps.length === 0 ? 0 : irregular / steps.length,
  };
  return { ...quality, remarks: remarksOf(quality) };
}
