import { TOPOLOGIES, type TopologyName } from "../face/index.ts";

/**
 * The points that no expression moves much: canthi, nasal bridge and, where the scheme has it, forehead. No point of the
 * mouth or the jaw, so a jaw drop cannot turn the face.
 */
export interface RigidPoints {
  /** Index of each in its topology [n]. */
  readonly indices: Int32Array;
  /** [n], summing to 1. */
  readonly weights: Float64Array;
  /** Where a face that looks straight at the camera has them [n, 3], about their weighted mean: x right, y down, z away. */
  readonly template: Float64Array;
}

/** Weight, then x, y, z of MediaPipe's canonical face (Apache-2.0, Google): centimetres, y up, z toward the viewer. */
type Row = readonly [weight: number, x: number, y: number, z: number];

export const CANONICAL: Readonly<Record<number, Row>> = {
  33: [1, -4.445859, 2.663991, 3.173422],
  133: [1, -1.856432, 2.585245, 3.757904],
  362: [1, 1.856432, 2.585245, 3.757904],
  263: [1, 4.445859, 2.663991, 3.173422],
  168: [1, 0, 3.271027, 5.236015],
  197: [0.5, 0, 1.728369, 6.31675],
  195: [0.5, 0, 1.059413, 6.774605],
  10: [0.5, 0, 8.261778, 4.481535],
  109: [0.25, -1.891399, 8.236377, 4.274997],
  338: [0.25, 1.891399, 8.236377, 4.274997],
  67: [0.25, -3.523964, 8.005976, 3.729163],
  297: [0.25, 3.523964, 8.005976, 3.729163],
};

const SHARED = [
  "rightEyeOuter",
  "rightEyeInner",
  "leftEyeInner",
  "leftEyeOuter",
  "nasion",
  "noseBridgeUpper",
  "noseBridgeLower",
] as const;
const FOREHEAD = [10, 109, 338, 67, 297] as const;

/** @param withForehead only mediapipe478 has one; without it all schemes have the same points */
export function rigidPoints(topology: TopologyName, withForehead: boolean): RigidPoints {
  const canonical: number[] = SHARED.map((name) => TOPOLOGIES.mediapipe478.named[name]);
  const indices: number[] = SHARED.map((name) => TOPOLOGIES[topology].named[name]);
  if (withForehead) {
    canonical.push(...FOREHEAD);
    indices.push(...FOREHEAD);
  }
  const rows = canonical.map((index) => CANONICAL[index]!);
  const total = rows.reduce((sum, [weight]) => sum + weight, 0);
  const weights = Float64Array.from(rows, ([weight]) => weight / total);
  const mean = [0, 0, 0];
  rows.forEach(([, x, y, z], i) => {
    mean[0]! += weights[i]! * x;
    mean[1]! -= weights[i]! * y;
    mean[2]! -= weights[i]! * z;
  });
  const template = rows.flatMap(([, x, y, z]) => [x - mean[0]!, -y - mean[1]!, -z - mean[2]!]);
  return { indices: Int32Array.from(indices), weights, template: Float64Array.from(template) };
}
