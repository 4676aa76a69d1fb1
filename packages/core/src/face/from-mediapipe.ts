import { BLENDSHAPES } from "./blendshapes.ts";
import { expectThat } from "./expect-that.ts";
import type { FaceObservation } from "./observation.ts";
import { TOPOLOGIES } from "./topology.ts";

/** The part of FaceLandmarkerResult of `@mediapipe/tasks-vision` that is read here; the results of one picture. */
export interface MediaPipeResult {
  /** The points of each face, in shares of the picture. */
  readonly faceLandmarks: readonly (readonly MediaPipePoint[])[];
  /** Scores of each face; empty where the task was made without `outputFaceBlendshapes`. */
  readonly faceBlendshapes?: readonly { readonly categories: readonly MediaPipeScore[] }[];
  /** [4, 4] of each face; empty where the task was made without `outputFacialTransformationMatrixes`. */
  readonly facialTransformationMatrixes?: readonly { readonly data: ArrayLike<number> }[];
}

/** MediaPipe's NormalizedLandmark. */
export interface MediaPipePoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** MediaPipe's Category: one coefficient, and its place in BLENDSHAPES. */
export interface MediaPipeScore {
  readonly index: number;
  readonly score: number;
}

const WHERE = "fromMediaPipe";

/**
 * One face of what MediaPipe's Face Landmarker found in a picture, as an observation for `stream.push`; null where it found
 * no such face. Numbers are rounded to float32, which is what MediaPipe computes in.
 *
 * @param face its place in `faceLandmarks`: 0 of a landmarker that looks for one
 * @param timestampMs of the picture
 * @throws on what is no result, or a face of another number of points than 478 (MediaPipe's older face mesh has 468)
 */
export function fromMediaPipe(
  result: MediaPipeResult,
  face: number,
  timestampMs: number,
): FaceObservation | null {
  const faces = (result as MediaPipeResult | null | undefined)?.faceLandmarks;
  const expected = "what FaceLandmarker.detect or detectForVideo returns, with faceLandmarks";
  expectThat(Array.isArray(faces), WHERE, "result", expected, result);
  const isPlace = Number.isInteger(face) && face >= 0;
  expectThat(isPlace, WHERE, "face", "an integer >= 0, a place in faceLandmarks", face);
  expectThat(Number.isFinite(timestampMs), WHERE, "timestampMs", "finite", timestampMs);
  const points = result.faceLandmarks[face];
  if (points === undefined) return null;
  const matrix = result.facialTransformationMatrixes?.[face]?.data;
  return {
    timestampMs,
    landmarks: landmarksOf(points, face),
    blendshapes: blendshapesOf(result.faceBlendshapes?.[face]?.categories, face),
    poseMatrix: matrix === undefined ? null : Float32Array.from(matrix),
  };
}

function landmarksOf(points: readonly MediaPipePoint[], face: number): Float32Array {
  const { points: expected } = TOPOLOGIES.mediapipe478;
  const what = `faceLandmarks[${face}].length`;
  expectThat(points.length === expected, WHERE, what, `${expected}`, points.length);
  const landmarks = new Float32Array(3 * expected);
  points.forEach(({ x, y, z }, p) => {
    landmarks[3 * p] = x;
    landmarks[3 * p + 1] = y;
    landmarks[3 * p + 2] = z;
  });
  return landmarks;
}

function blendshapesOf(
  scores: readonly MediaPipeScore[] | undefined,
  face: number,
): Float32Array | null {
  if (scores === undefined) return null;
  const what = `faceBlendshapes[${face}].categories.length`;
  const { length } = BLENDSHAPES;
  expectThat(scores.length === length, WHERE, what, `${length}`, scores.length);
  const blendshapes = new Float32Array(length);
  for (const { index, score } of scores) blendshapes[index] = score;
  return blendshapes;
}
