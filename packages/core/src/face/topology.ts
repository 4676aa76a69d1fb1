import { MEDIAPIPE478_MIRROR } from "./mediapipe-mirror.ts";
import { IBUG68_NAMED, MEDIAPIPE478_NAMED, type NamedPoint } from "./named-points.ts";

/** `mediapipe478`: MediaPipe Face Landmarker, irises included. `ibug68`: iBUG 300-W, as in OpenFace, dlib and CK+. */
export type TopologyName = "mediapipe478" | "ibug68";

/** A scheme of landmarks with P points. */
export interface Topology {
  readonly name: TopologyName;
  /** P. */
  readonly points: number;
  /** Index of the mirror image of each point [P], an involution; a midline point is its own. */
  readonly mirror: Int32Array;
  /** Index of each point that the schemes share. */
  readonly named: Readonly<Record<NamedPoint, number>>;
}

/** Ranges [from, to] that mirror onto themselves end to end, and pairs that lie apart. */
const IBUG68_RANGES = [
  [0, 16],
  [17, 26],
  [31, 35],
  [48, 54],
  [55, 59],
  [60, 64],
  [65, 67],
] as const;
const IBUG68_PAIRS = [
  [36, 45],
  [37, 44],
  [38, 43],
  [39, 42],
  [40, 47],
  [41, 46],
] as const;

function ibug68Mirror(): Int32Array {
  const mirror = Int32Array.from({ length: 68 }, (_, i) => i);
  for (const [from, to] of IBUG68_RANGES) {
    for (let i = from; i <= to; i++) mirror[i] = from + to - i;
  }
  for (const [a, b] of IBUG68_PAIRS) {
    mirror[a] = b;
    mirror[b] = a;
  }
  return mirror;
}

/** Each landmark scheme: how many points it has, which one mirrors which, and where the named points lie. */
export const TOPOLOGIES: Readonly<Record<TopologyName, Topology>> = Object.freeze({
  mediapipe478: Object.freeze({
    name: "mediapipe478",
    points: 478,
    mirror: Int32Array.from(MEDIAPIPE478_MIRROR),
    named: MEDIAPIPE478_NAMED,
  }),
  ibug68: Object.freeze({
    name: "ibug68",
    points: 68,
    mirror: ibug68Mirror(),
    named: IBUG68_NAMED,
  }),
});
