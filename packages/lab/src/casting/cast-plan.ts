import { createRandom, EXPRESSIONS, type Label, permutation, type Random } from "@mien/core";

/** What one clip of the cast shows, and every seed that decides it. */
export interface Scene {
  readonly id: string;
  readonly subjectId: string;
  readonly label: Label;
  readonly actorSeed: number;
  readonly sceneSeed: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The clip ends at the apex; otherwise it falls back to rest. */
  readonly endsAtApex: boolean;
  readonly speaks: boolean;
  /** Share of grey pictures that the setting is drawn with. */
  readonly grayShare: number;
}

export const CAST_PRESETS = ["ck", "large"] as const;
export type CastPreset = (typeof CAST_PRESETS)[number];

export interface CastPlanOptions {
  readonly actors: number;
  readonly seed: number;
  readonly preset: CastPreset;
}

/** CK+'s labelled sequences (Lucey et al. 2010): 327 of 118 subjects. */
const CK_ACTORS = 118;
const CK_COUNTS: readonly (readonly [Label, number])[] = [
  ["anger", 45],
  ["disgust", 59],
  ["fear", 25],
  ["happiness", 69],
  ["sadness", 28],
  ["surprise", 83],
  ["contempt", 18],
];

/**
 * The scenes of a cast, in the order of actors.
 *
 * `ck`: shaped like CK+, from neutral to apex, 10 to 24 frames, grey for the most part, each actor with some of the labels,
 * no label twice; the counts are CK+'s, scaled to the number of actors. `large`: every actor shows every expression, contempt
 * and two neutral clips (one talks), from rest to apex and mostly back, in several formats.
 */
export function planCast({ actors, seed, preset }: CastPlanOptions): Scene[] {
  if (!Number.isInteger(actors) || actors < 1 || actors > 99999) {
    throw new Error(`planCast: actors must be an integer in [1, 99999], got ${actors}`);
  }
  if (!CAST_PRESETS.includes(preset)) {
    throw new Error(`planCast: preset must be ${CAST_PRESETS.join(" or ")}, got ${preset}`);
  }
  const random = createRandom(seed);
  const roles = preset === "ck" ? castRoles(random.fork(1), actors) : null;
  return Array.from({ length: actors }, (_, actor) => {
    const own = random.fork(2).fork(actor);
    const actorSeed = own.uint32();
    const labels =
      roles === null
        ? ([...EXPRESSIONS, "contempt", "neutral", "neutral"] as Label[])
        : roles[actor]!;
    return labels.map((label, take) => {
      const draw = own.fork(take);
      const speaks = label === "neutral" && labels.indexOf(label) < take;
      return drawScene(draw, { actor, actorSeed, label, speaks, preset });
    });
  }).flat();
}

interface Role {
  readonly actor: number;
  readonly actorSeed: number;
  readonly label: Label;
  readonly speaks: boolean;
  readonly preset: CastPreset;
}

const SIZES = [
  [320, 240],
  [320, 320],
  [400, 300],
] as const;

function drawScene(random: Random, { actor, actorSeed, label, speaks, preset }: Role): Scene {
  const subjectId = `A${String(actor + 1).padStart(3, "0")}`;
  const sceneSeed = random.uint32();
  const name = `${subjectId}-${label}${speaks ? "-speech" : ""}`;
  const base = { id: name, subjectId, label, actorSeed, sceneSeed, speaks };
  if (preset === "ck") {
    const frames = 10 + random.below(15);
    const [widthPx, heightPx] = SIZES[0];
    return { ...base, frames, frameRate: 30, widthPx, heightPx, endsAtApex: true, grayShare: 0.85 };
  }
  const frameRate = random.below(2) === 0 ? 30 : 25;
  const frames = 24 + random.below(43);
  const [widthPx, heightPx] = SIZES[random.below(SIZES.length)]!;
  const endsAtApex = random.below(3) === 0;
  return { ...base, frames, frameRate, widthPx, heightPx, endsAtApex, grayShare: 0.4 };
}

/** Which labels each actor shows: CK+'s counts over distinct actors, everybody at least once. */
function castRoles(random: Random, actors: number): Label[][] {
  const roles: Label[][] = Array.from({ length: actors }, () => []);
  CK_COUNTS.forEach(([label, count], i) => {
    const scaled = Math.max(1, Math.round((count * actors) / CK_ACTORS));
    const order = permutation(random.fork(i), actors);
    for (const actor of order.subarray(0, Math.min(actors, scaled))) roles[actor]!.push(label);
  });
  for (const empty of roles.filter((labels) => labels.length === 0)) {
    const busiest = roles.reduce((a, b) => (b.length > a.length ? b : a));
    empty.push(...busiest.splice(random.below(busiest.length), 1));
  }
  return roles;
}
