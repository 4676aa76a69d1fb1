import {
  checkKeys,
  type ImageSize,
  NEUTRAL,
  observationAt,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "../face/index.ts";
import { createAligner } from "./align.ts";
import { RENDERED_NEUTRAL, RENDERED_NEUTRAL_BLENDSHAPES } from "./rendered-neutral.ts";

/** A face at rest, which the `person` and `generic` baselines subtract. */
export interface NeutralFace {
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
  /** [P, 3] as in FaceObservation. */
  readonly landmarks: Float32Array;
  /** [52], null where none are known. */
  readonly blendshapes: Float32Array | null;
}

/**
 * The neutral face of nobody: the mean of rendered faces at rest as MediaPipe sees them. Not MediaPipe's canonical face,
 * whose lips part and whose lids are lower than the landmarker ever finds them: what is subtracted must come from the same
 * detector as what it is subtracted from.
 *
 * It serves both topologies where features are of the named points.
 */
export function genericNeutral(): NeutralFace {
  return {
    topology: "mediapipe478",
    imageSize: { widthPx: 1000, heightPx: 1000 },
    landmarks: Float32Array.from(RENDERED_NEUTRAL, (millionths) => millionths / 1e6),
    blendshapes: Float32Array.from(RENDERED_NEUTRAL_BLENDSHAPES, (millionths) => millionths / 1e6),
  };
}

/** The stretch of a recording that a calm face is taken from. */
export interface CalmOptions {
  /** Frames from this time on. Default: from the first. */
  readonly fromMs?: number;
  /** Frames up to this time, inclusive. Default: to the last. */
  readonly toMs?: number;
}

/**
 * A person's calm face: the median of each coordinate and blendshape over the frames with a face, pose and scale removed.
 *
 * @throws on an unknown key, or if the range holds no face
 */
export function calmFace(recording: Recording, options: CalmOptions = {}): NeutralFace {
  checkKeys("calmFace:", options, ["fromMs", "toMs"]);
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = options;
  const { topology, imageSize } = recording;
  const all = Int32Array.from({ length: TOPOLOGIES[topology].points }, (_, i) => i);
  const aligner = createAligner(topology, imageSize, "auto", all);
  const faces: Float64Array[] = [];
  const blendshapes: Float32Array[] = [];
  recording.timestampsMs.forEach((time, t) => {
    const face = time >= fromMs && time <= toMs ? observationAt(recording, t) : null;
    const aligned = new Float64Array(3 * all.length);
    if (face === null || !aligner.align(face.landmarks, 0, aligned)) return;
    faces.push(aligned);
    if (face.blendshapes !== null) blendshapes.push(face.blendshapes);
  });
  if (faces.length === 0) {
    throw new Error(`calmFace: recording ${recording.id} has no face in [${fromMs}, ${toMs}] ms`);
  }
  return {
    topology,
    imageSize: { widthPx: 1, heightPx: 1 },
    landmarks: medians(faces),
    blendshapes: blendshapes.length > 0 ? medians(blendshapes) : null,
  };
}

/**
 * The calm face of each person, by subject id, who has a recording labelled neutral with a face in it; the first such
 * recording serves.
 */
export function calmFaces(
  items: Iterable<{ readonly recording: Recording; readonly label: string | null }>,
): ReadonlyMap<string, NeutralFace> {
  const faces = new Map<string, NeutralFace>();
  for (const { recording, label } of items) {
    const isUseful = label === NEUTRAL && recording.detected.includes(1);
    if (isUseful && !faces.has(recording.subjectId)) {
      faces.set(recording.subjectId, calmFace(recording));
    }
  }
  return faces;
}

/** Median of each column. */
function medians(rows: readonly (Float64Array | Float32Array)[]): Float32Array {
  const column = new Float64Array(rows.length);
  const half = rows.length >> 1;
  return Float32Array.from(rows[0]!, (_, i) => {
    for (let t = 0; t < rows.length; t++) column[t] = rows[t]![i]!;
    column.sort();
    return rows.length % 2 === 1 ? column[half]! : (column[half - 1]! + column[half]!) / 2;
  });
}
