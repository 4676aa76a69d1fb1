import { type AnovaEffect, factorialAnova } from "@mien/statistics";
import { type StudyConfig, varyingFactors } from "../design/index.ts";
import { figure } from "./figure.ts";
import type { ScoreTable } from "./score-table.ts";
import type { StudyView } from "./study-view.ts";
import { labelNoun } from "./task-words.ts";
import { type AnovaAnalysis, type AnovaTerm, EFFECT_METRICS, type EffectMetric } from "./types.ts";

/** Types II and III for each metric; none where no factor varies. */
export function anovas(view: StudyView, tables: readonly ScoreTable[]): AnovaAnalysis[] {
  if (varyingFactors(view.config).length === 0) return [];
  return EFFECT_METRICS.flatMap((metric) => {
    const second = anovaOf(view, tables, metric, 2);
    // With one value in every cell the two types are one.
    const isBalanced = second.note === "";
    return [second, isBalanced ? { ...second, type: 3 } : anovaOf(view, tables, metric, 3)];
  });
}

function anovaOf(
  { config, conditions, task }: StudyView,
  tables: readonly ScoreTable[],
  metric: EffectMetric,
  type: 2 | 3,
): AnovaAnalysis {
  const cells = conditions.flatMap(({ isControl, levels }, c) =>
    task.labels.map((label, k) => {
      const { at, values } = tables[c]!;
      return { isControl, levels, label, value: values[at.of(metric, k)]! };
    }),
  );
  const known = cells.filter(({ isControl, value }) => !isControl && Number.isFinite(value));
  const noun = labelNoun(task);
  const labels = new Set(known.map(({ label }) => label));
  const conditionCount = conditions.filter(({ isControl }) => !isControl).length;
  // One label known in every condition ties all cells together: then every parameter can be told.
  const isTied = [...labels].some(
    (own) => known.filter(({ label }) => label === own).length === conditionCount,
  );
  const dropped = cells.filter(({ isControl }) => !isControl).length - known.length;
  const note =
    dropped === 0 ? "" : `${dropped} cells in which the figure is undefined are left out`;
  if (!isTied || labels.size < 2) {
    const residual = { sumOfSquares: null, df: 0 };
    return { metric, type, terms: [], residual, n: known.length, note: notFitted(noun) };
  }
  const column = (name: string) => known.map(({ levels }) => levels[name]!);
  const anova = factorialAnova(
    {
      response: known.map(({ value }) => value),
      factors: Object.fromEntries(varyingFactors(config).map((name) => [name, column(name)])),
      blocks: { [noun]: known.map(({ label }) => label) },
    },
    { type, confidence: confidenceOf(config) },
  );
  const terms = [
    ...anova.blocks.map((term) => termOf(term, true)),
    ...anova.effects.map((term) => termOf(term, false)),
  ];
  const { sumOfSquares, df } = anova.residual;
  return { metric, type, terms, residual: { sumOfSquares, df }, n: anova.n, note };
}

const notFitted = (noun: string): string =>
  `not fitted: needs 2 ${noun}s, one of them with a defined figure in every condition`;

/** The interval that leaves 0 out exactly where the F test says so. */
const confidenceOf = ({ analysis }: StudyConfig) => 1 - 2 * analysis.alpha;

function termOf(term: AnovaEffect, isBlock: boolean): AnovaTerm {
  const { name, sumOfSquares, df, f, p, partialEtaSquared: eta } = term;
  return {
    name,
    isBlock,
    sumOfSquares,
    df,
    f: figure(f),
    p: figure(p),
    partialEtaSquared: {
      value: figure(eta.value),
      low: figure(eta.low),
      high: figure(eta.high),
      confidence: eta.confidence,
    },
  };
}
