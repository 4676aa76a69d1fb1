import { cos, createRandom, type Random, sin } from "@mien/core/math";
import {
  blur,
  createGammaTable,
  createRasterizer,
  createRig,
  expose,
  type Mesh,
  type Rig,
  type Studio,
  shrink,
} from "@mien/core/synthesis";
import { bounded, limit } from "./draws.ts";
import type { HeadPose } from "./head.ts";
import { drawPerson, type Person } from "./person.ts";
import { drawPlace, oversamplingOf } from "./place.ts";
import type { StrangerScene } from "./scene.ts";
import { type Moment, writeScript } from "./script.ts";
import { STRANGER_UNITS } from "./units.ts";

/** The pictures of a scene, one after the other. */
export interface StrangerFilm {
  readonly timestampsMs: Float64Array;
  /** RGBA [heightPx, widthPx, 4] of frame t. */
  frame(t: number): Uint8ClampedArray;
}

export function filmStranger(studio: Studio, scene: StrangerScene): StrangerFilm {
  const person = drawPerson(studio, scene.actorSeed);
  const size = { widthPx: scene.widthPx, heightPx: scene.heightPx };
  const place = drawPlace(scene.actorSeed, scene.sceneSeed, size, person.complexion.luminance);
  const random = createRandom(scene.sceneSeed);
  const rest = todaysRest(random.fork(2), studio, person);
  const rig = createRig(studio.kit, STRANGER_UNITS);
  const script = writeScript(scene);
  const times = oversamplingOf(size);
  const raster = createRasterizer(times * size.widthPx, times * size.heightPx);
  const gamma = createGammaTable();
  const { albedo, gloss } = person.complexion;
  const tinted = albedo.map((value, i) => value * place.tint[i % 3]!);
  const mesh = { albedo: tinted, gloss, triangles: studio.kit.triangles };
  const grain = random.fork(3);
  const { frames, frameRate } = scene;
  const frame = (t: number) => {
    const moment = script.momentAt(t);
    const weights = weightsOf(studio, rig, person, rest, moment);
    const positions = placeHead(studio, person, weights, moment.pose);
    raster.color.set(place.wall);
    raster.draw({ ...mesh, positions } satisfies Mesh, place.camera, place.light);
    const small = shrink(raster.color, raster.widthPx, raster.heightPx, times);
    blur(small, size.widthPx, size.heightPx, place.sensor.blurPx);
    return expose(small, place.sensor, gamma, grain.fork(t));
  };
  return {
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (t * 1000) / frameRate),
    frame,
  };
}

/** Nobody rests the same twice: each movement of the rest is a little more or less. */
function todaysRest(random: Random, { rig }: Studio, { rest }: Person): Float64Array {
  const today = Float64Array.from(rest);
  const more = new Float64Array(rig.modes);
  for (const movement of rig.movements) {
    const by = bounded(random, 0.18, 0.4);
    rig.addMovement(movement, by, by, more);
  }
  return today.map((value, mode) => value * (1 + more[mode]!));
}

/** [E] weights of the kit's expression modes. */
function weightsOf(
  studio: Studio,
  rig: Rig,
  { gains }: Person,
  rest: Float64Array,
  { units, movements }: Moment,
): Float64Array {
  const weights = Float64Array.from(rest);
  for (const [unit, [left, right]] of units) rig.addUnit(unit, left, right, gains, weights);
  for (const [name, [left, right]] of movements) rig.addMovement(name, left, right, weights);
  const parts = units.has("AU25") || units.has("AU16") || units.has("AU22");
  if (!parts && openness(studio, weights) < 0.06) studio.lipSeal.close(weights, 0.9);
  rig.addMovement("mouthClose", LIPS_MEET, LIPS_MEET, weights);
  meetLids(studio, weights);
  return weights;
}

/** The kit's lips are a millimetre apart at rest; people's meet. */
const LIPS_MEET = 0.022;

/** Weight of the modes that part the lips on purpose. */
function openness({ kit: { expressions } }: Studio, weights: Float64Array): number {
  return ["jawOpen", "mouthLowerDown_L", "mouthFunnel"].reduce(
    (sum, name) => sum + (weights[expressions.indexOf(name)] ?? 0),
    0,
  );
}

/** The upper lid goes down to the lower one, which squinting lifts, and no further; wide eyes close as far. */
function meetLids({ kit: { expressions } }: Studio, weights: Float64Array): void {
  const at = (name: string, side: string) => expressions.indexOf(`${name}_${side}`);
  for (const side of ["L", "R"]) {
    const squint = weights[at("eyeSquint", side)]! + weights[at("cheekRaiser", side)]!;
    const looksDown = limit(weights[at("eyeLookDown", side)]!, 0, 1);
    const most = 1.12 - 0.2 * limit(squint, 0, 1.5) - 0.75 * looksDown;
    weights[at("eyeBlink", side)] = limit(weights[at("eyeBlink", side)]!, 0, most);
  }
}

/** Where a head turns on its neck, in the kit's units. */
const PIVOT = [0, -5, -1] as const;

/** [V, 3] in the camera's axes. */
function placeHead(
  { kit, sparseModes }: Studio,
  { shape, stretch }: Person,
  weights: Float64Array,
  pose: HeadPose,
): Float32Array {
  const positions = Float32Array.from(shape);
  for (const [mode, weight] of weights.entries()) sparseModes.add(mode, weight, positions);
  const turn = turnOf(pose);
  const [ax, ay, az] = stretch;
  for (let v = 0; v < kit.vertices * 3; v += 3) {
    const x = ax * positions[v]! - PIVOT[0];
    const y = ay * positions[v + 1]! - PIVOT[1];
    const z = az * positions[v + 2]! - PIVOT[2];
    for (let k = 0; k < 3; k++) {
      positions[v + k] =
        turn[3 * k]! * x + turn[3 * k + 1]! * y + turn[3 * k + 2]! * z + PIVOT[k]! + pose.shift[k]!;
    }
  }
  return positions;
}

/** [3, 3] roll after yaw after pitch: down, to the subject's left, and with the left ear up. */
function turnOf({ pitchDeg, yawDeg, rollDeg }: HeadPose): readonly number[] {
  const [p, y, r] = [pitchDeg, yawDeg, rollDeg].map((deg) => deg * 0.017453292519943295);
  const [cp, sp, cy, sy, cr, sr] = [cos(p!), sin(p!), cos(y!), sin(y!), cos(r!), sin(r!)];
  return [
    cr * cy,
    cr * sy * sp - sr * cp,
    cr * sy * cp + sr * sp,
    sr * cy,
    sr * sy * sp + cr * cp,
    sr * sy * cp - cr * sp,
    -sy,
    cy * sp,
    cy * cp,
  ];
}
