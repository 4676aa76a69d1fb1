import type { Recording } from "../face/index.ts";
import { computeFeatures, type FeatureSequence } from "./sequence.ts";
import type { FeatureSpec } from "./spec.ts";

/** How far one frame's features are from the neutral, from an offset into [T, F]. */
export type FrameSize = (values: Float32Array, offset: number) => number;

/**
 * The frame with a face that is farthest from the neutral: the apex, wherever it lies. The first of equals.
 *
 * @param size default: the Euclidean norm of all features, squared
 * @returns its index, or -1 where no frame shows a face
 */
export function farthestFrame(
  { names, values, valid }: Pick<FeatureSequence, "names" | "values" | "valid">,
  size: FrameSize = squaredNorm(names.length),
): number {
  let [apex, most] = [-1, -1];
  valid.forEach((seen, t) => {
    const own = seen === 1 ? size(values, t * names.length) : -1;
    if (own > most) [apex, most] = [t, own];
  });
  return apex;
}

const squaredNorm =
  (F: number): FrameSize =>
  (values, offset) => {
    let sum = 0;
    for (let i = offset; i < offset + F; i++) sum += values[i]! * values[i]!;
    return sum;
  };

/** Features of one moment of a recording. */
export interface ApexFeatures {
  readonly names: readonly string[];
  /** [F], finite */
  readonly values: Float64Array;
  /** The frame they are of. */
  readonly frame: number;
}

const SPEC: Partial<FeatureSpec> = { sets: ["geometry"], baseline: "first-frame" };

/**
 * Geometry's displacement from the first frame with a face, at the frame where it is largest (Euclidean norm). Null where
 * no frame shows a face.
 */
export function apexFeatures(recording: Recording): ApexFeatures | null {
  const sequence = computeFeatures(recording, SPEC);
  const frame = farthestFrame(sequence);
  if (frame < 0) return null;
  const { names, values } = sequence;
  const row = values.subarray(frame * names.length, (frame + 1) * names.length);
  return { names, values: Float64Array.from(row), frame };
}
