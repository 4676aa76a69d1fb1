/**
 * Faces of a frame -> persons over time. MediaPipe gives the faces of a picture in no order; who is who is said here by
 * where a face is, how large it is, and by its shape in its own coordinates.
 *
 * Notation: of a person not seen for dt, a face at distance d (in face sizes) from where the person should be, of a size that
 * is r times the person's, and of a shape at distance s, costs
 *
 *   min( (d / σd)² + 4 ln(σd / σd0) + (ln r / σr)² + 2 ln(σr / σr0),  ANYWHERE ) + 2 (s / σs)²
 *
 * which is minus twice a log likelihood: σd, σr and σs grow with dt, and ANYWHERE is what a place says that says nothing (a cut,
 * a long absence). A face becomes the person so that the sum over the frame is least; where that costs more than NEWCOMER
 * it is a new person.
 */
import {
  type FaceObservation,
  type ImageSize,
  TOPOLOGIES,
  type TopologyName,
} from "../face/index.ts";
import { exp, log } from "../math/index.ts";
import { assign } from "./assign.ts";
import { type FaceSign, faceSign, shapeDistance } from "./face-shape.ts";

/** What the faces are, and for how long a person is remembered. */
export interface TrackerOptions {
  /** Size of the pictures, in square pixels. */
  readonly imageSize: ImageSize;
  /** Scheme of the landmarks; mediapipe478 where it is left out. */
  readonly topology?: TopologyName;
  /** A person not seen for longer is forgotten, and comes back as another; 60,000 where it is left out. */
  readonly rememberMs?: number;
}

/** Gives the faces of frame after frame to persons. Its state is its own; the same calls give the same answers. */
export interface Tracker {
  /**
   * The person of each face: 1, 2, ... in the order in which they appear, newcomers of one frame from left to right. null
   * of a face that is none: all points equal, or lying on another face of the frame, as happens when one person passes before
   * another and MediaPipe sees the nearer one twice.
   *
   * @param timestampMs above that of the call before
   * @param faces of one frame, in any order, which changes no answer
   * @throws where the time does not rise or landmarks have another length than the topology's
   */
  update(timestampMs: number, faces: readonly FaceObservation[]): (number | null)[];
}

/** One person as last seen. */
interface Track {
  readonly person: number;
  sign: FaceSign;
  /** Mean of the shapes, the last ones weighing more. */
  meanShape: Float64Array;
  frames: number;
  seenMs: number;
  /** Pixels a millisecond. */
  velocity: readonly [x: number, y: number];
}

/** Deviation of the place in sizes: at once, more a second, at most. */
const PLACE = { atOnce: 0.18, perSecond: 2, most: 2 } as const;
/** The same of the logarithm of the size. */
const SIZE = { atOnce: 0.06, perSecond: 0.5, most: 0.5 } as const;
/** Deviation of a shape from the last one at once, and from the mean after FORGET_SHAPE_MS. */
const SHAPE = { atOnce: 0.018, later: 0.03 } as const;
const FORGET_SHAPE_MS = 500;
/** For how long a motion goes on unseen: its mean, ms. */
const COAST_MS = 400;
const ANYWHERE = 12;
const NEWCOMER = 19;
/** Frames that the mean shape remembers. */
const MEMORY_FRAMES = 60;
/** Two faces closer than this, in sizes, are one. */
const SAME_PLACE = 0.4;

const KEYS: readonly string[] = ["imageSize", "topology", "rememberMs"];

function checkOptions(options: TrackerOptions): void {
  const fail = (what: string, expected: string, got: unknown) => {
    throw new Error(`createTracker: ${what} must be ${expected}, got ${String(got)}`);
  };
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) fail("each option", `one of ${KEYS.join(", ")}`, key);
  }
  const { imageSize, topology = "mediapipe478", rememberMs = 1 } = options;
  for (const key of ["widthPx", "heightPx"] as const) {
    const value = imageSize?.[key];
    if (!(value > 0 && Number.isFinite(value))) fail(`imageSize.${key}`, "above 0", value);
  }
  if (!Object.hasOwn(TOPOLOGIES, topology)) {
    fail("topology", Object.keys(TOPOLOGIES).join(" or "), topology);
  }
  if (!(rememberMs > 0)) fail("rememberMs", "above 0", rememberMs);
}

const square = (x: number) => x * x;

/** A deviation after some time, and what its growth costs: 2 ln of it, once a dimension. */
function spreadAfter(
  { atOnce, perSecond, most }: typeof PLACE | typeof SIZE,
  ms: number,
): { deviation: number; cost: number } {
  const deviation = Math.min(atOnce + (perSecond * ms) / 1000, most);
  return { deviation, cost: 2 * log(deviation / atOnce) };
}

/** Where a person should be, if the last motion goes on and dies away. */
function expectedPlace({ sign, velocity }: Track, ms: number): readonly [x: number, y: number] {
  const coasted = COAST_MS * (1 - exp(-ms / COAST_MS));
  return [sign.xPx + velocity[0] * coasted, sign.yPx + velocity[1] * coasted];
}

/** Minus twice the log likelihood of a face's place and size. */
function placeCost(track: Track, face: FaceSign, ms: number): number {
  const [x, y] = expectedPlace(track, ms);
  const size = (track.sign.sizePx + face.sizePx) / 2;
  const distance = (square(face.xPx - x) + square(face.yPx - y)) / square(size);
  const ratio = log(face.sizePx / track.sign.sizePx);
  const [place, sizes] = [spreadAfter(PLACE, ms), spreadAfter(SIZE, ms)];
  return (
    distance / square(place.deviation) +
    2 * place.cost +
    square(ratio / sizes.deviation) +
    sizes.cost
  );
}

/** What it costs to take a face for a person not seen for `ms`. */
function costOf(track: Track, face: FaceSign, ms: number): number {
  const fromMean = shapeDistance(track.meanShape, face.shape);
  const anywhere = ANYWHERE + 2 * square(fromMean / SHAPE.later);
  const age = Math.min(ms / FORGET_SHAPE_MS, 1);
  const distance = (1 - age) * shapeDistance(track.sign.shape, face.shape) + age * fromMean;
  const deviation = SHAPE.atOnce + age * (SHAPE.later - SHAPE.atOnce);
  return Math.min(placeCost(track, face, ms) + 2 * square(distance / deviation), anywhere);
}

function meet(person: number, sign: FaceSign, seenMs: number): Track {
  return { person, sign, meanShape: sign.shape, frames: 1, seenMs, velocity: [0, 0] };
}

/** Takes a face for the person. */
function follow(track: Track, face: FaceSign, timestampMs: number): void {
  const ms = timestampMs - track.seenMs;
  const weight = 1 / Math.min(track.frames + 1, MEMORY_FRAMES);
  track.meanShape = track.meanShape.map((mean, i) => mean + weight * (face.shape[i]! - mean));
  // Half of the newest motion, for points tremble; after an absence a motion is not known.
  const share = ms > COAST_MS ? 0 : 0.5;
  const [x, y] = track.velocity;
  track.velocity = [
    share * (x + (face.xPx - track.sign.xPx) / ms),
    share * (y + (face.yPx - track.sign.yPx) / ms),
  ];
  track.sign = face;
  track.seenMs = timestampMs;
  track.frames++;
}

const isOneFace = (a: FaceSign, b: FaceSign): boolean =>
  square(a.xPx - b.xPx) + square(a.yPx - b.yPx) <
  square(SAME_PLACE) * square(Math.min(a.sizePx, b.sizePx));

/** Faces without those that lie on one that fits a known person better. */
function withoutTwins(faces: readonly SeenFace[], tracks: readonly Track[], now: number) {
  const bestCost = ({ sign }: SeenFace) =>
    Math.min(NEWCOMER, ...tracks.map((track) => costOf(track, sign, now - track.seenMs)));
  const rated = faces.map((face) => ({ face, cost: bestCost(face) }));
  rated.sort((a, b) => a.cost - b.cost);
  const kept: SeenFace[] = [];
  for (const { face } of rated) {
    if (!kept.some(({ sign }) => isOneFace(sign, face.sign))) kept.push(face);
  }
  return kept.sort(fromLeft);
}

interface SeenFace {
  /** In the frame. */
  readonly index: number;
  readonly sign: FaceSign;
}

/** An order that does not depend on MediaPipe's. */
const fromLeft = ({ sign: a }: SeenFace, { sign: b }: SeenFace): number =>
  a.xPx - b.xPx || a.yPx - b.yPx || a.sizePx - b.sizePx;

/** @throws on a wrong option */
export function createTracker(options: TrackerOptions): Tracker {
  checkOptions(options);
  const { imageSize, topology = "mediapipe478", rememberMs = 60_000 } = options;
  const length = 3 * TOPOLOGIES[topology].points;
  let tracks: Track[] = [];
  let people = 0;
  let last = Number.NEGATIVE_INFINITY;

  const see = (faces: readonly FaceObservation[]): SeenFace[] =>
    faces
      .map(({ landmarks }, index) => {
        if (landmarks.length !== length) {
          const got = `faces[${index}].landmarks.length must be ${length}, got ${landmarks.length}`;
          throw new Error(`tracker: ${got}`);
        }
        return { index, sign: faceSign(landmarks, topology, imageSize) };
      })
      .filter(({ sign }) => sign.shape.every(Number.isFinite))
      .sort(fromLeft);

  return {
    update(timestampMs, faces) {
      if (!(Number.isFinite(timestampMs) && timestampMs > last)) {
        throw new Error(`tracker: timestampMs must be above ${last}, got ${timestampMs}`);
      }
      last = timestampMs;
      tracks = tracks.filter(({ seenMs }) => timestampMs - seenMs <= rememberMs);
      const seen = withoutTwins(see(faces), tracks, timestampMs);
      const costs = seen.map(({ sign }) => {
        const row = new Float64Array(tracks.length + seen.length).fill(NEWCOMER);
        tracks.forEach((track, k) => {
          row[k] = costOf(track, sign, timestampMs - track.seenMs);
        });
        return row;
      });
      const persons = new Array<number | null>(faces.length).fill(null);
      const known = tracks.length;
      assign(costs).forEach((column, i) => {
        const { index, sign } = seen[i]!;
        const track = column < known ? tracks[column]! : null;
        if (track === null) tracks.push(meet(++people, sign, timestampMs));
        else follow(track, sign, timestampMs);
        persons[index] = track?.person ?? people;
      });
      return persons;
    },
  };
}
