import { type Expression, isExpression } from "@mien/core";
import type { StrangerAnswer } from "./answer-strangers.ts";

/** One of the six that was shown, and what was said of it. */
export interface Item {
  readonly subjectId: string;
  readonly truth: Expression;
  readonly likeliest: Expression | null;
  /** Of the whole recording; of a segment, at its farthest frame. */
  readonly answer: StrangerAnswer["answer"];
}

/** What is judged six ways, each by itself. */
export const SECTIONS = [
  "photos",
  "strongPhotos",
  "weakPhotos",
  /** Clips of one expression, as the whole recording is answered; and by how they run. */
  "clips",
  "clipsToApex",
  "clipsHeld",
  "clipsToRest",
  /** The same clips at the frame that is farthest from the neutral. */
  "clipsAtStrongest",
  /** Segments of clips of two expressions, each at its farthest frame. */
  "pairSegments",
] as const;
export type Section = (typeof SECTIONS)[number];

/** The items of each section, in the order of the answers. */
export function sectionItems(
  answers: readonly StrangerAnswer[],
): Readonly<Record<Section, readonly Item[]>> {
  const of = (holds: (take: StrangerAnswer["stranger"]["truth"]["take"]) => boolean) =>
    answers.filter(({ stranger: { truth } }) => holds(truth.take)).flatMap(wholeItem);
  const course = (name: string) => of((take) => take.kind === "clip" && take.course === name);
  const strength = (name: string) => of((take) => take.kind === "photo" && take.strength === name);
  return {
    photos: of(({ kind }) => kind === "photo"),
    strongPhotos: strength("strong"),
    weakPhotos: strength("weak"),
    clips: of(({ kind }) => kind === "clip"),
    clipsToApex: course("rise"),
    clipsHeld: course("hold"),
    clipsToRest: course("return"),
    clipsAtStrongest: answers
      .filter(({ stranger: { truth } }) => truth.take.kind === "clip")
      .flatMap((one) => wholeItem({ ...one, likeliest: one.strongest })),
    pairSegments: answers.flatMap(segmentItems),
  };
}

/** None where the recording shows none of the six. */
function wholeItem({ stranger: { truth }, likeliest, answer }: StrangerAnswer): Item[] {
  const { label, subjectId } = truth;
  return label !== null && isExpression(label)
    ? [{ subjectId, truth: label, likeliest, answer }]
    : [];
}

function segmentItems({ stranger: { truth }, segments }: StrangerAnswer): Item[] {
  if (truth.take.kind !== "pair") return [];
  const { subjectId } = truth;
  return truth.segments.flatMap(({ label }, k) =>
    isExpression(label) ? [{ subjectId, truth: label, ...segments[k]! }] : [],
  );
}

/** Whether an answer is one of the six. */
export function isSix(answer: StrangerAnswer["answer"] | undefined): answer is Expression {
  return answer !== undefined && answer !== null && answer !== "neutral";
}
