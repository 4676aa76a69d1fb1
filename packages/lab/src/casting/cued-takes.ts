import { EXPRESSIONS, type Label } from "@mien/core";
import type { Random } from "@mien/core/math";
import type { Course, Cue } from "@mien/core/synthesis";
import type { Format, Watching } from "./scene.ts";

/** One scene's name within its actor's, its one label if any, and its cue. */
export interface CuedTake {
  readonly name: string;
  readonly label: Label | null;
  readonly cue: Cue;
}

const COURSES = ["apex", "hold", "return"] as const;
const CALM_SUBJECTS = ["calm", "talk", "calm", "distraction"] as const;

/** Of each expression, of a calm face, of action units at random. */
const PHOTOS = { expression: 2, calm: 3, units: 12 } as const;

/**
 * What an actor of `large-2` is asked for: photos of everything; a clip each of three expressions, every actor the other three,
 * by turns ending at the apex, held, and back to rest; contempt from every third; from every other two expressions one after the
 * other; a calm face, talk or a movement without expression; action units at random.
 */
export function cuedTakes(actor: number): CuedTake[] {
  return [...photos(actor), ...expressionClips(actor), ...pairs(actor), ...otherClips(actor)];
}

const expression = (label: Label, course: Course, number?: number): CuedTake => ({
  name: `${label}-${course}${number === undefined ? "" : `-${number}`}`,
  label,
  cue: { subject: "expression", course, labels: [label] },
});

const other = (subject: Cue["subject"], course: Course, number?: number): CuedTake => ({
  name: `${subject}-${course}${number === undefined ? "" : `-${number}`}`,
  label: subject === "units" ? null : "neutral",
  cue: { subject, course, labels: [] },
});

const count = <T>(length: number, of: (number: number) => T): T[] =>
  Array.from({ length }, (_, i) => of(i + 1));

function photos(actor: number): CuedTake[] {
  return [
    ...EXPRESSIONS.flatMap((label) =>
      count(PHOTOS.expression, (n) => expression(label, "photo", n)),
    ),
    expression("contempt", "photo"),
    ...count(PHOTOS.calm, (n) => other("calm", "photo", n)),
    other(actor % 2 === 0 ? "talk" : "distraction", "photo"),
    ...count(PHOTOS.units, (n) => other("units", "photo", n)),
  ];
}

function expressionClips(actor: number): CuedTake[] {
  const n = EXPRESSIONS.length;
  // The k-th clip of an actor is the (actor + 2 k)-th expression: over n actors every expression is each k once, in every course.
  const own = [0, 1, 2].map((k) => EXPRESSIONS[(actor + 2 * k) % n]!);
  const turn = Math.floor(actor / n);
  return [
    ...own.map((label, k) => expression(label, courseAt(k + turn))),
    ...(actor % 3 === 0 ? [expression("contempt", courseAt(actor / 3))] : []),
  ];
}

const courseAt = (turn: number): Course => COURSES[turn % COURSES.length]!;

/** Every other actor: the ordered pairs of different expressions, in turn. */
function pairs(actor: number): CuedTake[] {
  if (actor % 2 !== 0) return [];
  const n = EXPRESSIONS.length;
  const turn = actor / 2;
  const first = turn % n;
  const second = (first + 1 + (Math.floor(turn / n) % (n - 1))) % n;
  const labels = [EXPRESSIONS[first]!, EXPRESSIONS[second]!];
  const course = Math.floor(turn / 2) % 2 === 0 ? "hold" : "return";
  return [
    {
      name: `${labels.join("-then-")}-${course}`,
      label: null,
      cue: { subject: "expression", course, labels },
    },
  ];
}

function otherClips(actor: number): CuedTake[] {
  return [
    other(CALM_SUBJECTS[Math.floor(actor / 2) % CALM_SUBJECTS.length]!, "hold"),
    other("units", courseAt(actor)),
  ];
}

/** [width, height, cumulative count of 20 pictures]: large enough that a picture's grain decides nothing. */
const SIZES = [
  [256, 256, 12],
  [320, 256, 17],
  [320, 320, 20],
] as const;
const WATCHING: readonly Watching[] = ["cold", "cold", "warm", "stills"];
const RATES = [8, 10, 12, 15, 20] as const;
/** [least, greatest] number of frames. */
const FRAMES: Readonly<Record<Course, readonly [number, number]>> = {
  photo: [1, 1],
  apex: [9, 11],
  hold: [9, 11],
  return: [11, 13],
};
const PAIR_FRAMES = [18, 22] as const;
const PAIR_RATES = [8, 10] as const;

/** Few frames a clip, for each costs the same, and a photo costs one. */
export function drawCuedFormat(random: Random, { course, labels }: Cue): Format {
  const draw = random.below(20);
  const [widthPx, heightPx] = SIZES.find(([, , upTo]) => draw < upTo)!;
  const isPair = labels.length > 1;
  const [least, most] = isPair ? PAIR_FRAMES : FRAMES[course];
  const rates = isPair ? PAIR_RATES : RATES;
  const frames = least + random.below(most - least + 1);
  const frameRate = rates[random.below(rates.length)]!;
  const watching = WATCHING[random.below(WATCHING.length)]!;
  return {
    frames,
    frameRate: course === "photo" ? 30 : frameRate,
    widthPx,
    heightPx,
    endsAtApex: course !== "return",
    grayShare: 0.3,
    watching: course === "photo" ? "stills" : watching,
  };
}
