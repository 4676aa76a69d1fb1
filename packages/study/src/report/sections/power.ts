import { EFFECT_METRICS, type StudyAnalysis } from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import { formatNumber, formatPercent, isDefined } from "../numbers.ts";
import { powerTable } from "../report-tables.ts";
import { effectName, METRIC_WORDS } from "../words.ts";
import { bullets, details, paragraph, type Section } from "./section.ts";

export function powerSection(analysis: StudyAnalysis): Section {
  const { config, effects } = analysis;
  const { margin, alpha, primaryMetric } = config.analysis;
  const mains = effects.filter(({ kind, metric }) => kind === "main" && metric === primaryMetric);
  return {
    id: "power",
    title: "Assumptions, and what this study could have seen",
    body: [
      paragraph(
        `Power is what the design could find, whatever it found: the chance to show a true difference of the margin (${margin}), and to ` +
          "show equivalence where the true difference is zero. The paper's six independent runs a condition give 80 % power only from an " +
          "effect of d = 1.80 on (paired: 1.43).",
      ),
      bullets(
        mains.map(
          (one) =>
            `${effectName(one)}, ${METRIC_WORDS[primaryMetric]}: a difference of ${margin} is found with ${formatPercent(one.power.atMargin, 0)}, ` +
            `equivalence shown with ${formatPercent(one.power.ofEquivalence, 0)}; with 80 % a difference of ${formatNumber(one.power.detectable, 4)} is found` +
            `${isDefined(one.power.neededForMargin) ? `; the margin would need ${one.power.neededForMargin} replicates` : ""}.`,
        ),
      ),
      paragraph(normalWords(analysis, alpha)),
      details("Power and assumptions in numbers", htmlTable(powerTable(analysis))),
    ],
  };
}

function normalWords({ effects, levels, controls }: StudyAnalysis, alpha: number): string {
  const all = [...effects, ...levels, ...controls];
  const below = all.filter(({ assumptions: { shapiroWilk } }) => (shapiroWilk.p ?? 1) < alpha);
  const unequal = all.filter(({ assumptions }) => (assumptions.brownForsythe?.p ?? 1) < alpha);
  return (
    `Differences depart from a normal distribution (Shapiro-Wilk, p below ${alpha}) in ${below.length} of ${all.length} comparisons ` +
    `over ${EFFECT_METRICS.length} metrics, and the spread of the two sides differs (Brown-Forsythe) in ${unequal.length}; some of that is ` +
    "chance with so many tests. The Wilcoxon and the permutation p beside each t test do not need the normal distribution. " +
    "Achieved power is a function of p, kept in the table because it is asked for; it adds nothing."
  );
}
