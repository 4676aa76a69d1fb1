import type { RuleOfExpression, StudyAnalysis } from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import type { Markup } from "../markup.ts";
import { formatNumber, formatPercent } from "../numbers.ts";
import { type DotPoint, dotPlot } from "../plots/dot-plot.ts";
import { flipCostsTable, ruleTable } from "../report-tables.ts";
import { METRIC_WORDS, plural, sentence } from "../words.ts";
import { details, figure, figures, paragraph, type Section } from "./section.ts";

export function ruleSection(analysis: StudyAnalysis): Section {
  const { rule } = analysis;
  const title = "The adaptive rule, and how firmly it stands";
  if (!rule.isApplied) {
    const words =
      "No condition was trained with adaptively chosen losses: there is no rule to look at.";
    return { id: "rule", title, body: paragraph(words) };
  }
  const sets = [...new Set(rule.expressions.map(({ data }) => data))];
  return {
    id: "rule",
    title,
    body: [
      paragraph(
        `The rule takes the imbalance ratio (${rule.definition}) of each training fold: focal loss above ${rule.focalAbove}, weighted ` +
          `cross-entropy from ${rule.weightedFrom}, else plain cross-entropy. Over the folds it chose otherwise than on the whole data ` +
          `set in ${rule.flips} of ${rule.choices} choices${rule.choices === 0 ? "" : ` (${formatPercent(rule.flips / rule.choices, 0)})`}.`,
      ),
      costWords(analysis),
      figures(sets.map((set) => ratioPlot(analysis, set))),
      htmlTable(ruleTable(analysis)),
      details("What a flip costs", htmlTable(flipCostsTable(analysis))),
    ],
  };
}

function costWords({ rule }: StudyAnalysis): Markup | null {
  const over = rule.costs.filter(({ expression }) => expression === null);
  if (over.length === 0) return null;
  const lines = over.map(({ metric, cost, withFlip, withoutFlip }) =>
    cost === null
      ? `What a flip costs in ${METRIC_WORDS[metric]} cannot be told from these runs.`
      : `In ${METRIC_WORDS[metric]} the advanced loss gains ${formatNumber(withFlip.mean, 3)} over the standard one where the choice flips ` +
        `(${plural(withFlip.count, "pair")} of runs) and ${formatNumber(withoutFlip.mean, 3)} where it does not (${withoutFlip.count}): a flip ` +
        `costs ${formatNumber(cost, 3)}.`,
  );
  const notes = [...new Set(over.map(({ note }) => sentence(note)))];
  return paragraph([...lines, "A negative cost is a gain.", ...notes].join(" "));
}

const KINDS = ["binary", "weighted", "focal"];

function ratioPlot({ rule }: StudyAnalysis, data: string): Markup {
  const shown = rule.expressions.filter((one) => one.data === data);
  const kinds = kindsOf(shown);
  const plot = dotPlot({
    title: `Imbalance ratio of each training fold and the loss it chose, ${data}`,
    axis: "imbalance ratio (logarithmic)",
    series: kinds,
    isLog: true,
    together: true,
    digits: 2,
    references: [
      { value: rule.weightedFrom, name: String(rule.weightedFrom) },
      { value: rule.focalAbove, name: String(rule.focalAbove) },
    ],
    include: [rule.weightedFrom, rule.focalAbove],
    rows: shown.map((one) => ({ label: one.expression, points: pointsOf(one, kinds) })),
  });
  return figure(plot, `${data}: one mark a training fold, by the loss that it chose.`);
}

/** Losses in the rule's own order, whatever the core calls them. */
function kindsOf(shown: readonly RuleOfExpression[]): string[] {
  const place = (kind: string) => KINDS.findIndex((start) => kind.startsWith(start));
  const all = [...new Set(shown.flatMap(({ choices }) => choices))];
  return all.sort((a, b) => place(a) - place(b));
}

/** Folds that agree to the last digit are one mark. */
function pointsOf({ ratios, choices }: RuleOfExpression, kinds: readonly string[]): DotPoint[] {
  const seen = new Set<string>();
  return ratios.flatMap((value, i) => {
    const key = `${value} ${choices[i]}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ value, low: null, high: null, series: kinds.indexOf(choices[i]!) }];
  });
}
