import { BLENDSHAPES, blendshapeMirror } from "./blendshapes.ts";
import type { FaceObservation, ImageSize } from "./observation.ts";
import { checkRecording } from "./recording-check.ts";
import { TOPOLOGIES, type TopologyName } from "./topology.ts";

/** Where a recording's landmarks come from. */
export interface Provenance {
  /** Program or model, such as "mediapipe-face-landmarker" or "OpenFace". */
  readonly extractor: string;
  readonly version: string;
  /** SHA-256 of the model file in hexadecimal, null where there is none or none is known. */
  readonly modelSha256: string | null;
  /** Video mode smooths over time, image mode does not; a table was computed elsewhere. */
  readonly mode: "image" | "video" | "table" | "synthetic";
  /** Most faces that the extractor looked for. */
  readonly numFaces: number;
  /** Frames a second of the source; null where frames have no common rate. */
  readonly frameRate: number | null;
  /** Name of the file or folder, without its path. */
  readonly source: string;
  /** Which person of the source, 1, 2, ...; left out where one face was looked for, or nobody said who. */
  readonly person?: number;
}

/** One face over T frames. Made by `createRecording`, which checks it, and trusted after. */
export interface Recording {
  readonly id: string;
  readonly subjectId: string;
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
  /** [T], strictly rising. */
  readonly timestampsMs: Float64Array;
  /** [T, P, 3] as in FaceObservation; NaN in frames without a face. */
  readonly landmarks: Float32Array;
  /** [T, 52]; NaN in frames without a face. */
  readonly blendshapes: Float32Array | null;
  /** [T, 16]; NaN in frames without a face. */
  readonly poseMatrices: Float32Array | null;
  /** [T], 1 where a face was found. */
  readonly detected: Uint8Array;
  readonly provenance: Provenance;
}

/** A recording's parts; blendshapes and pose matrices may be left out. */
export type RecordingParts = Omit<Recording, "blendshapes" | "poseMatrices"> &
  Partial<Pick<Recording, "blendshapes" | "poseMatrices">>;

/** What is known of a recording lies beside it, never inside: features cannot see it. */
export interface LabelledRecording {
  readonly recording: Recording;
  /** One of an exclusive task's labels; `neutral`, or any other name, where the face shows none of them. */
  readonly label: string;
  /** For a task that is not exclusive, which labels the face shows; one that is missing is unknown. */
  readonly marks?: Readonly<Record<string, boolean>>;
}

/**
 * Checks the parts and joins them; arrays are kept, not copied.
 *
 * @throws on an unknown key, a wrong length, timestamps that do not rise, a value in a frame without a face that is not
 * NaN or one in a frame with a face that is not finite; the message names the recording, the place and what was expected
 */
export function createRecording(parts: RecordingParts): Recording {
  const recording = { blendshapes: null, poseMatrices: null, ...parts };
  checkRecording(recording);
  return Object.freeze(recording);
}

/**
 * The face at frame t, null where none was found. Its arrays are views of the recording's.
 *
 * @throws if t is not a frame of the recording
 */
export function observationAt(recording: Recording, t: number): FaceObservation | null {
  const frames = recording.timestampsMs.length;
  if (!(Number.isInteger(t) && t >= 0 && t < frames)) {
    throw new Error(`observationAt: t must be in [0, ${frames - 1}], got ${t}`);
  }
  if (recording.detected[t] === 0) return null;
  const row = (values: Float32Array, width: number) => values.subarray(t * width, (t + 1) * width);
  return {
    timestampMs: recording.timestampsMs[t]!,
    landmarks: row(recording.landmarks, 3 * TOPOLOGIES[recording.topology].points),
    blendshapes: recording.blendshapes && row(recording.blendshapes, BLENDSHAPES.length),
    poseMatrix: recording.poseMatrices && row(recording.poseMatrices, 16),
  };
}

/**
 * The recording as a mirror shows it: x -> 1 - x, left and right points and blendshapes swapped, pose matrices
 * S M S with S = diag(-1, 1, 1, 1). Ids stay, so that no split can part the two. Mirrored twice it is itself, but for the
 * rounding of x to float32 (at most 2^-24).
 */
export function mirrorRecording(recording: Recording): Recording {
  const { mirror, points } = TOPOLOGIES[recording.topology];
  const frames = recording.timestampsMs.length;
  const landmarks = new Float32Array(recording.landmarks.length);
  for (let row = 0; row < frames * points; row += points) {
    for (let p = 0; p < points; p++) {
      const from = 3 * (row + mirror[p]!);
      const to = 3 * (row + p);
      landmarks[to] = 1 - recording.landmarks[from]!;
      landmarks[to + 1] = recording.landmarks[from + 1]!;
      landmarks[to + 2] = recording.landmarks[from + 2]!;
    }
  }
  const width = BLENDSHAPES.length;
  const blendshapes = recording.blendshapes?.map((_, i, all) => {
    const column = i % width;
    return all[i - column + blendshapeMirror[column]!]!;
  });
  // In column major order, S M S negates entries 1, 2, 3 of the first column and of the first row.
  const poseMatrices = recording.poseMatrices?.map((value, i) => {
    const [row, column] = [i % 4, Math.floor(i / 4) % 4];
    return (row === 0) !== (column === 0) ? -value : value;
  });
  return createRecording({
    ...recording,
    landmarks,
    blendshapes: blendshapes ?? null,
    poseMatrices: poseMatrices ?? null,
  });
}
