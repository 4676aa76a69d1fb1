import type { Interval } from "@mien/study";
import {
  answerStrangers,
  type Recognising,
  STRANGER_BASELINES,
  type StrangerBaseline,
} from "./answer-strangers.ts";
import { intervalOfMean, type JudgeStrangersOptions } from "./judge-strangers.ts";
import { SECTIONS, type Section, sectionItems } from "./sections.ts";
import type { Stranger } from "./strangers.ts";

/** How much more often a model is right than another, on the very same items. */
export type StrangersComparison = Readonly<
  Record<StrangerBaseline, Readonly<Record<Section, Interval>>>
>;

/**
 * Two models on the same strangers: the difference of their accuracies, the first's less the second's, with its 95 % interval
 * by paired bootstrap over subjects (each subject is drawn with both models' answers).
 */
export function compareOnStrangers(
  first: Recognising,
  second: Recognising,
  strangers: readonly Stranger[],
  { seed = 0, resamples = 1000 }: JudgeStrangersOptions = {},
): StrangersComparison {
  const compare = (baseline: StrangerBaseline) => {
    const [a, b] = [first, second].map((one) =>
      sectionItems(answerStrangers(one, strangers, baseline)),
    );
    const difference = (section: Section) =>
      intervalOfMean(
        a![section].map(({ subjectId }) => subjectId),
        a![section].map(
          ({ truth, likeliest }, i) =>
            Number(likeliest === truth) - Number(b![section][i]!.likeliest === truth),
        ),
        { seed, resamples },
      );
    return Object.fromEntries(SECTIONS.map((section) => [section, difference(section)]));
  };
  return Object.fromEntries(
    STRANGER_BASELINES.map((baseline) => [baseline, compare(baseline)]),
  ) as StrangersComparison;
}
