/** A few distances of a face over time, enough to see what a recording holds. Not features: pose is not removed. */
import { type NamedPoint, type Recording, TOPOLOGIES } from "@mien/core";
import { eyeDistancePx } from "@mien/landmarker";

export interface Trace {
  readonly name: string;
  /** [T], in shares of the distance of the outer corners of the eyes; NaN without a face. */
  readonly values: Float64Array;
}

const DISTANCES: readonly (readonly [string, readonly (readonly [NamedPoint, NamedPoint])[]])[] = [
  ["mouth opening", [["upperLipInner", "lowerLipInner"]]],
  ["mouth width", [["rightMouthCorner", "leftMouthCorner"]]],
  [
    "eye opening",
    [
      ["rightEyeUpperInner", "rightEyeLowerInner"],
      ["leftEyeUpperInner", "leftEyeLowerInner"],
    ],
  ],
  [
    "brow height",
    [
      ["rightBrowMiddle", "rightEyeOuter"],
      ["leftBrowMiddle", "leftEyeOuter"],
    ],
  ],
];

/** Each distance, the mean of both sides, in every frame; those of schemes without the points are NaN throughout. */
export function traceRecording(recording: Recording): Trace[] {
  const { points, named } = TOPOLOGIES[recording.topology];
  const { landmarks, detected, imageSize } = recording;
  const distance = (t: number, a: number, b: number) => {
    const [i, j] = [(t * points + a) * 3, (t * points + b) * 3];
    const x = (landmarks[i]! - landmarks[j]!) * imageSize.widthPx;
    const y = (landmarks[i + 1]! - landmarks[j + 1]!) * imageSize.heightPx;
    return Math.hypot(x, y);
  };
  return DISTANCES.map(([name, pairs]) => ({
    name,
    values: Float64Array.from(detected, (_, t) => {
      const sum = pairs.reduce((total, [a, b]) => total + distance(t, named[a], named[b]), 0);
      return sum / pairs.length / eyeDistancePx(recording, t);
    }),
  }));
}
