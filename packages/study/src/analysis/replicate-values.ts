import type { RunRecord, StudyConfig } from "../design/index.ts";
import { auc, binaryMetrics, countBinary } from "../evaluation/index.ts";
import { readingOf } from "./answers.ts";
import { byName, meanDefined } from "./figure.ts";
import type { StudyView } from "./study-view.ts";
import { truthOf } from "./truth.ts";
import { EFFECT_METRICS, type EffectMetric } from "./types.ts";

type Decision = StudyConfig["analysis"]["decision"];

/**
 * One run's figures for one label, on its own test fold. All but the accuracy are NaN unless the fold has recordings with
 * and without the label: that depends on the truth alone, so that all conditions are averaged over the same labels.
 * Matthews' correlation of an answer that is always the same is taken as 0, its limit, for the same reason.
 */
export function labelValues(
  run: RunRecord,
  label: number,
  decision: Decision,
): Record<EffectMetric, number> {
  const reading = readingOf(run, decision);
  const known = run.predictions.filter((prediction) => truthOf(prediction, label) !== null);
  const x = known.map((prediction) => prediction[reading][label]!);
  const truth: readonly number[] = known.map((prediction) => truthOf(prediction, label)!);
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

/** [conditions][replicates][C] */
export type LabelTable = readonly (readonly (readonly Record<EffectMetric, number>[])[])[];

/** Every run's figures for every label. */
export const labelTable = ({ runs, config, task }: StudyView): LabelTable =>
  runs.map((own) =>
    own.map((run) => task.labels.map((_, k) => labelValues(run, k, config.analysis.decision))),
  );

/** [conditions][replicates] of each metric; NaN where undefined. */
export type ReplicateTable = Readonly<Record<EffectMetric, readonly (readonly number[])[]>>;

/** Means over the labels in which a figure is defined. */
export const replicateTable = (table: LabelTable): ReplicateTable =>
  byName(EFFECT_METRICS, (metric) =>
    table.map((own) => own.map((run) => meanDefined(run.map((values) => values[metric])))),
  );
