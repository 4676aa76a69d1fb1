/** One source becomes recordings, one a person. Runs in a worker: detection blocks its thread. */
import { basename } from "node:path";
import {
  BLENDSHAPES,
  createRecording,
  createTracker,
  type FaceObservation,
  type ImageSize,
  type Recording,
  TOPOLOGIES,
} from "@mien/core";
import { type CropPx, cropPicture, findCrop, fromCrop } from "./crop.ts";
import { openSource } from "./footage.ts";
import {
  createLandmarker,
  type Landmarker,
  type LandmarkerOptions,
  largestFace,
  MEDIAPIPE_EXTRACTOR,
  MEDIAPIPE_VERSION,
} from "./landmarker.ts";
import { MODEL_SHA256 } from "./model.ts";
import type { Footage, Frame, Picture } from "./picture.ts";
import type { Source } from "./source.ts";

/** One person's recording, and the crop in which a small face was seen. */
export interface Extracted {
  readonly recording: Recording;
  readonly crop: CropPx | null;
}

/** Faces of a source that became no recording. */
export interface FacesLeft {
  /** Most faces seen beside those taken, in one of the frames that were counted. */
  readonly faces: number;
  /**
   * Where the face that was taken was then, or where it was first seen: its middle, in shares of the picture. null where none
   * was taken.
   */
  readonly taken: { readonly x: number; readonly y: number } | null;
}

/** What came of a source. */
export interface ExtractedSource {
  /** At least one: where no face was seen, a recording that says so. */
  readonly persons: readonly Extracted[];
  /** null where all faces that were seen were taken. */
  readonly left: FacesLeft | null;
}

/** Gives the landmarker of some options; makes it at their first use. */
export type Landmarkers = (
  options: Omit<LandmarkerOptions, "model" | "log">,
) => Promise<Landmarker>;

/**
 * Landmarkers of one model, each made once.
 *
 * @param model as createLandmarker takes it
 */
export function createLandmarkers(model?: LandmarkerOptions["model"]): Landmarkers {
  const made = new Map<string, Promise<Landmarker>>();
  return (options) => {
    const key = JSON.stringify(Object.entries(options).sort());
    const whole = model === undefined ? options : { ...options, model };
    const landmarker = made.get(key) ?? createLandmarker(whole);
    made.set(key, landmarker);
    return landmarker;
  };
}

/** How a source is looked at. */
export interface ExtractSourceOptions {
  /** Most persons at a time, 1 where it is left out; of more than one MediaPipe smooths none. */
  readonly faces?: number;
  /** Whether a picture or clip without any face is looked at again in tiles; true where it is left out. */
  readonly searchSmall?: boolean;
  /** Whether, with one face asked for, others are counted, in one of a hundred frames; true where it is left out. */
  readonly countFaces?: boolean;
  /** Called after each frame. */
  readonly onFrame?: () => void;
}

interface Pass {
  readonly size: ImageSize;
  readonly timestampsMs: number[];
  readonly faces: FaceObservation[][];
}

/** Sees every frame once, in the crop if there is one. */
async function pass(
  footage: Footage,
  landmarker: Landmarker,
  crop: CropPx | null,
  onFrame: (frame: Frame, faces: readonly FaceObservation[]) => void,
): Promise<Pass> {
  landmarker.reset();
  let size: ImageSize | null = null;
  const timestampsMs: number[] = [];
  const faces: FaceObservation[][] = [];
  for await (const frame of footage) {
    size ??= { widthPx: frame.widthPx, heightPx: frame.heightPx };
    timestampsMs.push(frame.timestampMs);
    faces.push(detectIn(landmarker, frame, crop));
    onFrame(frame, faces.at(-1)!);
  }
  return { size: size!, timestampsMs, faces };
}

function detectIn(landmarker: Landmarker, frame: Frame, crop: CropPx | null): FaceObservation[] {
  if (crop === null) return landmarker.detect(frame, frame.timestampMs);
  const seen = landmarker.detect(cropPicture(frame, crop), frame.timestampMs);
  return seen.map((face) => fromCrop(face, frame, crop));
}

/** Where a clip without a face is looked at closely: its frames at 1/6, 3/6 and 5/6. */
async function findCropOfClip(footage: Footage, landmarker: Landmarker, frames: number) {
  const wanted = new Set([1, 3, 5].map((sixths) => Math.floor((frames * sixths) / 6)));
  const last = Math.max(...wanted);
  let k = 0;
  for await (const frame of footage) {
    const crop = wanted.has(k) ? findCrop(landmarker, frame) : null;
    if (crop !== null) return crop;
    if (k++ === last) return null;
  }
  return null;
}

/** One face in each of some frames. */
interface Sighting {
  readonly timestampsMs: readonly number[];
  /** [T], null where the face was not seen. */
  readonly faces: readonly (FaceObservation | null)[];
  /** 1, 2, ...; null where one face was asked for, whoever it is. */
  readonly person: number | null;
}

/** Fewer frames than this, of a clip, are no person but something that looked like a face. */
const FEWEST_FRAMES = 3;

/** Each person from the first to the last frame with a face of theirs. */
function personsOf({ timestampsMs, faces, size }: Pass): Sighting[] {
  const tracker = createTracker({ imageSize: size });
  const seen = new Map<number, Map<number, FaceObservation>>();
  faces.forEach((some, t) => {
    tracker.update(timestampsMs[t]!, some).forEach((person, i) => {
      if (person === null) return;
      if (!seen.has(person)) seen.set(person, new Map());
      seen.get(person)!.set(t, some[i]!);
    });
  });
  const fewest = Math.min(FEWEST_FRAMES, timestampsMs.length);
  return [...seen]
    .filter(([, theirs]) => theirs.size >= fewest)
    .sort(([a], [b]) => a - b)
    .map(([person, theirs]) => {
      const frames = [...theirs.keys()];
      const [first, last] = [frames[0]!, frames.at(-1)!];
      const span = Array.from({ length: last - first + 1 }, (_, k) => first + k);
      return {
        person,
        timestampsMs: span.map((t) => timestampsMs[t]!),
        faces: span.map((t) => theirs.get(t) ?? null),
      };
    });
}

/** The one face, or the persons; nobody's sighting where there are none. */
function sightingsOf(seen: Pass, faces: number): Sighting[] {
  const { timestampsMs, size } = seen;
  const one = seen.faces.map((some) => largestFace(some, size));
  const whole: Sighting = { timestampsMs, faces: one, person: null };
  if (faces === 1) return [whole];
  const persons = personsOf(seen);
  return persons.length > 0 ? persons : [whole];
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

interface Seen {
  readonly source: Source;
  readonly size: ImageSize;
  readonly frameRate: number | null;
  readonly faces: number;
}

function toRecording(
  { source, size, frameRate, faces: most }: Seen,
  sighting: Sighting,
): Recording {
  const { faces, timestampsMs, person } = sighting;
  const suffix = person === null ? "" : `/person-${person}`;
  return createRecording({
    id: `${source.id}${suffix}`,
    subjectId: `${source.subjectId}${suffix}`,
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
      numFaces: most,
      frameRate,
      source: basename(source.path),
      ...(person === null ? {} : { person }),
    },
  });
}

/** A frame in this many is looked at for further faces, from the first on. */
const COUNT_EVERY = 100;
/** Most faces that are counted. */
const MOST_COUNTED = 8;

/** The middle of a face's box, in shares of the picture. */
function middleOf({ landmarks }: FaceObservation): { x: number; y: number } {
  const middle = (axis: 0 | 1) => {
    const values = landmarks.filter((_, i) => i % 3 === axis);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return { x: middle(0), y: middle(1) };
}

/** Counts, now and then, what one asked face leaves out. */
function createCounter(landmarker: Landmarker | null) {
  let left: FacesLeft | null = null;
  let frame = -1;
  return {
    left: () => left,
    look(picture: Picture, taken: readonly FaceObservation[]): void {
      frame++;
      if (landmarker === null || frame % COUNT_EVERY !== 0) return;
      const faces = landmarker.detect(picture).length - 1;
      const isMore = faces > (left?.faces ?? 0);
      if (isMore) left = { faces, taken: taken[0] === undefined ? null : middleOf(taken[0]) };
    },
  };
}

/**
 * The recordings of a source, the same whichever worker makes them and whatever that worker saw before. With one face asked
 * for it is one recording, of the face that MediaPipe follows; with more, one a person (createTracker of @mien/core says who is
 * who), from the first to the last frame that shows the person, its id with `/person-1` and so on.
 *
 * @throws where the source cannot be decoded; the message begins with the file's path
 */
export async function extractSource(
  source: Source,
  landmarkers: Landmarkers,
  options: ExtractSourceOptions = {},
): Promise<ExtractedSource> {
  const { faces = 1, searchSmall = true, countFaces = true, onFrame = () => {} } = options;
  const footage = await openSource(source);
  const mode = source.kind === "photo" ? "image" : "video";
  const landmarker = await landmarkers({ mode, faces });
  const counts = countFaces && faces === 1;
  const counter = createCounter(counts ? await landmarkers(COUNTING) : null);
  let crop: CropPx | null = null;
  let seen = await pass(footage, landmarker, null, (frame, found) => {
    counter.look(frame, found);
    onFrame();
  });
  if (searchSmall && seen.faces.every((found) => found.length === 0)) {
    const close = await landmarkers({ mode: "image", faces: 1 });
    crop = await findCropOfClip(footage, close, seen.faces.length);
    if (crop !== null) seen = await pass(footage, landmarker, crop, () => {});
  }
  const { frameRate } = footage;
  const all: Seen = { source, size: seen.size, frameRate, faces };
  const persons = sightingsOf(seen, faces).map((sighting) => ({
    recording: toRecording(all, sighting),
    crop,
  }));
  return { persons, left: whereTaken(counter.left(), seen) };
}

/** A face found only by looking closely was not there when others were counted. */
function whereTaken(left: FacesLeft | null, { faces }: Pass): FacesLeft | null {
  const first = faces.find((found) => found.length > 0)?.[0];
  if (left === null || left.taken !== null || first === undefined) return left;
  return { ...left, taken: middleOf(first) };
}

const COUNTING = {
  mode: "image",
  faces: MOST_COUNTED,
  blendshapes: false,
  poseMatrices: false,
} as const;
