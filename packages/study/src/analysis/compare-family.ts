import { createRandom } from "@mien/core/math";
import { benjaminiHochberg, holm } from "@mien/statistics";
import type { StudyConfig } from "../design/index.ts";
import { comparePaired, type Unadjusted } from "./compare-paired.ts";
import type { ComparisonRules } from "./comparison-rules.ts";
import { type Contrast, contrastOf } from "./contrasts.ts";
import { figure } from "./figure.ts";
import { createDetectable } from "./power.ts";
import type { ReplicateTable } from "./replicate-values.ts";
import type { StudyView } from "./study-view.ts";
import { type Comparison, EFFECT_METRICS, type EffectMetric } from "./types.ts";

/** How a study's comparisons are judged. */
export function comparisonRulesOf({ config, testTrainRatio, rho }: StudyView): ComparisonRules {
  const { margin, alpha, confidence } = config.analysis;
  const detectableDz = createDetectable({ alpha, testTrainRatio });
  return { margin, alpha, confidence, testTrainRatio, rho, detectableDz };
}

/**
 * Every contrast on every metric, the p values adjusted over all of them together.
 *
 * @param stream names the random stream of the family's permutations
 */
export function compareFamily(
  view: StudyView,
  contrasts: readonly Contrast[],
  table: ReplicateTable,
  stream: number,
): Comparison[] {
  const random = createRandom(view.config.seeds[0]!).fork(stream);
  const rules = comparisonRulesOf(view);
  const all = contrasts.flatMap((contrast, i) =>
    EFFECT_METRICS.map((metric, m) => {
      const own = random.fork(i * EFFECT_METRICS.length + m);
      return comparePaired(sidesOf(contrast, metric, table[metric]), rules, own);
    }),
  );
  return adjust(all, view.config.analysis);
}

/** The replicates in which every condition has the figure. */
function sidesOf(contrast: Contrast, metric: EffectMetric, rows: readonly (readonly number[])[]) {
  const { weights, kind } = contrast;
  const replicates = [...(rows[0]?.keys() ?? [])];
  const valuesOf = (own: readonly number[]) =>
    replicates.map((r) => contrastOf(own, (c) => rows[c]![r]!));
  const from = valuesOf(weights.map((w) => Math.max(0, -w)));
  const to = valuesOf(weights.map((w) => Math.max(0, w)));
  const known = replicates.filter((r) => Number.isFinite(from[r]) && Number.isFinite(to[r]));
  const values = [known.map((r) => from[r]!), known.map((r) => to[r]!)] as const;
  return {
    contrast,
    metric,
    differences: Float64Array.from(known, (r) => to[r]! - from[r]!),
    values: kind === "interaction" ? null : values,
  };
}

function adjust(all: readonly Unadjusted[], { alpha }: StudyConfig["analysis"]): Comparison[] {
  const p = all.map((comparison) => comparison.t.p ?? Number.NaN);
  const [byHolm, byRate] = [holm(p), benjaminiHochberg(p)];
  return all.map((comparison, i): Comparison => {
    const pHolm = figure(byHolm[i]!);
    const isDifferent = pHolm !== null && pHolm <= alpha;
    return {
      ...comparison,
      t: { ...comparison.t, pHolm, pBenjaminiHochberg: figure(byRate[i]!) },
      verdict: comparison.tost.equivalent ? "equivalent" : isDifferent ? "different" : "undecided",
    };
  });
}
