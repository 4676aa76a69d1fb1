import { computeFeatures, type FeatureSpec, type Recording } from "@mien/core";

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
 * Geometry's displacement from the first frame, at the frame where it is largest (Euclidean norm): the apex, wherever it
 * lies. Null where no frame shows a face.
 */
export function apexFeatures(recording: Recording): ApexFeatures | null {
  const { names, values, valid } = computeFeatures(recording, SPEC);
  const row = (t: number) => values.subarray(t * names.length, (t + 1) * names.length);
  let [apex, most] = [-1, -1];
  valid.forEach((seen, t) => {
    const size = row(t).reduce((sum, x) => sum + x * x, 0);
    if (seen === 1 && size > most) [apex, most] = [t, size];
  });
  return apex < 0 ? null : { names, values: Float64Array.from(row(apex)), frame: apex };
}
