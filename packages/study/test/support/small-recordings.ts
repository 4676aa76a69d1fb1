import { createRecording, EXPRESSIONS, type LabelledRecording, TOPOLOGIES } from "@mien/core";
import { createRandom } from "@mien/core/math";

const [STEPS, POINTS] = [8, TOPOLOGIES.ibug68.points];

/** A cloud of points in the middle of the picture, [P, 2]. */
const cloud = (seed: number, size: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: 2 * POINTS }, () => size * random.normal());
};

/**
 * Subjects who show each label once: from a cloud of points of their own toward the label's. No face, but all that a study needs of
 * one, and the same in a page and in Node.
 */
export function smallRecordings(
  subjects: number,
  labels: readonly LabelledRecording["label"][] = EXPRESSIONS,
): LabelledRecording[] {
  const base = cloud(1, 0.1);
  return Array.from({ length: subjects }, (_, s) => s).flatMap((s) =>
    labels.map((label, k) => ({ label, recording: recordingOf(base, s, k, `s${s}-${label}`) })),
  );
}

function recordingOf(base: Float64Array, s: number, k: number, id: string) {
  const [own, toward] = [cloud(100 + s, 0.005), cloud(200 + k, 0.02)];
  const random = createRandom(1000 * s + k);
  const landmarks = Array.from({ length: STEPS }, (_, t) =>
    Array.from({ length: POINTS }, (_, p) => {
      const at = (axis: number) => {
        const i = 2 * p + axis;
        const moved = (t / (STEPS - 1)) * toward[i]! + 0.004 * random.normal();
        return 0.5 + base[i]! + own[i]! + moved;
      };
      return [at(0), at(1), 0];
    }),
  );
  return createRecording({
    id,
    subjectId: `s${s}`,
    topology: "ibug68",
    imageSize: { widthPx: 640, heightPx: 640 },
    timestampsMs: Float64Array.from({ length: STEPS }, (_, t) => 40 * t),
    landmarks: Float32Array.from(landmarks.flat(2)),
    detected: new Uint8Array(STEPS).fill(1),
    provenance: {
      extractor: "none",
      version: "1",
      modelSha256: null,
      mode: "synthetic",
      numFaces: 1,
      frameRate: 25,
      source: "small-recordings",
    },
  });
}
