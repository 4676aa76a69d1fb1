import type { Metric } from "@mien/study";
import type { StrangerAnswer } from "./answer-strangers.ts";
import { isSix } from "./sections.ts";

/** What calm faces were called: shares that sum to 1. */
export interface CalmShares {
  readonly recordings: number;
  readonly neutral: number;
  readonly abstained: number;
  /** Called one of the six. */
  readonly falseAlarm: number;
}

export interface CalmJudgement {
  readonly photos: CalmShares;
  readonly clips: CalmShares;
  /** Of the calm clips' frames with a face, those called one of the six. */
  readonly alarmedFrames: Metric;
  /** By what the calm face does: `calm-photo lids`, `calm-clip speech`. */
  readonly byManner: Readonly<Record<string, CalmShares>>;
}

export function judgeCalm(answers: readonly StrangerAnswer[]): CalmJudgement {
  const ofKind = (kind: string) =>
    answers.filter(({ stranger: { truth } }) => truth.take.kind === kind);
  const frames = ofKind("calm-clip")
    .flatMap((one) => one.frames)
    .filter((answer) => answer !== undefined);
  const alarmed = frames.filter(isSix).length;
  return {
    photos: calmShares(ofKind("calm-photo")),
    clips: calmShares(ofKind("calm-clip")),
    alarmedFrames: {
      value: frames.length === 0 ? Number.NaN : alarmed / frames.length,
      count: frames.length,
    },
    byManner: Object.fromEntries(
      [...new Set(answers.map(mannerOf))].map((manner) => [
        manner,
        calmShares(answers.filter((one) => mannerOf(one) === manner)),
      ]),
    ),
  };
}

function mannerOf({ stranger: { truth } }: StrangerAnswer): string {
  const { take } = truth;
  return "manner" in take ? `${take.kind} ${take.manner}` : take.kind;
}

function calmShares(answers: readonly StrangerAnswer[]): CalmShares {
  const share = (holds: (answer: StrangerAnswer["answer"]) => boolean) =>
    answers.length === 0
      ? Number.NaN
      : answers.filter(({ answer }) => holds(answer)).length / answers.length;
  return {
    recordings: answers.length,
    neutral: share((answer) => answer === "neutral"),
    abstained: share((answer) => answer === null),
    falseAlarm: share(isSix),
  };
}
