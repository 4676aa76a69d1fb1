import { createRandom, type Random } from "@mien/core/math";
import { addMode, type Studio } from "@mien/core/synthesis";
import { type Complexion, drawComplexion } from "./complexion.ts";
import { bounded, limit, lognormal, uniform } from "./draws.ts";

/** Someone: a head, its colours, how it rests and how far its muscles go. E expression modes. */
export interface Person {
  /** [V, 3] at the kit's own neutral. */
  readonly shape: Float32Array;
  /** Of the whole head's width, height and depth, expressions with it. */
  readonly stretch: readonly [number, number, number];
  readonly complexion: Complexion;
  /** [E] weights of the face at rest. */
  readonly rest: Float64Array;
  /** [E] own strength of each mode. */
  readonly gains: Float64Array;
}

/** Every random number comes from the seed: the same person in each of their scenes. */
export function drawPerson(studio: Studio, actorSeed: number): Person {
  const random = createRandom(actorSeed);
  return {
    shape: drawShape(random.fork(1), studio),
    stretch: [
      1 + bounded(random.fork(2), 0.03, 0.07),
      1 + bounded(random.fork(3), 0.03, 0.07),
      1 + bounded(random.fork(4), 0.03, 0.06),
    ],
    complexion: drawComplexion(random.fork(5), studio),
    rest: drawRest(random.fork(6), studio),
    gains: drawGains(random.fork(7), studio),
  };
}

/** Identity modes, a unit of which is one standard deviation of people; how unlike the mean, differs too. */
function drawShape(random: Random, { kit }: Studio): Float32Array {
  const shape = Float32Array.from(kit.neutral);
  const spread = uniform(random, 0.6, 1.15);
  for (let i = 0; i < kit.identityModes; i++) {
    addMode(kit, kit.expressions.length + i, bounded(random, spread, 2.3), shape);
  }
  return shape;
}

/** How faces differ that do nothing: most a movement is there at rest, and how often it is there at all. */
const RESTS: readonly (readonly [movement: string, most: number, probability: number])[] = [
  ["browDown", 0.35, 0.4],
  ["browInnerUp", 0.25, 0.3],
  ["browOuterUp", 0.3, 0.35],
  ["eyeBlink", 0.28, 0.5],
  ["eyeWide", 0.35, 0.2],
  ["eyeSquint", 0.4, 0.35],
  ["cheekRaiser", 0.3, 0.25],
  ["mouthFrown", 0.45, 0.4],
  ["mouthSmile", 0.16, 0.3],
  ["mouthPress", 0.4, 0.3],
  ["mouthDimple", 0.3, 0.2],
  ["mouthRollLower", 0.2, 0.2],
  ["mouthShrugLower", 0.25, 0.25],
  ["mouthStretch", 0.2, 0.15],
  ["mouthPucker", 0.2, 0.15],
  ["jawOpen", 0.05, 0.2],
  ["noseSneer", 0.12, 0.15],
];

function drawRest(random: Random, { rig }: Studio): Float64Array {
  const rest = new Float64Array(rig.modes);
  for (const [movement, most, probability] of RESTS) {
    const value = random.uniform() < probability ? most * random.uniform() : 0;
    const lean = bounded(random, 0.15, 0.5);
    rig.addMovement(movement, value * (1 + lean), value * (1 - lean), rest);
  }
  return rest;
}

/** One strength for both sides of a movement, and a little for each. */
function drawGains(random: Random, { rig }: Studio): Float64Array {
  const gains = new Float64Array(rig.modes);
  for (const movement of rig.movements) {
    const strength = limit(lognormal(random, 0.2), 0.6, 1.6);
    rig.addMovement(
      movement,
      strength * lognormal(random, 0.05),
      strength * lognormal(random, 0.05),
      gains,
    );
  }
  return gains;
}
