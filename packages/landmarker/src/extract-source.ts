/** One source becomes one recording. Runs in a worker: detection blocks its thread. */
import { basename } from "node:path";
import {
  BLENDSHAPES,
  createRecording,
  type FaceObservation,
  type ImageSize,
  type Recording,
  TOPOLOGIES,
} from "@mien/core";
import { type CropPx, cropPixels, findCrop, fromCrop, sizeOfCrop } from "./crop.ts";
import { decodeImage } from "./image.ts";
import {
  createLandmarker,
  type Landmarker,
  type LandmarkerMode,
  MEDIAPIPE_EXTRACTOR,
  MEDIAPIPE_VERSION,
} from "./landmarker.ts";
import { MODEL_SHA256 } from "./model.ts";
import type { Source } from "./source.ts";
import { decodeVideo, probeVideo, type VideoFrame } from "./video.ts";

export interface Extracted {
  readonly recording: Recording;
  readonly crop: CropPx | null;
}

/** Gives the landmarker of a mode; makes it at its first use. */
export type Landmarkers = (mode: LandmarkerMode) => Promise<Landmarker>;

export function createLandmarkers(modelPath: string): Landmarkers {
  const made = new Map<LandmarkerMode, Promise<Landmarker>>();
  return (mode) => {
    const landmarker = made.get(mode) ?? createLandmarker({ modelPath, mode });
    made.set(mode, landmarker);
    return landmarker;
  };
}

/** Frames of a folder: the k-th at k / frameRate. All have the first one's size. */
async function* decodeFolder(source: Source): AsyncGenerator<VideoFrame, void, undefined> {
  let first: ImageSize | null = null;
  for (const [k, file] of source.files.entries()) {
    const { rgba, size } = await decodeImage(file);
    first ??= size;
    if (size.widthPx !== first.widthPx || size.heightPx !== first.heightPx) {
      const [expected, got] = [first, size].map((s) => `${s.widthPx} x ${s.heightPx}`);
      throw new Error(`${file}: expected ${expected} as in the frames before it, got ${got}`);
    }
    yield { rgba, size, timestampMs: (k * 1000) / source.frameRate! };
  }
}

/** A source's frames from the start, again at each call; a photo is a folder of one frame. */
export function decodeSource(source: Source): AsyncGenerator<VideoFrame, void, undefined> {
  if (source.kind === "video") return decodeVideo(source.files[0]!);
  return decodeFolder(source.kind === "photo" ? { ...source, frameRate: 1 } : source);
}

interface Pass {
  readonly size: ImageSize;
  readonly timestampsMs: number[];
  readonly faces: (FaceObservation | null)[];
}

/** Sees every frame once, in the crop if there is one. */
async function pass(
  source: Source,
  landmarker: Landmarker,
  crop: CropPx | null,
  onFrame: () => void,
): Promise<Pass> {
  landmarker.reset();
  let size: ImageSize | null = null;
  const timestampsMs: number[] = [];
  const faces: (FaceObservation | null)[] = [];
  for await (const frame of decodeSource(source)) {
    size = frame.size;
    timestampsMs.push(frame.timestampMs);
    faces.push(detectIn(landmarker, frame, crop));
    onFrame();
  }
  return { size: size!, timestampsMs, faces };
}

function detectIn(
  landmarker: Landmarker,
  { rgba, size, timestampMs }: VideoFrame,
  crop: CropPx | null,
): FaceObservation | null {
  if (crop === null) return landmarker.detect(rgba, size, timestampMs);
  const seen = landmarker.detect(cropPixels(rgba, size, crop), sizeOfCrop(crop), timestampMs);
  return seen === null ? null : fromCrop(seen, size, crop);
}

/** Where a clip without a face is looked at closely: its frames at 1/6, 3/6 and 5/6. */
async function findCropOfClip(source: Source, landmarker: Landmarker, frames: number) {
  const wanted = new Set([1, 3, 5].map((sixths) => Math.floor((frames * sixths) / 6)));
  const last = Math.max(...wanted);
  let k = 0;
  for await (const { rgba, size } of decodeSource(source)) {
    const crop = wanted.has(k) ? findCrop(landmarker, rgba, size) : null;
    if (crop !== null) return crop;
    if (k++ === last) return null;
  }
  return null;
}

/** Rows [T, width] of what the faces have; NaN where there is no face. */
function stack(
  faces: readonly (FaceObservation | null)[],
  width: number,
  of: (face: FaceObservation) => Float32Array | null,
): Float32Array {
  const values = new Float32Array(faces.length * width).fill(Number.NaN);
  faces.forEach((face, t) => {
    if (face !== null) values.set(of(face)!, t * width);
  });
  return values;
}

function toRecording(source: Source, seen: Pass, frameRate: number | null): Recording {
  const { faces, timestampsMs, size } = seen;
  return createRecording({
    id: source.id,
    subjectId: source.subjectId,
    topology: "mediapipe478",
    imageSize: size,
    timestampsMs: Float64Array.from(timestampsMs),
    landmarks: stack(faces, TOPOLOGIES.mediapipe478.points * 3, (face) => face.landmarks),
    blendshapes: stack(faces, BLENDSHAPES.length, (face) => face.blendshapes),
    poseMatrices: stack(faces, 16, (face) => face.poseMatrix),
    detected: Uint8Array.from(faces, (face) => (face === null ? 0 : 1)),
    provenance: {
      extractor: MEDIAPIPE_EXTRACTOR,
      version: MEDIAPIPE_VERSION,
      modelSha256: MODEL_SHA256,
      mode: source.kind === "photo" ? "image" : "video",
      numFaces: 1,
      frameRate,
      source: basename(source.path),
    },
  });
}

/**
 * The recording of a source, the same whichever worker makes it and whatever that worker saw before.
 *
 * @param searchSmall whether a picture or clip without any face is looked at again in tiles
 * @param onFrame called after each frame
 * @throws where the source cannot be decoded; the message begins with the file's path
 */
export async function extractSource(
  source: Source,
  landmarkers: Landmarkers,
  searchSmall: boolean,
  onFrame: () => void = () => {},
): Promise<Extracted> {
  const rate =
    source.kind === "video" ? (await probeVideo(source.files[0]!)).frameRate : source.frameRate;
  const landmarker = await landmarkers(source.kind === "photo" ? "image" : "video");
  const seen = await pass(source, landmarker, null, onFrame);
  const whole = { recording: toRecording(source, seen, rate), crop: null };
  if (!searchSmall || seen.faces.some((face) => face !== null)) return whole;
  const crop = await findCropOfClip(source, await landmarkers("image"), seen.faces.length);
  if (crop === null) return whole;
  const again = await pass(source, landmarker, crop, () => {});
  return { recording: toRecording(source, again, rate), crop };
}
