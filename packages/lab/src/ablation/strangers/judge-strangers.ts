import { createRandom, EXPRESSIONS, type Expression, isExpression } from "@mien/core";
import {
  bootstrapBySubject,
  type Confusion,
  confusion,
  type Interval,
  type Metric,
} from "../../evaluation/index.ts";
import {
  answerStrangers,
  type Recognising,
  STRANGER_BASELINES,
  type StrangerAnswer,
  type StrangerBaseline,
} from "./answer-strangers.ts";
import { type CalmJudgement, judgeCalm } from "./judge-calm.ts";
import type { Stranger } from "./strangers.ts";

/** Six ways, by the likeliest of the six. A recording without a face counts as wrong and unanswered. */
export interface SixWays {
  readonly recordings: number;
  /** With its 95 % interval by bootstrap over subjects. */
  readonly accuracy: Interval;
  /** That got one of the six for an answer; and of those, the right ones. */
  readonly answered: Metric;
  readonly rightWhenAnswered: Metric;
}

/** A model on strangers, with one kind of neutral. */
export interface BaselineJudgement {
  readonly photos: SixWays;
  readonly strongPhotos: SixWays;
  readonly weakPhotos: SixWays;
  /** Clips of one expression, as the whole recording is answered. */
  readonly clips: SixWays;
  readonly clipsByCourse: Readonly<Record<"rise" | "hold" | "return", SixWays>>;
  /** The same clips at the frame that is farthest from the neutral. */
  readonly clipsAtStrongest: SixWays;
  /** Segments of clips of two expressions, each at its farthest frame. */
  readonly pairSegments: SixWays;
  /** Truth by likeliest, of photos and of clips; recordings without a face are left out. */
  readonly photoConfusion: Confusion;
  readonly clipConfusion: Confusion;
  readonly calm: CalmJudgement;
  /** Answers to contempt, which is none of the six. */
  readonly contempt: Metric;
}

export interface StrangersJudgement {
  readonly actors: number;
  readonly recordings: number;
  readonly baselines: Readonly<Record<StrangerBaseline, BaselineJudgement>>;
}

export interface JudgeStrangersOptions {
  /** Of the bootstrap. Default 0. */
  readonly seed?: number;
  /** Default 1000. */
  readonly resamples?: number;
}

/**
 * Judges a recogniser on strangers: own neutral (the person's plain photo) and the generic one, photos, clips and calm faces.
 * The same code for every model and for other people's programs.
 */
export function judgeStrangers(
  recogniser: Recognising,
  strangers: readonly Stranger[],
  { seed = 0, resamples = 1000 }: JudgeStrangersOptions = {},
): StrangersJudgement {
  const judge = (baseline: StrangerBaseline) =>
    judgeAnswers(answerStrangers(recogniser, strangers, baseline), { seed, resamples });
  return {
    actors: new Set(strangers.map(({ truth }) => truth.subjectId)).size,
    recordings: strangers.length,
    baselines: Object.fromEntries(
      STRANGER_BASELINES.map((baseline) => [baseline, judge(baseline)]),
    ) as Record<StrangerBaseline, BaselineJudgement>,
  };
}

/** One thing that was shown, and what was said of it. */
interface Item {
  readonly subjectId: string;
  readonly truth: Expression;
  readonly likeliest: Expression | null;
  readonly answer: StrangerAnswer["answer"];
}

type Options = Required<JudgeStrangersOptions>;

export function judgeAnswers(
  answers: readonly StrangerAnswer[],
  options: Options,
): BaselineJudgement {
  const six = (items: readonly Item[]) => sixWays(items, options);
  const photos = answers.filter(({ stranger: { truth } }) => truth.take.kind === "photo");
  const clips = answers.filter(({ stranger: { truth } }) => truth.take.kind === "clip");
  const calm = answers.filter(({ stranger: { truth } }) => truth.take.kind.startsWith("calm"));
  const ofStrength = (strength: string) =>
    photos.filter(({ stranger: { truth } }) => sameOf(truth.take, "strength", strength));
  const ofCourse = (course: string) =>
    six(
      clips
        .filter(({ stranger: { truth } }) => sameOf(truth.take, "course", course))
        .flatMap(wholeItem),
    );
  return {
    photos: six(photos.flatMap(wholeItem)),
    strongPhotos: six(ofStrength("strong").flatMap(wholeItem)),
    weakPhotos: six(ofStrength("weak").flatMap(wholeItem)),
    clips: six(clips.flatMap(wholeItem)),
    clipsByCourse: { rise: ofCourse("rise"), hold: ofCourse("hold"), return: ofCourse("return") },
    clipsAtStrongest: six(
      clips.flatMap((one) => wholeItem(one).map((item) => ({ ...item, likeliest: one.strongest }))),
    ),
    pairSegments: six(answers.flatMap(segmentItems)),
    photoConfusion: confusionOf(photos.flatMap(wholeItem)),
    clipConfusion: confusionOf(clips.flatMap(wholeItem)),
    calm: judgeCalm(calm),
    contempt: shareOf(
      answers.filter(({ stranger: { truth } }) => truth.label === "contempt"),
      ({ answer }) => isSix(answer),
    ),
  };
}

const sameOf = (take: object, key: string, value: string) =>
  (take as Readonly<Record<string, unknown>>)[key] === value;

const isSix = (answer: StrangerAnswer["answer"]): answer is Expression =>
  answer !== null && answer !== "neutral";

/** As the whole recording is answered; none where it shows none of the six. */
function wholeItem({ stranger: { truth }, likeliest, answer }: StrangerAnswer): Item[] {
  const { label, subjectId } = truth;
  return label !== null && isExpression(label)
    ? [{ subjectId, truth: label, likeliest, answer }]
    : [];
}

/** Each expression of a clip of two; a segment has no answer of its own beside its likeliest. */
function segmentItems({ stranger: { truth }, segments }: StrangerAnswer): Item[] {
  if (truth.take.kind !== "pair") return [];
  const { subjectId } = truth;
  return truth.segments.flatMap(({ label }, k) =>
    isExpression(label)
      ? [{ subjectId, truth: label, likeliest: segments[k]!, answer: segments[k]! }]
      : [],
  );
}

function sixWays(items: readonly Item[], { seed, resamples }: Options): SixWays {
  const right = items.map(({ truth, likeliest }) => Number(truth === likeliest));
  const answers = items.filter(({ answer }) => isSix(answer));
  return {
    recordings: items.length,
    accuracy:
      items.length === 0
        ? UNDEFINED
        : bootstrapBySubject(
            items.map(({ subjectId }) => subjectId),
            (drawn) => drawn.reduce((sum, i) => sum + right[i]!, 0) / drawn.length,
            createRandom(seed),
            { resamples },
          ),
    answered: { value: share(answers.length, items.length), count: items.length },
    rightWhenAnswered: shareOf(answers, ({ truth, answer }) => truth === answer),
  };
}

const UNDEFINED: Interval = {
  value: Number.NaN,
  low: Number.NaN,
  high: Number.NaN,
  confidence: 0.95,
  defined: 0,
  resamples: 0,
};

const share = (some: number, all: number) => (all === 0 ? Number.NaN : some / all);

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): Metric {
  return { value: share(items.filter(holds).length, items.length), count: items.length };
}

function confusionOf(items: readonly Item[]): Confusion {
  const seen = items.filter(({ likeliest }) => likeliest !== null);
  const index = (expression: Expression) => EXPRESSIONS.indexOf(expression);
  return confusion(
    seen.map(({ truth }) => index(truth)),
    seen.map(({ likeliest }) => index(likeliest!)),
    EXPRESSIONS.length,
  );
}
