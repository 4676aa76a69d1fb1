import { exp, log, type Random, sin } from "@mien/core/math";
import { kitPoint, type Studio } from "@mien/core/synthesis";
import { anyOf, limit, oneOf, uniform } from "./draws.ts";

type Rgb = readonly [number, number, number];

/** Linear colours [V, 3] and highlights [V] of a head. */
export interface Complexion {
  readonly albedo: Float32Array;
  readonly gloss: Float32Array;
  /** Linear luminance of the plain skin. */
  readonly luminance: number;
}

const blend = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const times = (a: Rgb, s: number): Rgb => [a[0] * s, a[1] * s, a[2] * s];

/** Skins of the least and the most melanin; between them each channel falls exponentially, as light in skin does. */
const FAIREST: Rgb = [0.74, 0.5, 0.4];
const DARKEST: Rgb = [0.14, 0.075, 0.048];

const HAIR: readonly (readonly [weight: number, Rgb])[] = [
  [8, [0.014, 0.012, 0.011]],
  [6, [0.06, 0.035, 0.02]],
  [3, [0.19, 0.12, 0.06]],
  [1, [0.4, 0.3, 0.17]],
  [1, [0.2, 0.07, 0.03]],
  [2, [0.42, 0.41, 0.4]],
];
const EYES: readonly Rgb[] = [
  [0.05, 0.027, 0.014],
  [0.12, 0.07, 0.03],
  [0.08, 0.12, 0.18],
  [0.1, 0.13, 0.07],
  [0.16, 0.18, 0.19],
];

interface Paints {
  readonly skin: Rgb;
  readonly hair: Rgb;
  readonly brow: Rgb;
  readonly lips: Rgb;
  readonly eye: Rgb;
  readonly lash: number;
  readonly lip: number;
  readonly stubble: number;
  readonly browStrength: number;
  readonly shine: number;
  readonly mottle: number;
}

function drawPaints(random: Random): Paints {
  const melanin = limit(random.uniform() * 1.1 - 0.05, 0, 1);
  const skin = FAIREST.map(
    (fair, k) =>
      exp(log(fair) + melanin * (log(DARKEST[k]!) - log(fair))) * uniform(random, 0.92, 1.08),
  ) as unknown as Rgb;
  const hair = melanin > 0.5 ? HAIR[0]![1] : oneOf(random, HAIR);
  const wearsRouge = random.uniform() < 0.25;
  return {
    skin,
    hair,
    brow: blend(times(hair, 0.8), skin, uniform(random, 0, 0.35)),
    lips: [
      skin[0] * uniform(random, 0.75, 1),
      skin[1] * (wearsRouge ? uniform(random, 0.15, 0.4) : uniform(random, 0.45, 0.75)),
      skin[2] * (wearsRouge ? uniform(random, 0.25, 0.5) : uniform(random, 0.5, 0.78)),
    ],
    eye: melanin > 0.5 ? EYES[random.below(2)]! : anyOf(random, EYES),
    lash: uniform(random, 0.3, 0.9),
    lip: uniform(random, 0.35, 0.95),
    stubble: random.uniform() < 0.35 ? uniform(random, 0.05, 0.6) : 0,
    browStrength: uniform(random, 0.45, 0.95),
    // The darker the skin, the longer the exposure, which lights up its shine.
    shine: uniform(random, 0.02, 0.26) * (1 - 0.75 * melanin),
    mottle: uniform(random, 0.03, 0.14),
  };
}

/** Patches of the skin: a product of slow waves across space, and quicker ones. */
function createMottle(random: Random): (x: number, y: number, z: number) => number {
  const waves = Array.from({ length: 5 }, (_, i) => {
    const size = i < 3 ? 0.55 : 2.6;
    return [0, 1, 2, 3].map((k) => (k === 3 ? uniform(random, 0, 6.28) : size * random.normal()));
  });
  return (x, y, z) => {
    let sum = 0;
    for (const [a, b, c, phase] of waves) sum += sin(a! * x + b! * y + c! * z + phase!);
    return sum / waves.length;
  };
}

/** Brow [V] in [0, 1]: thick within, thin without, of drawn height, arch, length and thickness. */
function drawBrows(random: Random, { kit, regions }: Studio): Float32Array {
  const size = regions.eyeDistance;
  const below = uniform(random, 0.08, 0.17) * size;
  const arch = uniform(random, -0.01, 0.05) * size;
  const thick = uniform(random, 0.035, 0.075) * size;
  const thin = thick * uniform(random, 0.4, 0.8);
  const reach = uniform(random, 0.8, 1);
  const sides = [
    [21, 20, 19, 18, 17],
    [22, 23, 24, 25, 26],
  ].map((points) => points.map((p) => kitPoint(kit, p)));
  const brows = new Float32Array(kit.vertices);
  for (let v = 0; v < kit.vertices; v++) {
    if (regions.skin[v] === 0 || kit.neutral[v * 3 + 2]! < 2) continue;
    const [x, y] = [kit.neutral[v * 3]!, kit.neutral[v * 3 + 1]!];
    const line = sides[x > 0 ? 1 : 0]!;
    const along = alongOf(line, x);
    if (along < -0.12 || along > 4 * reach) continue;
    const i = limit(Math.floor(along), 0, 3);
    const u = limit(along - i, 0, 1);
    const middle = line[i]![1] + u * (line[i + 1]![1] - line[i]![1]) - below;
    const rise = arch * (1 - (along / 4 - 0.6) * (along / 4 - 0.6) * 2.5);
    const half = thick + (thin - thick) * (along / 4);
    const d = Math.abs(y - middle - rise) / half;
    brows[v] = d < 1.6 ? exp(-d * d * d * d) : 0;
  }
  return brows;
}

/** Where x lies along a brow's points, 0 at the innermost, 4 at the outermost; beyond them it goes on. */
function alongOf(line: readonly (readonly number[])[], x: number): number {
  const at = Math.abs(x);
  for (let i = 0; i < 4; i++) {
    const [a, b] = [Math.abs(line[i]![0]!), Math.abs(line[i + 1]![0]!)];
    if (at < b || i === 3) return i + (at - a) / (b - a);
  }
  return 4;
}

export function drawComplexion(random: Random, studio: Studio): Complexion {
  const { kit, regions } = studio;
  const paints = drawPaints(random.fork(1));
  const mottle = createMottle(random.fork(2));
  const brows = drawBrows(random.fork(3), studio);
  const albedo = new Float32Array(kit.vertices * 3);
  const gloss = new Float32Array(kit.vertices);
  for (let v = 0; v < kit.vertices; v++) {
    const [x, y, z] = [kit.neutral[v * 3]!, kit.neutral[v * 3 + 1]!, kit.neutral[v * 3 + 2]!];
    const patch = 1 + paints.mottle * mottle(x, y, z);
    albedo.set(
      regions.skin[v] === 1
        ? paintHead(v, patch, brows[v]!, paints, studio)
        : paintWithin(v, z, paints, studio),
      v * 3,
    );
    gloss[v] = shineOf(v, paints, studio);
  }
  const [r, g, b] = paints.skin;
  return { albedo, gloss, luminance: 0.2126 * r + 0.7152 * g + 0.0722 * b };
}

function paintHead(
  v: number,
  patch: number,
  brow: number,
  paints: Paints,
  { regions }: Studio,
): Rgb {
  if (regions.inside[v]! > 0) return [0.09, 0.018, 0.016];
  let color = times(paints.skin, patch);
  color = blend(color, paints.hair, 0.55 * paints.stubble * regions.beard[v]!);
  color = blend(color, paints.lips, paints.lip * regions.lips[v]!);
  color = blend(color, times(paints.skin, 0.1), paints.lash * regions.lashes[v]!);
  color = blend(color, paints.brow, paints.browStrength * brow);
  return blend(color, times(paints.hair, 0.5 + 0.5 * patch), regions.hair[v]!);
}

/** Eyes, teeth, gums and tongue: the deeper in the mouth, the darker. */
function paintWithin(v: number, z: number, paints: Paints, { regions }: Studio): Rgb {
  if (regions.pupil[v] === 1) return [0.006, 0.006, 0.006];
  if (regions.iris[v] === 1) return paints.eye;
  // What is white in a dark face would burn out in the exposure that the skin asks for.
  const white = 0.5 + 0.5 * limit(paints.skin[1] / 0.35, 0, 1);
  if (regions.sclera[v] === 1) return times([0.6, 0.56, 0.53], white);
  const depth = limit((z - 5.5) / 5, 0.1, 1);
  return times(regions.teeth[v] === 1 ? [0.62, 0.57, 0.46] : [0.28, 0.1, 0.09], white * depth);
}

function shineOf(v: number, { shine }: Paints, { regions }: Studio): number {
  if (regions.sclera[v]! + regions.iris[v]! + regions.pupil[v]! > 0) return 0.5;
  if (regions.teeth[v] === 1) return 0.2;
  return regions.inside[v]! > 0 ? 0 : shine * (1 - 0.5 * regions.hair[v]! + 0.6 * regions.lips[v]!);
}
