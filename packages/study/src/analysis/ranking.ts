import { friedman, nemenyi } from "@mien/statistics";
import { figure } from "./figure.ts";
import type { ReplicateTable } from "./replicate-values.ts";
import type { StudyView } from "./study-view.ts";
import { EFFECT_METRICS, type EffectMetric, type RankingAnalysis } from "./types.ts";

/** All conditions ranked within each replicate; none where there is but one condition. */
export function rankings(view: StudyView, table: ReplicateTable): RankingAnalysis[] {
  if (view.conditions.length < 2) return [];
  return EFFECT_METRICS.flatMap((metric) => rankingOf(view, metric, table[metric]) ?? []);
}

function rankingOf(
  { conditions, replicates, config }: StudyView,
  metric: EffectMetric,
  values: readonly (readonly number[])[],
): RankingAnalysis | null {
  const rows = replicates
    .map((_, r) => values.map((own) => own[r]!))
    .filter((row) => row.every(Number.isFinite));
  if (rows.length === 0) return null;
  const test = friedman(rows);
  const after = nemenyi(rows, { alpha: config.analysis.alpha });
  const id = (c: number) => conditions[c]!.id;
  return {
    metric,
    conditions: after.averageRanks.map((averageRank, c) => ({ id: id(c), averageRank })),
    chiSquared: figure(test.chiSquared),
    df: test.df,
    p: figure(test.p),
    kendallW: figure(test.kendallW),
    criticalDifference: figure(after.criticalDifference),
    groups: after.groups.map((group) => group.map(id)),
    pairs: after.p.map((row) => row.map(figure)),
    n: rows.length,
  };
}
