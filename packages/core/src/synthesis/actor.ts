import { createRandom, type Random } from "../math/index.ts";
import { between, chance, gain } from "./draws.ts";
import { addMode, type FaceKit } from "./face-kit.ts";
import { createLipSeal, type LipSeal } from "./lip-seal.ts";
import { valueNoise } from "./noise.ts";
import { vertexNormals } from "./rasterizer.ts";
import { createRegions, type Regions } from "./region.ts";
import { createRig, type Rig } from "./rig.ts";
import { drawSkin, type Skin } from "./skin.ts";
import { createSparseModes, type SparseModes } from "./sparse-modes.ts";

/** A kit with what every actor of it shares: make it once. */
export interface Studio {
  readonly kit: FaceKit;
  readonly rig: Rig;
  readonly regions: Regions;
  readonly lipSeal: LipSeal;
  readonly sparseModes: SparseModes;
}

export function createStudio(kit: FaceKit): Studio {
  return {
    kit,
    rig: createRig(kit),
    regions: createRegions(kit),
    lipSeal: createLipSeal(kit),
    sparseModes: createSparseModes(kit),
  };
}

/** One person: shape and looks, and how this face rests and moves. */
export interface Actor {
  /** [V, 3] the person's neutral mesh. */
  readonly shape: Float32Array;
  readonly skin: Skin;
  /** [E] weights of the face at rest: no face is the model's zero. */
  readonly rest: Float64Array;
  /** [E] how strongly each mode answers its action units. */
  readonly gains: Float64Array;
}

export interface ActorOptions {
  /** Standard deviation of the identity weights. */
  readonly identitySpread?: number;
  /** Standard deviation of the log of the gains. */
  readonly gainSpread?: number;
  /** Factor on the resting offsets. */
  readonly restStrength?: number;
  /** Mean lift of the brows' outer half over the kit's own line, in distances between the eyes; people differ. */
  readonly browArch?: number;
  /** How far the movements go that differ between people. Default: all alike but for the spread of the gains. */
  readonly reach?: Reach;
}

/** Half of the actors move no farther than the rig says, the other half farther, as people do. */
export interface Reach {
  /** Movements that end at a stop, as the lids' closing does: all actors' the same. */
  readonly stopped: readonly string[];
  readonly movements: readonly string[];
  /** [least, greatest] factor of the one half, and of the other. */
  readonly near: readonly [number, number];
  readonly far: readonly [number, number];
}

/** [movement, greatest weight at rest]: the tension that calm faces show. */
const REST: readonly (readonly [string, number])[] = [
  ["mouthPress", 0.5],
  ["mouthShrugLower", 0.45],
  ["mouthRollLower", 0.25],
  ["mouthRollUpper", 0.2],
  ["mouthClose", 0.08],
  ["mouthDimple", 0.15],
  ["mouthSmile", 0.12],
  ["mouthFrown", 0.15],
  ["browDown", 0.2],
  ["browInnerUp", 0.15],
  ["browOuterUp", 0.12],
  ["eyeSquint", 0.3],
  ["eyeBlink", 0.12],
  ["eyeWide", 0.1],
  ["cheekSquint", 0.1],
  ["mouthPucker", 0.1],
];

/** The person that `seed` names: the same seed is the same person on every engine. */
export function createActor(
  { kit, rig, regions }: Studio,
  seed: number,
  {
    identitySpread = 0.8,
    gainSpread = 0.25,
    restStrength = 1,
    browArch = 0,
    reach,
  }: ActorOptions = {},
): Actor {
  const random = createRandom(seed);
  const gains = drawGains(random.fork(4), rig, gainSpread);
  if (reach !== undefined) stretch(random.fork(5), rig, reach, gains);
  return {
    shape: drawShape(random.fork(1), kit, regions, identitySpread),
    skin: drawSkin(random.fork(2), kit, regions, browArch),
    rest: drawRest(random.fork(3), rig, restStrength),
    gains,
  };
}

function drawShape(random: Random, kit: FaceKit, regions: Regions, spread: number): Float32Array {
  const shape = Float64Array.from(kit.neutral);
  const expressions = kit.expressions.length;
  for (let i = 0; i < kit.identityModes; i++) {
    addMode(kit, expressions + i, spread * random.normal(), shape);
  }
  return combHair(random, Float32Array.from(shape), kit, regions);
}

/** Hair has volume: its vertices stand off along their normals, in locks. */
function combHair(
  random: Random,
  shape: Float32Array,
  kit: FaceKit,
  regions: Regions,
): Float32Array {
  const volume = between(random, 0.02, 0.16) * regions.eyeDistance;
  const waves = between(random, 0.1, 0.5);
  const seed = random.uint32() | 0;
  const normals = vertexNormals({ positions: shape, triangles: kit.triangles });
  for (let v = 0; v < kit.vertices; v++) {
    const hair = regions.hair[v]!;
    if (hair < 0.02) continue;
    const [x, y, z] = [shape[v * 3]!, shape[v * 3 + 1]!, shape[v * 3 + 2]!];
    const [nx, ny, nz] = [normals[v * 3]!, normals[v * 3 + 1]!, normals[v * 3 + 2]!];
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
    const lift =
      (hair * volume * (1 + waves * valueNoise(x * 0.8, y * 0.35, z * 0.8, seed))) / length;
    shape[v * 3] = x + lift * nx;
    shape[v * 3 + 1] = y + lift * ny;
    shape[v * 3 + 2] = z + lift * nz;
  }
  return shape;
}

function drawRest(random: Random, rig: Rig, strength: number): Float64Array {
  const rest = new Float64Array(rig.modes);
  for (const [movement, most] of REST) {
    const weight = between(random, 0, most) * strength;
    const sides = [gain(random, 0.15), gain(random, 0.15)] as const;
    if (chance(random, 0.5)) rig.addMovement(movement, weight * sides[0], weight * sides[1], rest);
  }
  return rest;
}

/** Both sides of a movement share their gain: a person's asymmetry belongs to the display. */
function drawGains(random: Random, rig: Rig, spread: number): Float64Array {
  const gains = new Float64Array(rig.modes);
  for (const movement of rig.movements) {
    const own = gain(random, spread);
    rig.addMovement(movement, own, own, gains);
  }
  return gains;
}

/** Multiplies the gains of the movements that people differ in by one factor of the actor's. */
function stretch(
  random: Random,
  rig: Rig,
  { stopped, movements, near, far }: Reach,
  gains: Float64Array,
): void {
  const factor = between(random, ...(chance(random, 0.5) ? far : near));
  const own = new Float64Array(rig.modes);
  for (const movement of movements) rig.addMovement(movement, factor, factor, own);
  for (let m = 0; m < gains.length; m++) if (own[m]! > 0) gains[m]! *= own[m]!;
  const still = new Float64Array(rig.modes);
  for (const movement of stopped) rig.addMovement(movement, 1, 1, still);
  for (let m = 0; m < gains.length; m++) if (still[m]! > 0) gains[m] = still[m]!;
}
