import { exp, type Random } from "../math/index.ts";
import { between, chance, pick } from "./draws.ts";
import { type FaceKit, kitPoint } from "./face-kit.ts";
import { valueNoise } from "./noise.ts";
import { distanceToLine, type Regions } from "./region.ts";

type Color = readonly [number, number, number];

/** Linear colours and the highlights of every vertex. */
export interface Skin {
  /** [V, 3] linear, in [0, 1]. */
  readonly albedo: Float32Array;
  /** [V] */
  readonly gloss: Float32Array;
}

const mix = (a: Color, b: Color, t: number): Color => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const scaled = (c: Color, s: number): Color => [c[0] * s, c[1] * s, c[2] * s];

/** Skin tones from light to dark, linear; between neighbours the cast is mixed. */
const TONES: readonly Color[] = [
  [0.76, 0.51, 0.39],
  [0.66, 0.41, 0.28],
  [0.49, 0.28, 0.17],
  [0.29, 0.15, 0.085],
  [0.13, 0.068, 0.042],
];
const HAIRS: readonly { readonly color: Color; readonly weight: number }[] = [
  { color: [0.012, 0.01, 0.009], weight: 0.4 },
  { color: [0.045, 0.026, 0.016], weight: 0.35 },
  { color: [0.15, 0.09, 0.045], weight: 0.12 },
  { color: [0.34, 0.24, 0.12], weight: 0.06 },
  { color: [0.3, 0.29, 0.28], weight: 0.07 },
];
const IRISES: readonly Color[] = [
  [0.06, 0.03, 0.015],
  [0.1, 0.055, 0.025],
  [0.09, 0.14, 0.2],
  [0.09, 0.13, 0.08],
];

interface Palette {
  readonly skin: Color;
  readonly hair: Color;
  readonly brow: Color;
  readonly lips: Color;
  readonly iris: Color;
  readonly lipShare: number;
  readonly lashShare: number;
  readonly browShare: number;
  readonly beardShare: number;
  readonly shine: number;
  readonly blush: number;
}

function drawPalette(random: Random): Palette {
  const u = random.uniform();
  const tone = u * (0.5 + 0.5 * u) * (TONES.length - 1); // lighter ones more often: dark pictures hide the most
  const at = Math.min(TONES.length - 2, Math.floor(tone));
  const skin = scaled(mix(TONES[at]!, TONES[at + 1]!, tone - at), between(random, 0.88, 1.12));
  const hair = scaled(
    pick(random, tone < 2 ? HAIRS : HAIRS.slice(0, 2), (h) => h.weight).color,
    between(random, 0.7, 1.4),
  );
  const beard = chance(random, 0.4) ? between(random, 0.1, 0.75) : 0;
  return {
    skin,
    hair,
    brow: mix(hair, skin, between(random, 0, 0.2)),
    lips: [
      skin[0] * between(random, 0.72, 0.95),
      skin[1] * between(random, 0.38, 0.62),
      skin[2] * between(random, 0.42, 0.68),
    ],
    iris: tone < 2 ? IRISES[random.below(IRISES.length)]! : IRISES[random.below(2)]!,
    lipShare: between(random, 0.45, 0.9),
    lashShare: between(random, 0.4, 0.85),
    browShare: between(random, 0.6, 0.95),
    beardShare: beard * beard,
    shine: between(random, 0.04, 0.22),
    blush: between(random, 0, 0.25),
  };
}

/**
 * Brows [V] in [0, 1]: a band along each brow, of drawn height, thickness and length. The kit's brow points lie on the
 * ridge; hair grows a little below it.
 */
function drawBrows(
  random: Random,
  kit: FaceKit,
  { eyeDistance: K, skin }: Regions,
  browArch: number,
): Float32Array {
  const lower = (0.14 + 0.03 * random.normal()) * K;
  const arch = browArch === 0 ? 0 : browArch * (1 + 0.4 * random.fork(1).normal()) * K;
  const thickness = between(random, 0.042, 0.075) * K;
  const inner = between(random, -0.02, 0.05) * K;
  const line = (from: number, innermost: number, toward: number) =>
    Array.from({ length: 5 }, (_, i) => {
      const [x, y, z] = kitPoint(kit, from + i);
      const lift = arch * ARCH[Math.abs(i - innermost)]!;
      return [x + (i === innermost ? toward * inner : 0), y - lower + lift, 0.3 * z] as const;
    });
  const lines = [line(17, 4, 1), line(22, 0, -1)];
  const reach = 3 * thickness;
  const [low, high] = [
    Math.min(...lines.flat().map((p) => p[1])) - reach,
    Math.max(...lines.flat().map((p) => p[1])) + reach,
  ];
  const brows = new Float32Array(kit.vertices);
  for (let v = 0; v < kit.vertices; v++) {
    const y = kit.neutral[v * 3 + 1]!;
    const z = kit.neutral[v * 3 + 2]!;
    if (skin[v] === 0 || y < low || y > high || z < 0) continue;
    const p = [kit.neutral[v * 3]!, y, 0.3 * z] as const;
    const d = Math.min(...lines.map((points) => distanceToLine(p, points))) / thickness;
    brows[v] = exp(-d * d * d * d);
  }
  return brows;
}

/** Share of the arch's lift at each brow point, from the innermost outwards. */
const ARCH = [0, 0.4, 0.8, 1, 1] as const;

/** Light and dark patches, blotches and grain of the skin at a point, a factor around 1. */
function complexion(x: number, y: number, z: number, seed: number, roughness: number): number {
  const broad = valueNoise(x * 0.22, y * 0.22, z * 0.22, seed);
  const fine = valueNoise(x * 0.9, y * 0.9, z * 0.9, seed ^ 0x55);
  const grain = valueNoise(x * 3.1, y * 3.1, z * 3.1, seed ^ 0xaa);
  return 1 + roughness * (0.35 * broad + 0.35 * fine + 0.3 * grain);
}

/** Paints a person: skin with patches and grain, brows, lips, lashes, hair, beard, eyes, teeth. */
export function drawSkin(random: Random, kit: FaceKit, regions: Regions, browArch: number): Skin {
  const palette = drawPalette(random);
  const brows = drawBrows(random, kit, regions, browArch);
  const seed = random.uint32() | 0;
  const roughness = between(random, 0.12, 0.4);
  const albedo = new Float32Array(kit.vertices * 3);
  const gloss = new Float32Array(kit.vertices);
  for (let v = 0; v < kit.vertices; v++) {
    const [x, y, z] = [kit.neutral[v * 3]!, kit.neutral[v * 3 + 1]!, kit.neutral[v * 3 + 2]!];
    const color =
      regions.skin[v] === 1
        ? paintSkin(v, complexion(x, y, z, seed, roughness), palette, regions, brows[v]!)
        : paintInner(v, z, palette, regions);
    albedo.set(color, v * 3);
    gloss[v] = glossAt(v, palette, regions);
  }
  return { albedo, gloss };
}

function paintSkin(
  v: number,
  patch: number,
  palette: Palette,
  regions: Regions,
  brow: number,
): Color {
  const { skin, hair } = palette;
  if (regions.inside[v]! > 0) return [0.1 * skin[0] + 0.03, 0.02, 0.02];
  let color: Color = scaled(skin, patch);
  // Where the skin is thin the blood shows: a little redder around the lips' and cheeks' patches.
  color = mix(
    color,
    [color[0], color[1] * 0.8, color[2] * 0.8],
    palette.blush * Math.max(0, patch),
  );
  color = mix(color, hair, palette.beardShare * regions.beard[v]! * 0.8);
  color = mix(color, palette.lips, palette.lipShare * regions.lips[v]!);
  color = mix(color, scaled(skin, 0.12), palette.lashShare * regions.lashes[v]!);
  color = mix(color, palette.brow, palette.browShare * brow);
  return mix(color, scaled(hair, 0.6 + 0.4 * patch), 0.97 * regions.hair[v]!);
}

/** Eyes, teeth, gums and tongue; what lies deep in the mouth gets little light. */
function paintInner(v: number, z: number, palette: Palette, regions: Regions): Color {
  const depth = Math.min(1, Math.max(0.12, (z - 5) / 5.5));
  if (regions.pupil[v] === 1) return [0.008, 0.008, 0.008];
  if (regions.iris[v] === 1) return palette.iris;
  if (regions.sclera[v] === 1) return [0.55, 0.51, 0.48];
  if (regions.teeth[v] === 1) return scaled([0.66, 0.6, 0.48], depth);
  return scaled([0.3, 0.09, 0.085], depth);
}

function glossAt(v: number, palette: Palette, regions: Regions): number {
  if (regions.sclera[v]! + regions.iris[v]! + regions.pupil[v]! > 0) return 0.7;
  if (regions.teeth[v] === 1) return 0.15;
  if (regions.inside[v]! > 0) return 0;
  return palette.shine * (1 - 0.6 * regions.hair[v]!) * (1 + 0.8 * regions.lips[v]!);
}
