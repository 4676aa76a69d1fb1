/** Films of several people with known truth: recordings of virtual actors, each on a way of its own through one picture. */
import type { FaceObservation, Recording } from "@mien/core";
import { createTracker } from "@mien/core";
import type { Random } from "@mien/core/math";

export const CROWD_SIZE = { widthPx: 1280, heightPx: 720 };
const POINTS = 478;
const FRAME_MS = 1000 / 25;

/** What happens in a film. */
export type CrowdEvent = "crossing" | "absence" | "cut" | "newcomer";

/** A face of a frame, and whose it is; null where it is another's face seen twice. */
interface CrowdFace {
  readonly face: FaceObservation;
  readonly actor: number | null;
}
export interface CrowdFrame {
  readonly timestampMs: number;
  /** In no order. */
  readonly faces: readonly CrowdFace[];
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}
interface Part {
  readonly takes: readonly Recording[];
  place: (t: number) => Place;
  isHere: (t: number) => boolean;
  take: (t: number) => number;
}

/** Middle of the outer eye corners in a recording's frame, pixels. */
function eyes({ landmarks, imageSize }: Recording, t: number): readonly [number, number] {
  const mean = (axis: 0 | 1) =>
    (landmarks[(t * POINTS + 33) * 3 + axis]! + landmarks[(t * POINTS + 263) * 3 + axis]!) / 2;
  return [mean(0) * imageSize.widthPx, mean(1) * imageSize.heightPx];
}

/** A recording's frame t, its eyes set at a place and scaled, with noise of a third of a pixel. */
function faceAt(
  take: Recording,
  t: number,
  { x, y, scale }: Place,
  timestampMs: number,
  random: Random,
) {
  const { widthPx, heightPx } = take.imageSize;
  const [middleX, middleY] = eyes(take, 0);
  const from = take.landmarks.subarray(t * POINTS * 3, (t + 1) * POINTS * 3);
  const landmarks = Float32Array.from(from, (value, i) => {
    const noise = 0.3 * random.normal();
    if (i % 3 === 0) return (x + (value * widthPx - middleX) * scale + noise) / CROWD_SIZE.widthPx;
    if (i % 3 === 1)
      return (y + (value * heightPx - middleY) * scale + noise) / CROWD_SIZE.heightPx;
    return (value * widthPx * scale) / CROWD_SIZE.widthPx;
  });
  return { timestampMs, landmarks, blendshapes: null, poseMatrix: null };
}

/** Distance of the outer eye corners at a scale, pixels. */
function eyeDistance({ landmarks, imageSize }: Recording, scale: number): number {
  return (landmarks[263 * 3]! - landmarks[33 * 3]!) * imageSize.widthPx * scale;
}

const smooth = (share: number) => {
  const s = Math.min(1, Math.max(0, share));
  return s * s * (3 - 2 * s);
};

/** Forth and back through a recording's frames with a face. */
function frameOf(take: Recording, t: number): number {
  const last = take.detected.length - 1;
  const k = t % (2 * last);
  return k <= last ? k : 2 * last - k;
}

function cast(takesOf: readonly (readonly Recording[])[], count: number, random: Random): Part[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(random.uniform() * takesOf.length));
  return [...chosen].map((index, k) => {
    const takes = takesOf[index]!;
    const eyesPx = 45 + 35 * random.uniform();
    const scale = eyesPx / eyeDistance(takes[0]!, 1);
    const x = ((k + 0.5) * CROWD_SIZE.widthPx) / count + 60 * (random.uniform() - 0.5);
    const y = 320 + 80 * (random.uniform() - 0.5);
    const sway = 25 * random.uniform();
    const period = 40 + 60 * random.uniform();
    return {
      takes,
      place: (t) => ({ x: x + sway * Math.sin(t / period), y, scale }),
      isHere: () => true,
      take: () => 0,
    };
  });
}

/** Changes the plan of a film. */
function happen(event: CrowdEvent, parts: Part[], frames: number, random: Random): void {
  const at = frames * (0.3 + 0.3 * random.uniform());
  const [one, two] = parts as [Part, Part];
  if (event === "crossing") {
    const [a, b] = [one.place, two.place];
    const length = 25 + 35 * random.uniform();
    const cross = (own: Part["place"], other: Part["place"]) => (t: number) => {
      const share = smooth((t - at) / length);
      const [from, to] = [own(t), other(t)];
      return { x: from.x + share * (to.x - from.x), y: from.y, scale: from.scale };
    };
    one.place = cross(a, b);
    two.place = cross(b, a);
    return;
  }
  if (event === "absence") {
    const length = 15 + 85 * random.uniform();
    const before = one.place;
    const shift = 200 * (random.uniform() - 0.5);
    one.isHere = (t) => t < at || t > at + length;
    one.place = (t) => {
      const place = before(t);
      return t < at ? place : { ...place, x: place.x + shift };
    };
    return;
  }
  if (event === "newcomer") {
    one.isHere = (t) => t > at;
    return;
  }
  // A cut: other places, sizes and takes, as from another camera.
  const order = parts.map((part) => part.place).reverse();
  const zoom = 0.7 + 0.7 * random.uniform();
  parts.forEach((part, k) => {
    const before = part.place;
    part.place = (t) => {
      if (t < at) return before(t);
      const { x, y } = order[k]!(t);
      return { x, y: y + 30, scale: before(t).scale * zoom };
    };
    part.take = (t) => (t < at ? 0 : part.takes.length - 1);
  });
}

/**
 * A film of 5 seconds at 25 frames a second. Whose face lies behind another's is not seen; half of the time the nearer face is seen twice then. One
 * face in a hundred is missed.
 *
 * @param takesOf the recordings of each actor, with a face in every frame
 */
export function filmCrowd(
  takesOf: readonly (readonly Recording[])[],
  count: number,
  events: readonly CrowdEvent[],
  random: Random,
): CrowdFrame[] {
  const frames = 125;
  const parts = cast(takesOf, count, random);
  for (const event of events) happen(event, parts, frames, random);
  return Array.from({ length: frames }, (_, t) => {
    const timestampMs = t * FRAME_MS;
    const seen = parts.map((part, actor) => {
      const take = part.takes[part.take(t)]!;
      const place = part.place(t);
      const size = eyeDistance(take, place.scale);
      return { actor, place, size, take, isHere: part.isHere(t) };
    });
    const here = seen.filter(({ isHere }) => isHere && random.uniform() > 0.01);
    const faces = here.flatMap(({ actor, place, size, take }): CrowdFace[] => {
      const nearer = here.find(
        (other) =>
          other.size > size &&
          Math.hypot(other.place.x - place.x, other.place.y - place.y) < 1.1 * other.size,
      );
      const frame = frameOf(take, t);
      if (nearer === undefined)
        return [{ actor, face: faceAt(take, frame, place, timestampMs, random) }];
      if (random.uniform() < 0.5) return [];
      const again = faceAt(nearer.take, frameOf(nearer.take, t), nearer.place, timestampMs, random);
      return [{ actor: null, face: again }];
    });
    return { timestampMs, faces: shuffle(faces, random) };
  });
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** How often the tracker takes a person for another, or for a new one. */
export function countSwitches(film: readonly CrowdFrame[]): {
  switches: number;
  lost: number;
  faces: number;
} {
  const tracker = createTracker({ imageSize: CROWD_SIZE });
  const personOf = new Map<number, number>();
  const actorOf = new Map<number, number>();
  let [switches, lost, faces] = [0, 0, 0];
  for (const frame of film) {
    const persons = tracker.update(
      frame.timestampMs,
      frame.faces.map(({ face }) => face),
    );
    frame.faces.forEach(({ actor }, i) => {
      const person = persons[i]!;
      if (actor === null) return;
      faces++;
      if (person === null) {
        lost++;
        return;
      }
      const isKnown = personOf.get(actor) ?? person;
      const isHis = actorOf.get(person) ?? actor;
      if (isKnown !== person || isHis !== actor) switches++;
      personOf.set(actor, person);
      actorOf.set(person, actor);
    });
  }
  return { switches, lost, faces };
}
