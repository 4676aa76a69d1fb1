import { EXPRESSIONS, type Label } from "@mien/core";
import { createRandom, permutation, type Random } from "@mien/core/math";
import { cuedTakes, drawCuedFormat } from "./cued-takes.ts";
import { CAST_PRESETS, type CastPreset, type Format, type Scene, type Watching } from "./scene.ts";

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
 * no label twice; the counts are CK+'s, scaled to the number of actors.
 *
 * `large`, to train on: an actor shows five of the six expressions (each sixth one leaves out the same), every other one
 * contempt too; then a distraction, and by turns a calm face or talk. Half of the clips are as CK+'s, the others longer, 15
 * to 30 frames a second, and mostly back to rest; pictures of several sizes, with faces of 48 to 170 pixels.
 *
 * `large-2`, to train expressions, segments and action units on: larger pictures, photos and short clips of displays after FACS
 * with stray units, pairs of expressions, calm faces that vary, and action units at random, see `cuedTakes`.
 */
export function planCast({ actors, seed, preset }: CastPlanOptions): Scene[] {
  if (!Number.isInteger(actors) || actors < 1 || actors > 99999) {
    throw new Error(`planCast: actors must be an integer in [1, 99999], got ${actors}`);
  }
  if (!CAST_PRESETS.includes(preset)) {
    throw new Error(`planCast: preset must be one of ${CAST_PRESETS.join(", ")}, got ${preset}`);
  }
  const random = createRandom(seed);
  const labels = preset === "ck" ? castRoles(random.fork(1), actors) : null;
  return Array.from({ length: actors }, (_, actor) => {
    const own = random.fork(2).fork(actor);
    const actorSeed = own.uint32();
    if (preset === "large-2") return drawCuedScenes(own, actor, actorSeed);
    const takes = labels === null ? largeTakes(actor) : labels[actor]!.map((label) => ({ label }));
    return takes.map((take, i) => drawScene(own.fork(i), { actor, actorSeed, preset, ...take }));
  }).flat();
}

interface Take {
  readonly label: Label;
  readonly kind?: "speech" | "distraction";
}

function largeTakes(actor: number): Take[] {
  const out = actor % EXPRESSIONS.length;
  return [
    ...EXPRESSIONS.filter((_, i) => i !== out).map((label) => ({ label })),
    ...(actor % 2 === 0 ? [{ label: "contempt" } as const] : []),
    { label: "neutral", kind: "distraction" },
    // Not by parity: contempt has it.
    Math.floor(actor / 2) % 2 === 0 ? { label: "neutral" } : { label: "neutral", kind: "speech" },
  ];
}

/** The scenes of an actor of `large-2`. */
function drawCuedScenes(random: Random, actor: number, actorSeed: number): Scene[] {
  const subjectId = subjectIdOf(actor);
  return cuedTakes(actor).map(({ name, label, cue }, i) => {
    const own = random.fork(i);
    return {
      id: `${subjectId}-${name}`,
      subjectId,
      label,
      cue,
      actorSeed,
      sceneSeed: own.uint32(),
      speaks: cue.subject === "talk",
      distracts: cue.subject === "distraction",
      preset: "large-2",
      ...drawCuedFormat(own, cue),
    };
  });
}

const subjectIdOf = (actor: number) => `A${String(actor + 1).padStart(3, "0")}`;

interface Role extends Take {
  readonly actor: number;
  readonly actorSeed: number;
  readonly preset: CastPreset;
}

function drawScene(random: Random, { actor, actorSeed, label, kind, preset }: Role): Scene {
  const subjectId = subjectIdOf(actor);
  const sceneSeed = random.uint32();
  return {
    id: `${subjectId}-${label}${kind === undefined ? "" : `-${kind}`}`,
    subjectId,
    label,
    actorSeed,
    sceneSeed,
    speaks: kind === "speech",
    distracts: kind === "distraction",
    preset,
    ...(preset === "ck" ? drawCkFormat(random) : drawLargeFormat(random)),
  };
}

function drawCkFormat(random: Random): Format {
  const frames = 10 + random.below(15);
  return {
    frames,
    frameRate: 30,
    widthPx: 320,
    heightPx: 240,
    endsAtApex: true,
    grayShare: 0.85,
    watching: "cold",
  };
}

/** [width, height, cumulative count of 20 pictures]; small ones cost less, and no camera's picture is only large. */
const LARGE_SIZES = [
  [96, 96, 2],
  [160, 120, 7],
  [192, 144, 13],
  [240, 180, 18],
  [320, 240, 20],
] as const;
const WATCHING: readonly Watching[] = ["cold", "cold", "warm", "warm", "stills"];
const LARGE_RATES = [15, 15, 20, 25, 30] as const;

function drawLargeFormat(random: Random): Format {
  const draw = random.below(20);
  const [widthPx, heightPx] = LARGE_SIZES.find(([, , upTo]) => draw < upTo)!;
  const isShort = random.below(2) === 0;
  const frameRate = isShort ? 30 : LARGE_RATES[random.below(LARGE_RATES.length)]!;
  // Long ones take 1.1 to 2.2 s, but no more frames than 30.
  const frames = isShort
    ? 10 + random.below(15)
    : Math.min(30, Math.round(frameRate * (1.1 + 1.1 * random.uniform())));
  const endsAtApex = isShort || random.below(6) === 0;
  const watching = WATCHING[random.below(WATCHING.length)]!;
  return { frames, frameRate, widthPx, heightPx, endsAtApex, grayShare: 0.4, watching };
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
