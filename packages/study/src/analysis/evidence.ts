import type { Contrast } from "./contrasts.ts";
import type { LabelTable } from "./replicate-values.ts";
import type { ScoreTable } from "./score-table.ts";
import type { StudyView } from "./study-view.ts";
import type { Comparison, EffectMetric } from "./types.ts";
import type { ComplexityAnalysis, RuleAnalysis } from "./types-of-parts.ts";

/** What claims are judged on. */
export interface Evidence {
  readonly view: StudyView;
  readonly tables: readonly ScoreTable[];
  readonly labelTable: LabelTable;
  readonly contrasts: readonly Contrast[];
  readonly effects: readonly Comparison[];
  readonly rule: RuleAnalysis;
  readonly complexity: ComplexityAnalysis;
}

/** The main effect of a factor on a metric; undefined where the factor does not vary between two levels. */
export const mainEffect = (
  { effects }: Evidence,
  factor: string,
  metric: EffectMetric,
): Comparison | undefined =>
  effects.find((e) => e.kind === "main" && e.name === factor && e.metric === metric);

/** [conditions] the mean over the factorial, without its controls. */
export function meanWeights({ view }: Evidence): number[] {
  const cells = view.conditions.filter(({ isControl }) => !isControl).length;
  return view.conditions.map(({ isControl }) => (isControl ? 0 : 1 / cells));
}
