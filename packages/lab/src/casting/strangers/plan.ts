import { EXPRESSIONS, type Label } from "@mien/core";
import { createRandom, permutation, type Random } from "@mien/core/math";
import { anyOf } from "./draws.ts";
import { CALM_CLIPS, CALM_PHOTOS, COURSES, type StrangerScene, type Take } from "./scene.ts";

export interface StrangersOptions {
  readonly actors: number;
  readonly seed: number;
}

/** Pictures of phones, web pages and old collections, in px. */
const SIZES: readonly (readonly [width: number, height: number])[] = [
  [200, 200],
  [224, 256],
  [240, 320],
  [256, 256],
  [320, 240],
  [300, 360],
  [320, 320],
  [400, 300],
  [360, 400],
];

/** Random combinations that each actor shows. */
const COMBINATIONS = 24;

/** Every actor does everything: the strangers' scenes, in order of their actors. */
export function planStrangers({ actors, seed }: StrangersOptions): StrangerScene[] {
  if (!Number.isInteger(actors) || actors < 1 || actors > 999) {
    throw new Error(`planStrangers: actors must be an integer in [1, 999], got ${actors}`);
  }
  const random = createRandom(seed);
  return Array.from({ length: actors }, (_, k) => actorScenes(random.fork(k), k)).flat();
}

interface Planned {
  readonly name: string;
  readonly label: Label;
  readonly frames: number;
  readonly frameRate: number;
  readonly take: Take;
}

function actorScenes(random: Random, actor: number): StrangerScene[] {
  const subjectId = `S${String(actor + 1).padStart(3, "0")}`;
  const [widthPx, heightPx] = anyOf(random.fork(1), SIZES);
  const actorSeed = random.fork(2).uint32();
  const seeds = random.fork(3);
  const planned = [
    ...calmTakes(),
    ...expressionTakes(random.fork(4)),
    ...contemptTakes(actor),
    ...pairTakes(random.fork(5)),
    combinationTake(),
  ];
  return planned.map(({ name, ...scene }, i) => ({
    id: `${subjectId}-${name}`,
    subjectId,
    ...scene,
    actorSeed,
    sceneSeed: seeds.fork(i).uint32(),
    widthPx,
    heightPx,
    watching: scene.take.kind.endsWith("clip") || scene.take.kind === "pair" ? "cold" : "stills",
    preset: "strangers",
  }));
}

const photo = (name: string, label: Label, take: Take): Planned => ({
  name,
  label,
  frames: 1,
  frameRate: 1,
  take,
});

function calmTakes(): Planned[] {
  return [
    ...CALM_PHOTOS.map((manner) =>
      photo(`calm-${manner}`, "neutral", { kind: "calm-photo", manner }),
    ),
    ...CALM_CLIPS.map((manner) => ({
      name: `calm-${manner}`,
      label: "neutral" as const,
      frames: 8,
      frameRate: 6,
      take: { kind: "calm-clip" as const, manner },
    })),
  ];
}

/** Frames and frames a second of each course. */
const REELS = {
  rise: [10, 12],
  hold: [9, 8],
  return: [12, 9],
} as const;

/** Each expression as a strong and a weak photo, and as one clip: each course twice an actor, a third of the clips weak. */
function expressionTakes(random: Random): Planned[] {
  const order = permutation(random.fork(1), EXPRESSIONS.length);
  const strengths = permutation(random.fork(2), EXPRESSIONS.length);
  return EXPRESSIONS.flatMap((label, e) => {
    const course = COURSES[order[e]! % COURSES.length]!;
    const [frames, frameRate] = REELS[course];
    const strength = strengths[e]! < 2 ? ("weak" as const) : ("strong" as const);
    return [
      photo(`${label}-strong`, label, { kind: "photo", label, strength: "strong" }),
      photo(`${label}-weak`, label, { kind: "photo", label, strength: "weak" }),
      {
        name: `${label}-${course}`,
        label,
        frames,
        frameRate,
        take: { kind: "clip" as const, label, strength, course },
      },
    ];
  });
}

/** A photo of each third actor, a clip of each sixth. */
function contemptTakes(actor: number): Planned[] {
  const label = "contempt" as const;
  const strength = "strong" as const;
  const [frames, frameRate] = REELS.return;
  return [
    ...(actor % 3 === 0
      ? [photo("contempt-strong", label, { kind: "photo", label, strength })]
      : []),
    ...(actor % 6 === 1
      ? [
          {
            name: "contempt-return",
            label,
            frames,
            frameRate,
            take: { kind: "clip" as const, label, strength, course: "return" as const },
          },
        ]
      : []),
  ];
}

/** Two clips of two expressions, four expressions in all; one is let go at its end. */
function pairTakes(random: Random): Planned[] {
  const order = Array.from(permutation(random, EXPRESSIONS.length), (e) => EXPRESSIONS[e]!);
  return [0, 1].map((k) => {
    const labels = [order[2 * k]!, order[2 * k + 1]!] as const;
    return {
      name: `pair-${labels.join("-")}`,
      label: labels[0],
      frames: 14,
      frameRate: 8,
      take: { kind: "pair" as const, labels, strength: "strong" as const, letsGo: k === 1 },
    };
  });
}

function combinationTake(): Planned {
  return {
    name: "combinations",
    label: "contempt",
    frames: COMBINATIONS,
    frameRate: 1,
    take: { kind: "combinations" },
  };
}
