import type { NeutralFace, Recording } from "@mien/core";
import { auc, type Metric } from "@mien/study";
import { JUDGED_UNITS, type JudgedUnit } from "../../casting/index.ts";
import { ownNeutrals, type StrangerBaseline } from "./answer-strangers.ts";
import type { Stranger } from "./strangers.ts";

/**
 * Scores of action units at a frame of a recording, higher where the unit is there; NaN, or no entry, where a unit is not
 * scored.
 */
export type UnitScorer = (
  recording: Recording,
  frame: number,
  baseline: NeutralFace | "generic",
) => Readonly<Partial<Record<JudgedUnit, number>>>;

/** How well one unit is found among random combinations. */
export interface UnitJudgement {
  readonly unit: JudgedUnit;
  /** At least the asked intensity against none at all; what lies between is left out. */
  readonly auc: Metric;
  readonly positives: number;
  readonly negatives: number;
  /** Where the unit is there: strong ones, at least .6, against weaker ones. One half where intensity is not seen. */
  readonly strongOverWeak: Metric;
}

export interface JudgeUnitsOptions {
  readonly baseline: StrangerBaseline;
  /** Least intensity, of the stronger side, that counts as there. Default .2, the least that is shown. */
  readonly least?: number;
}

/** Judges scores of action units on the strangers' random combinations, where no emotion helps. */
export function judgeUnits(
  scorer: UnitScorer,
  strangers: readonly Stranger[],
  { baseline, least = 0.2 }: JudgeUnitsOptions,
): UnitJudgement[] {
  const neutrals = ownNeutrals(strangers);
  const scored = strangers.flatMap(({ recording, truth }) => {
    const neutral = baseline === "own" ? neutrals.get(truth.subjectId) : "generic";
    if (truth.take.kind !== "combinations" || neutral === undefined) return [];
    const frames = Array.from(recording.detected.keys()).filter((t) => recording.detected[t] === 1);
    return frames.map((t) => ({ scores: scorer(recording, t, neutral), truth, t }));
  });
  return JUDGED_UNITS.map((unit, u) => {
    const items = scored.flatMap(({ scores, truth, t }) => {
      const at = (t * JUDGED_UNITS.length + u) * 2;
      const intensity = Math.max(truth.units[at]!, truth.units[at + 1]!);
      const score = scores[unit] ?? Number.NaN;
      return Number.isNaN(score) || (intensity > 0 && intensity < least)
        ? []
        : [{ score, intensity }];
    });
    return judgeUnit(unit, items);
  });
}

const STRONG = 0.6;

interface Scored {
  readonly score: number;
  readonly intensity: number;
}

function judgeUnit(unit: JudgedUnit, items: readonly Scored[]): UnitJudgement {
  const there = items.filter(({ intensity }) => intensity > 0);
  return {
    unit,
    auc: auc(
      items.map(({ intensity }) => Number(intensity > 0)),
      items.map(({ score }) => score),
    ),
    positives: there.length,
    negatives: items.length - there.length,
    strongOverWeak: auc(
      there.map(({ intensity }) => Number(intensity >= STRONG)),
      there.map(({ score }) => score),
    ),
  };
}
