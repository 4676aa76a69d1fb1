import {
  createRecording,
  NAMED_POINTS,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "../../src/face/index.ts";
import { genericNeutral } from "../../src/features/index.ts";
import { toIbug68 } from "./faces.ts";

/** Shares of the picture that a full smile moves points by: outwards, down. */
const SMILE: readonly (readonly [RegExp, number, number])[] = [
  [/MouthCorner$/, 0.016, -0.02],
  [/(Upper|Lower)LipOuter$/, 0.01, -0.008],
  [/^(left|right)?[uU]pperLipInner$/, 0, -0.004],
  [/^(left|right)?[lL]owerLipInner$/, 0, 0.008],
  [/EyeLower(Inner|Outer)$/, 0, -0.003],
];

/** The generic neutral face with `share` of a smile, straight from the front, as MediaPipe's points. */
export function smilingPoints(share: number): Float32Array {
  const points = genericNeutral().landmarks.slice();
  const { named } = TOPOLOGIES.mediapipe478;
  for (const name of NAMED_POINTS) {
    const at = 3 * named[name];
    const outwards = Math.sign(points[at]! - 0.5);
    for (const [pattern, x, y] of SMILE) {
      if (!pattern.test(name)) continue;
      points[at]! += share * outwards * x;
      points[at + 1]! += share * y;
    }
  }
  return points;
}

/** That face at rest for `calm` frames, then smiling ever more for `rising`, 15 a second, as a tracker of the topology sees it. */
export function smilingRecording(
  topology: TopologyName,
  { calm, rising }: { readonly calm: number; readonly rising: number },
): Recording {
  const shares = Array.from({ length: calm + rising }, (_, t) =>
    t < calm ? 0 : (t - calm + 1) / rising,
  );
  const faces = shares.map(smilingPoints);
  const seen = topology === "ibug68" ? faces.map(toIbug68) : faces;
  return createRecording({
    id: "smile",
    subjectId: "nobody",
    topology,
    blendshapes: null,
    imageSize: genericNeutral().imageSize,
    timestampsMs: Float64Array.from(shares, (_, t) => (1000 * t) / 15),
    landmarks: Float32Array.from(seen.flatMap((face) => [...face])),
    detected: new Uint8Array(shares.length).fill(1),
    provenance: {
      extractor: "test",
      version: "1",
      modelSha256: null,
      mode: "synthetic",
      numFaces: 1,
      frameRate: 15,
      source: "test",
    },
  });
}
