import type { Task } from "@mien/core";
import { holm } from "@mien/statistics";
import type { StudyConfig } from "../design/index.ts";
import { type Contrast, contrastOf } from "./contrasts.ts";
import { figure } from "./figure.ts";
import { intervalOf, type ScoreTable } from "./score-table.ts";
import { EFFECT_METRICS, type ExpressionEffect } from "./types.ts";

/** A contrast of a pooled figure over conditions, and of each resample. */
export function pooledContrast(
  weights: readonly number[],
  tables: readonly ScoreTable[],
  statistic: number,
) {
  const samples = new Float64Array(tables[0]!.samples[statistic]!.length);
  for (let b = 0; b < samples.length; b++) {
    samples[b] = contrastOf(weights, (c) => tables[c]!.samples[statistic]![b]!);
  }
  return { value: contrastOf(weights, (c) => tables[c]!.values[statistic]!), samples };
}

/** Each effect on each label, from predictions pooled over folds. */
export function expressionEffects(
  contrasts: readonly Contrast[],
  tables: readonly ScoreTable[],
  { labels }: Task,
  analysis: StudyConfig["analysis"],
): ExpressionEffect[] {
  return contrasts.flatMap((contrast) =>
    EFFECT_METRICS.flatMap((metric) => {
      const found = labels.map((expression, k) => {
        const pooled = pooledContrast(contrast.weights, tables, tables[0]!.at.of(metric, k));
        return { expression, ...pooled, p: farSide(pooled.samples) };
      });
      const adjusted = holm(found.map(({ p }) => p));
      return found.map(({ expression, value, samples, p }, k): ExpressionEffect => {
        const { name, from, to } = contrast;
        return {
          kind: contrast.kind === "main" ? "main" : "interaction",
          name,
          from,
          to,
          expression,
          metric,
          estimate: figure(value),
          ...intervalOf(samples, analysis.confidence),
          confidence: analysis.confidence,
          p: figure(p),
          pHolm: figure(adjusted[k]!),
        };
      });
    }),
  );
}

/** Two-sided p from a percentile bootstrap: twice the share of resamples on the rarer side of 0, which counts for both. */
export function farSide(samples: Float64Array): number {
  let [below, above, known] = [0, 0, 0];
  for (const x of samples) {
    if (Number.isNaN(x)) continue;
    known++;
    if (x <= 0) below++;
    if (x >= 0) above++;
  }
  if (known === 0) return Number.NaN;
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + known));
}
