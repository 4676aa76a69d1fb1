import { EXPRESSIONS, type Expression } from "@mien/core";
import { createRandom } from "@mien/core/math";
import {
  bootstrapBySubject,
  type Confusion,
  confusion,
  type Interval,
  type Metric,
} from "@mien/study";
import {
  answerStrangers,
  type Recognising,
  STRANGER_BASELINES,
  type StrangerAnswer,
  type StrangerBaseline,
} from "./answer-strangers.ts";
import { type CalmJudgement, judgeCalm } from "./judge-calm.ts";
import { type Item, isSix, SECTIONS, type Section, sectionItems } from "./sections.ts";
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
  readonly sixWays: Readonly<Record<Section, SixWays>>;
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

type Options = Required<JudgeStrangersOptions>;

function judgeAnswers(answers: readonly StrangerAnswer[], options: Options): BaselineJudgement {
  const items = sectionItems(answers);
  const ofLabel = (label: string) =>
    answers.filter(({ stranger: { truth } }) => truth.label === label);
  return {
    sixWays: Object.fromEntries(
      SECTIONS.map((section) => [section, sixWays(items[section], options)]),
    ) as Record<Section, SixWays>,
    photoConfusion: confusionOf(items.photos),
    clipConfusion: confusionOf(items.clips),
    calm: judgeCalm(ofLabel("neutral")),
    contempt: shareOf(ofLabel("contempt"), ({ answer }) => isSix(answer)),
  };
}

function sixWays(items: readonly Item[], { seed, resamples }: Options): SixWays {
  const right = items.map(({ truth, likeliest }) => Number(truth === likeliest));
  const answered = items.filter(({ answer }) => isSix(answer));
  return {
    recordings: items.length,
    accuracy: intervalOfMean(
      items.map(({ subjectId }) => subjectId),
      right,
      { seed, resamples },
    ),
    answered: shareOf(items, ({ answer }) => isSix(answer)),
    rightWhenAnswered: shareOf(answered, ({ truth, answer }) => truth === answer),
  };
}

/** The mean of values [N] with its interval by bootstrap over their subjects [N]; NaN where there are none. */
export function intervalOfMean(
  subjects: readonly string[],
  values: readonly number[],
  { seed, resamples }: Options,
): Interval {
  const [value, low, high] = [Number.NaN, Number.NaN, Number.NaN];
  if (values.length === 0) return { value, low, high, confidence: 0.95, defined: 0, resamples };
  const mean = (drawn: Int32Array) => drawn.reduce((sum, i) => sum + values[i]!, 0) / drawn.length;
  return bootstrapBySubject(subjects, mean, createRandom(seed), { resamples });
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): Metric {
  const count = items.length;
  return { value: count === 0 ? Number.NaN : items.filter(holds).length / count, count };
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
