import { EXPRESSIONS } from "@mien/core";
import type { RunRecord, StudyConfig } from "../design/index.ts";
import { auc, binaryMetrics, countBinary } from "../evaluation/index.ts";
import { readingOf } from "./answers.ts";
import { byName, meanDefined } from "./figure.ts";
import type { StudyView } from "./study-view.ts";
import { EFFECT_METRICS, type EffectMetric } from "./types.ts";

type Decision = StudyConfig["analysis"]["decision"];

/**
 * One run's figures for one expression, on its own test fold. All but the accuracy are NaN unless the fold has recordings with
 * and without the expression: that depends on the truth alone, so that all conditions are averaged over the same expressions.
 * Matthews' correlation of an answer that is always the same is taken as 0, its limit, for the same reason.
 */
export function expressionValues(
  run: RunRecord,
  expression: number,
  decision: Decision,
): Record<EffectMetric, number> {
  const reading = readingOf(run, decision);
  const x = run.predictions.map((prediction) => prediction[reading][expression]!);
  const truth = run.predictions.map((prediction) => Number(prediction.class === expression));
  const found = binaryMetrics(
    countBinary(
      truth,
      x.map((v) => Number(v >= 0)),
    ),
  );
  const accuracy = found.accuracy.value;
  const hasBoth = truth.includes(0) && truth.includes(1);
  if (!hasBoth) return { ...byName(EFFECT_METRICS, () => Number.NaN), accuracy };
  return {
    accuracy,
    f1: found.f1.value,
    balancedAccuracy: found.balancedAccuracy.value,
    auc: auc(truth, x).value,
    mcc: Number.isNaN(found.mcc.value) ? 0 : found.mcc.value,
  };
}

/** [conditions][replicates][6] */
export type ExpressionTable = readonly (readonly (readonly Record<EffectMetric, number>[])[])[];

/** Every run's figures for every expression. */
export const expressionTable = ({ runs, config }: StudyView): ExpressionTable =>
  runs.map((own) =>
    own.map((run) => EXPRESSIONS.map((_, k) => expressionValues(run, k, config.analysis.decision))),
  );

/** [conditions][replicates] of each metric; NaN where undefined. */
export type ReplicateTable = Readonly<Record<EffectMetric, readonly (readonly number[])[]>>;

/** Means over the expressions in which a figure is defined. */
export const replicateTable = (table: ExpressionTable): ReplicateTable =>
  byName(EFFECT_METRICS, (metric) =>
    table.map((own) => own.map((run) => meanDefined(run.map((values) => values[metric])))),
  );
