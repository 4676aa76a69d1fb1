import type { ActionUnit, ImageSize } from "@mien/core";
import { createRandom } from "@mien/core/math";
import {
  type ActorOptions,
  createActor,
  createFaceLimits,
  createRig,
  createShot,
  drawSetting,
  ENACTED_UNITS,
  type Studio,
  type UnitModes,
} from "@mien/core/synthesis";
import type { Landmarker } from "@mien/landmarker";

/** What is measured, in millimetres; up and out are positive, both sides' mean. */
export const EXCURSIONS = [
  "innerBrow",
  "outerBrow",
  "browGap",
  "aperture",
  "alar",
  "upperLip",
  "lowerLip",
  "cornerOut",
  "cornerUp",
  "lipGap",
  "redOfLips",
  "chin",
] as const;
export type Excursion = (typeof EXCURSIONS)[number];
export type Excursions = Readonly<Record<Excursion, number>>;

export interface ExcursionOptions {
  readonly studio: Studio;
  /** In image mode. */
  readonly landmarker: Landmarker;
  /** How the actor of a seed moves each unit. */
  readonly unitModesOf: (actorSeed: number) => UnitModes;
  readonly casting: ActorOptions;
  readonly actorSeeds: readonly number[];
  /** Default: all that move something. */
  readonly units?: readonly ActionUnit[];
}

/** Distance of the outer canthi of grown-ups, about 9 cm (Farkas 1994): the picture's scale. */
const OUTER_CANTHI_MM = 90;
const SIZE: ImageSize = { widthPx: 448, heightPx: 448 };

/**
 * How far MediaPipe sees each action unit go, alone and at full intensity, on renders of these actors straight from the front:
 * for each unit one row an actor. Displacements are against the same actor's picture at rest, less that of the eyes' corners and
 * the nose's bridge.
 *
 * @throws where no face is found
 */
export function measureExcursions(options: ExcursionOptions): Map<ActionUnit, Excursions[]> {
  const rows = new Map<ActionUnit, Excursions[]>();
  for (const seed of options.actorSeeds) {
    const see = stage(options, seed);
    const rest = see(null);
    for (const unit of options.units ?? ENACTED_UNITS) {
      if (options.unitModesOf(seed)[unit] === undefined) continue;
      rows.set(unit, [...(rows.get(unit) ?? []), excursionsBetween(rest, see(unit))]);
    }
  }
  return rows;
}

/** An actor before a still camera: landmarks [478, 3] in pixels with one unit at full intensity, or at rest. */
function stage(
  { studio: shared, landmarker, unitModesOf, casting }: ExcursionOptions,
  seed: number,
): (unit: ActionUnit | null) => Float64Array {
  const studio = { ...shared, rig: createRig(shared.kit, unitModesOf(seed)) };
  const actor = createActor(studio, seed, casting);
  const limits = createFaceLimits(studio.kit.expressions);
  const random = createRandom(seed);
  const setting = drawSetting(random, studio, {
    size: SIZE,
    grayShare: 0,
    faceShare: [0.55, 0.6],
  });
  const sensor = { ...setting.sensor, blurPx: 0.3, noiseLevels: 0.3 };
  return (unit) => {
    const weights = Float64Array.from(actor.rest);
    if (unit !== null) studio.rig.addUnit(unit, 1, 1, actor.gains, weights);
    limits.settle(weights);
    const pose = { weights, pitchDeg: 0, yawDeg: 0, rollDeg: 0, shift: [0, 0, 0] as const };
    const shot = createShot(studio, actor, { poseAt: () => pose }, { ...setting, sensor });
    const data = shot.frameAt(0, random.fork(1));
    const [face] = landmarker.detect({ data, ...SIZE });
    if (face === undefined) throw new Error(`measureExcursions: no face of actor ${seed}, ${unit}`);
    return Float64Array.from(face.landmarks, (x) => x * SIZE.widthPx);
  };
}

/** MediaPipe's points, the subject's left first where there are two. */
const POINTS = {
  outerCanthi: [263, 33],
  still: [33, 263, 133, 362, 168, 197],
  innerBrows: [336, 107],
  outerBrows: [293, 63],
  upperLids: [385, 387, 158, 160],
  lowerLids: [380, 373, 153, 144],
  alae: [327, 98],
  upperLip: [0],
  lowerLip: [17],
  corners: [291, 61],
  innerLips: [13, 14],
  upperRed: [0, 13],
  lowerRed: [14, 17],
  chin: [152],
} as const;

function excursionsBetween(rest: Float64Array, now: Float64Array): Excursions {
  const [left, right] = POINTS.outerCanthi;
  const mm = OUTER_CANTHI_MM / distance(rest, left, right);
  const sunk = meanY(now, POINTS.still) - meanY(rest, POINTS.still);
  const up = (points: readonly number[]) => -mm * (meanY(now, points) - meanY(rest, points) - sunk);
  const apart = ([a, b]: readonly [number, number]) =>
    mm * (distance(now, a, b) - distance(rest, a, b));
  return {
    innerBrow: up(POINTS.innerBrows),
    outerBrow: up(POINTS.outerBrows),
    browGap: apart(POINTS.innerBrows),
    aperture: up(POINTS.upperLids) - up(POINTS.lowerLids),
    alar: up(POINTS.alae),
    upperLip: up(POINTS.upperLip),
    lowerLip: up(POINTS.lowerLip),
    cornerOut: apart(POINTS.corners) / 2,
    cornerUp: up(POINTS.corners),
    lipGap: apart(POINTS.innerLips),
    redOfLips: apart(POINTS.upperRed) + apart(POINTS.lowerRed),
    chin: up(POINTS.chin),
  };
}

function meanY(landmarks: Float64Array, points: readonly number[]): number {
  return points.reduce((sum, p) => sum + landmarks[3 * p + 1]!, 0) / points.length;
}

function distance(landmarks: Float64Array, a: number, b: number): number {
  const dx = landmarks[3 * a]! - landmarks[3 * b]!;
  const dy = landmarks[3 * a + 1]! - landmarks[3 * b + 1]!;
  return Math.sqrt(dx * dx + dy * dy);
}
