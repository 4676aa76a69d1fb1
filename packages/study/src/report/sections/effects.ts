import {
  type Comparison,
  EFFECT_METRICS,
  type EffectMetric,
  type StudyAnalysis,
} from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import type { Markup } from "../markup.ts";
import { formatEstimate, formatP, formatPercent, isDefined } from "../numbers.ts";
import { dotPlot } from "../plots/dot-plot.ts";
import { anovaTable, comparisonsTable, expressionEffectsTable } from "../report-tables.ts";
import { effectName, METRIC_WORDS, sentence, VERDICT_WORDS } from "../words.ts";
import { bullets, details, figure, figures, paragraph, type Section } from "./section.ts";

/** Leading metric first. */
const metricsOf = ({ config }: StudyAnalysis): readonly EffectMetric[] => [
  config.analysis.primaryMetric,
  ...EFFECT_METRICS.filter((metric) => metric !== config.analysis.primaryMetric),
];

export function effectsSection(analysis: StudyAnalysis): Section {
  const { effects, levels, controls, config } = analysis;
  const { margin, alpha, confidence, primaryMetric } = config.analysis;
  const all = [...effects, ...levels, ...controls];
  return {
    id: "effects",
    title: "Effects, and what counts as none",
    body: [
      paragraph(
        `Each effect is a difference within the same data, fold and seed. The shaded band is the margin of equivalence, ±${margin}, ` +
          `fixed in the configuration before the first run. Thin lines are ${formatPercent(confidence, 0)} intervals with Nadeau and ` +
          `Bengio's variance, which knows that folds share training data; the thick part is the ${formatPercent(1 - 2 * alpha, 0)} ` +
          "interval of the equivalence test: where it lies inside the band, the two sides are equivalent; where the thin line crosses zero, " +
          "no difference is shown, which is not the same as equivalence. All metrics are drawn on one scale.",
      ),
      mainWords(effects.filter((one) => one.metric === primaryMetric)),
      figures(metricsOf(analysis).flatMap((metric) => effectPlot(all, metric, margin))),
      details("All comparisons in numbers", htmlTable(comparisonsTable(analysis))),
      details("Effects on each expression", htmlTable(expressionEffectsTable(analysis))),
      details("Analysis of variance", [
        htmlTable(anovaTable(analysis)),
        ...analysis.anova
          .filter(({ note }) => note !== "")
          .map(({ metric, note }) => paragraph(sentence(`${METRIC_WORDS[metric]}: ${note}`))),
      ]),
    ],
  };
}

function mainWords(effects: readonly Comparison[]): Markup | null {
  const lines = effects
    .filter(({ kind }) => kind === "main")
    .map(
      (one) =>
        `${effectName(one)} in ${METRIC_WORDS[one.metric]}: ` +
        `${formatEstimate({ value: one.estimate, low: one.t.low, high: one.t.high }, 4)}, ${VERDICT_WORDS[one.verdict]} ` +
        `(p ${equals(one.t.pHolm)} after Holm; p of equivalence ${equals(one.tost.p)}).`,
    );
  return bullets(lines);
}

const equals = (p: number | null): string => {
  const text = formatP(p);
  return text.startsWith("<") ? text : `= ${text}`;
};

function effectPlot(all: readonly Comparison[], metric: EffectMetric, margin: number): Markup[] {
  const shown = all.filter((one) => one.metric === metric);
  if (shown.length === 0) return [];
  const word = METRIC_WORDS[metric];
  const plot = dotPlot({
    title: `Effects on ${word} with intervals; band: ±${margin}`,
    axis: `difference in ${word}`,
    digits: 4,
    band: [-margin, margin],
    // All metrics share the margin, so they share the scale. Room on both sides: the band is seen as one.
    include: [
      ...all.flatMap(({ t }) => [t.low, t.high].filter(isDefined)),
      -1.5 * margin,
      1.5 * margin,
    ],
    references: [{ value: 0, name: "no difference" }],
    rows: shown.map((one) => ({
      label: effectName(one).replace(": ", ":\n"),
      points: [
        {
          value: one.estimate,
          low: one.t.low,
          high: one.t.high,
          inner: [one.tost.low, one.tost.high],
        },
      ],
    })),
  });
  return [figure(plot, `Effects on ${word}. Shaded: ±${margin}.`)];
}
