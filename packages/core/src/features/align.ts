import { type ImageSize, TOPOLOGIES, type TopologyName } from "../face/index.ts";
import { type RigidPoints, rigidPoints } from "./rigid-points.ts";
import { createRotationScratch, planarRotation, spatialRotation } from "./rotation.ts";

/** Removes place, size and rotation from one frame's landmarks. Owns its scratch: one for each stream. */
export interface Aligner {
  /**
   * Writes the chosen points [n, 3] about the mean of the four canthi, in outer canthal distances: x to the picture's right
   * (the subject's left), y down, z away.
   *
   * @param landmarks [.., P, 3] in shares of the picture, the frame's first number at `offset`
   * @returns whether the face has a size; where the outer canthi meet, `out` means nothing
   */
  align(landmarks: Float32Array, offset: number, out: Float64Array): boolean;
}

/** The rotation that `pose` stands for in a scheme: only mediapipe478 surely has depth. */
export function poseKind(
  pose: "auto" | "3d" | "2d" | "none",
  topology: TopologyName,
): "3d" | "2d" | "none" {
  if (pose !== "auto") return pose;
  return topology === "mediapipe478" ? "3d" : "2d";
}

/** @param chosen indices of the points to write [n] */
export function createAligner(
  topology: TopologyName,
  imageSize: ImageSize,
  pose: "auto" | "3d" | "2d" | "none",
  chosen: Int32Array,
): Aligner {
  const kind = poseKind(pose, topology);
  const rigid = rigidPoints(topology, kind === "3d" && topology === "mediapipe478");
  const { named } = TOPOLOGIES[topology];
  const canthi = [
    named.rightEyeOuter,
    named.rightEyeInner,
    named.leftEyeInner,
    named.leftEyeOuter,
  ] as const;
  // Shares to pixels: z is in shares of the width.
  const { widthPx, heightPx } = imageSize;
  const rotation = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const covariance = new Float64Array(9);
  const scratch = createRotationScratch();
  const origin = new Float64Array(3);

  return {
    align(landmarks, offset, out) {
      if (kind !== "none") {
        writeCovariance(landmarks, offset, widthPx, heightPx, rigid, covariance);
        if (kind === "3d") spatialRotation(covariance, scratch, rotation);
        else planarRotation(covariance, rotation);
      }
      const size = canthalDistance(landmarks, offset, widthPx, heightPx, canthi, rotation);
      if (!(size > 0)) return false;
      origin.fill(0);
      for (const index of canthi) {
        const at = offset + 3 * index;
        origin[0]! += landmarks[at]! / 4;
        origin[1]! += landmarks[at + 1]! / 4;
        origin[2]! += landmarks[at + 2]! / 4;
      }
      for (let i = 0; i < chosen.length; i++) {
        const at = offset + 3 * chosen[i]!;
        const x = (landmarks[at]! - origin[0]!) * widthPx;
        const y = (landmarks[at + 1]! - origin[1]!) * heightPx;
        const z = (landmarks[at + 2]! - origin[2]!) * widthPx;
        for (let axis = 0; axis < 3; axis++) {
          const r = 3 * axis;
          out[3 * i + axis] =
            (rotation[r]! * x + rotation[r + 1]! * y + rotation[r + 2]! * z) / size;
        }
      }
      return true;
    },
  };
}

/** C = sum w p q' of the rigid points in pixels; q has mean 0, so p needs only a near origin for precision. */
function writeCovariance(
  landmarks: Float32Array,
  offset: number,
  widthPx: number,
  heightPx: number,
  rigid: RigidPoints,
  covariance: Float64Array,
): void {
  covariance.fill(0);
  const first = offset + 3 * rigid.indices[0]!;
  for (let i = 0; i < rigid.indices.length; i++) {
    const at = offset + 3 * rigid.indices[i]!;
    const weight = rigid.weights[i]!;
    const x = (landmarks[at]! - landmarks[first]!) * widthPx;
    const y = (landmarks[at + 1]! - landmarks[first + 1]!) * heightPx;
    const z = (landmarks[at + 2]! - landmarks[first + 2]!) * widthPx;
    for (let b = 0; b < 3; b++) {
      const q = weight * rigid.template[3 * i + b]!;
      covariance[b]! += x * q;
      covariance[3 + b]! += y * q;
      covariance[6 + b]! += z * q;
    }
  }
}

/** Distance in the picture's plane of the outer canthi, once turned, in pixels. */
function canthalDistance(
  landmarks: Float32Array,
  offset: number,
  widthPx: number,
  heightPx: number,
  canthi: readonly [number, number, number, number],
  rotation: Float64Array,
): number {
  const right = offset + 3 * canthi[0];
  const left = offset + 3 * canthi[3];
  const x = (landmarks[left]! - landmarks[right]!) * widthPx;
  const y = (landmarks[left + 1]! - landmarks[right + 1]!) * heightPx;
  const z = (landmarks[left + 2]! - landmarks[right + 2]!) * widthPx;
  const across = rotation[0]! * x + rotation[1]! * y + rotation[2]! * z;
  const down = rotation[3]! * x + rotation[4]! * y + rotation[5]! * z;
  return Math.sqrt(across * across + down * down);
}
