import { exp } from "../math/index.ts";
import { type FaceKit, kitPoint, materialVertices } from "./face-kit.ts";

type Point = readonly [number, number, number];

/** Where on the neutral mesh things are painted; each [V], in [0, 1]. Made once a kit. */
export interface Regions {
  /** Distance between the centres of the eyes: the unit of every length here. */
  readonly eyeDistance: number;
  readonly skin: Float32Array;
  readonly hair: Float32Array;
  readonly lips: Float32Array;
  readonly lashes: Float32Array;
  readonly beard: Float32Array;
  /** Inside of mouth and eye sockets. */
  readonly inside: Float32Array;
  readonly sclera: Float32Array;
  readonly iris: Float32Array;
  readonly pupil: Float32Array;
  readonly teeth: Float32Array;
  readonly gums: Float32Array;
}

/** Distance of `p` from an open polyline. */
export function distanceToLine(p: Point, line: readonly Point[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let s = 0; s + 1 < line.length; s++) {
    const [a, b] = [line[s]!, line[s + 1]!];
    let dot = 0;
    let length = 0;
    for (let k = 0; k < 3; k++) {
      const edge = b[k]! - a[k]!;
      dot += (p[k]! - a[k]!) * edge;
      length += edge * edge;
    }
    const t = length > 0 ? Math.min(1, Math.max(0, dot / length)) : 0;
    let square = 0;
    for (let k = 0; k < 3; k++) {
      const d = p[k]! - (a[k]! + t * (b[k]! - a[k]!));
      square += d * d;
    }
    best = Math.min(best, square);
  }
  return Math.sqrt(best);
}

/** 0 far below `edge`, 1 far above, soft over `width`. */
const step = (x: number, edge: number, width: number) => 1 / (1 + exp(-(x - edge) / width));

/** 1 at distance 0, falling as e^-(d / width)^2. */
const near = (d: number, width: number) => exp(-((d / width) * (d / width)));

const inside = (x: number, y: number, ring: readonly Point[]) => {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i]!, ring[j]!];
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0])
      odd = !odd;
  }
  return odd;
};

const range = (kit: FaceKit, from: number, to: number): Point[] =>
  Array.from({ length: to - from }, (_, i) => kitPoint(kit, from + i));

const mean = (points: readonly Point[]): Point => {
  const at = (k: 0 | 1 | 2) => points.reduce((sum, p) => sum + p[k], 0) / points.length;
  return [at(0), at(1), at(2)];
};

export function eyeDistance(kit: FaceKit): number {
  const [a, b] = [mean(range(kit, 36, 42)), mean(range(kit, 42, 48))];
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
}

/** Paints every region of a kit whose materials bear the published names. */
export function createRegions(kit: FaceKit): Regions {
  const K = eyeDistance(kit);
  const blank = () => new Float32Array(kit.vertices);
  const point = (v: number): Point => [
    kit.neutral[v * 3]!,
    kit.neutral[v * 3 + 1]!,
    kit.neutral[v * 3 + 2]!,
  ];
  const paint = (vertices: Int32Array, value: (p: Point) => number) => {
    const region = blank();
    for (const v of vertices) region[v] = value(point(v));
    return region;
  };
  const face = materialVertices(kit, ["M_Face"]);
  const head = materialVertices(kit, ["M_Face", "M_BackHead"]);
  const back = materialVertices(kit, ["M_BackHead"]);
  const whole = (name: string) => paint(materialVertices(kit, [name]), () => 1);
  return {
    eyeDistance: K,
    skin: paint(head, () => 1),
    hair: paint(head, hairAt(kit, K)),
    lips: paint(face, lipsAt(kit, K)),
    lashes: paint(face, lashesAt(kit, K)),
    beard: paint(face, beardAt(kit, K)),
    inside: paint(back, insideAt(kit, K)),
    ...eyeRegions(kit, blank, point),
    teeth: whole("M_Teeth"),
    gums: whole("M_GumsTongue"),
  };
}

function hairAt(kit: FaceKit, K: number) {
  const browTop = Math.max(...range(kit, 17, 27).map((p) => p[1]));
  const ear = kitPoint(kit, 0)[2] * 0.2 + kitPoint(kit, 36)[2] * 0.5;
  return ([, y, z]: Point) =>
    step(y - (browTop + 0.75 * K) + 0.9 * Math.max(0, ear - z), 0, 0.06 * K) *
    step(y, kitPoint(kit, 33)[1], 0.25 * K);
}

function lipsAt(kit: FaceKit, K: number) {
  const ring = range(kit, 48, 60);
  const closed = [...ring, ring[0]!];
  const front = Math.min(...ring.map((p) => p[2])) - 0.3 * K;
  return (p: Point) =>
    p[2] <= front ? 0 : inside(p[0], p[1], ring) ? 1 : near(distanceToLine(p, closed), 0.03 * K);
}

function lashesAt(kit: FaceKit, K: number) {
  const lids = [range(kit, 36, 40), range(kit, 42, 46)];
  const lower = [
    [39, 40, 41, 36].map((i) => kitPoint(kit, i)),
    [45, 46, 47, 42].map((i) => kitPoint(kit, i)),
  ];
  return (p: Point) =>
    Math.max(
      ...lids.map((lid) => near(distanceToLine(p, lid), 0.03 * K)),
      ...lower.map((lid) => 0.45 * near(distanceToLine(p, lid), 0.02 * K)),
    );
}

function beardAt(kit: FaceKit, K: number) {
  const lips = lipsAt(kit, K);
  const nose = kitPoint(kit, 33)[1];
  const corner = Math.abs(kitPoint(kit, 54)[0]);
  return (p: Point) => {
    const below = step(
      nose - p[1],
      0.06 * K + 0.5 * Math.max(0, Math.abs(p[0]) - corner) * 0.4,
      0.05 * K,
    );
    return below * (1 - lips(p)) * step(p[1], kitPoint(kit, 8)[1] - 0.35 * K, 0.1 * K);
  };
}

/** The mouth's bag and the eyes' sockets belong to the head's material: they lie around the teeth and the eyeballs. */
function insideAt(kit: FaceKit, K: number) {
  const lips = mean(range(kit, 48, 60));
  const eyes = [mean(range(kit, 36, 42)), mean(range(kit, 42, 48))];
  const isNear = (p: Point, c: Point, rx: number, ry: number, back: number) =>
    Math.abs(p[0] - c[0]) < rx * K &&
    Math.abs(p[1] - c[1]) < ry * K &&
    p[2] > c[2] - back * K &&
    p[2] < c[2] + 0.3 * K;
  return (p: Point) =>
    isNear(p, lips, 0.75, 0.6, 1.9) || eyes.some((c) => isNear(p, c, 0.45, 0.4, 0.6)) ? 1 : 0;
}

function eyeRegions(kit: FaceKit, blank: () => Float32Array, point: (v: number) => Point) {
  const [sclera, iris, pupil] = [blank(), blank(), blank()];
  for (const side of ["Left", "Right"]) {
    const disc = materialVertices(kit, [`M_Iris${side}`]);
    const ball = materialVertices(kit, [`M_Sclera${side}`]);
    const center = mean(Array.from(disc, point));
    const flat = (v: number) => {
      const [x, y] = point(v);
      return Math.sqrt((x - center[0]) ** 2 + (y - center[1]) ** 2);
    };
    const middle = mean(Array.from(ball, point))[2];
    const radius = Math.max(0, ...Array.from(disc, flat));
    // The iris lies behind a cornea that belongs to the sclera and would be glass: it is painted on the glass.
    for (const v of ball) {
      const isFront = point(v)[2] > middle;
      const isIris = isFront && flat(v) < IRIS * radius;
      sclera[v] = isIris ? 0 : 1;
      iris[v] = isIris ? 1 : 0;
      pupil[v] = isFront && flat(v) < PUPIL * radius ? 1 : 0;
    }
    for (const v of disc) {
      iris[v] = flat(v) < IRIS * radius ? 1 : 0;
      sclera[v] = 1 - iris[v]!;
      pupil[v] = flat(v) < PUPIL * radius ? 1 : 0;
    }
  }
  return { sclera, iris, pupil };
}

/** Shares of the radius of the kit's iris part, which reaches far beneath the sclera. */
const IRIS = 0.43;
const PUPIL = 0.17;
