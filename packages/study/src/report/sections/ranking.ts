import type { RankingAnalysis, StudyAnalysis } from "../../analysis/index.ts";
import { htmlTable } from "../html-table.ts";
import { formatNumber, formatP, isDefined } from "../numbers.ts";
import { criticalDifferencePlot } from "../plots/critical-difference-plot.ts";
import { rankingsTable } from "../report-tables.ts";
import { METRIC_WORDS } from "../words.ts";
import { details, figure, figures, paragraph, type Section } from "./section.ts";

export function rankingSection(analysis: StudyAnalysis): Section {
  const { primaryMetric } = analysis.config.analysis;
  const shown = analysis.rankings.filter(({ conditions }) => conditions.length > 1);
  return {
    id: "ranking",
    title: "Conditions in order",
    body: [
      paragraph(
        "Conditions ranked within each replicate (Friedman), then all pairs (Nemenyi). A bar joins conditions between which no difference " +
          "is shown; it does not say that they are equal. Folds share training data, which these tests do not know: read them as a picture.",
      ),
      figures(shown.filter((one) => one.metric === primaryMetric).map(rankingFigure)),
      details("By the other metrics", [
        figures(shown.filter((one) => one.metric !== primaryMetric).map(rankingFigure)),
      ]),
      details("Ranks in numbers", htmlTable(rankingsTable(analysis))),
    ],
  };
}

function rankingFigure(ranking: RankingAnalysis) {
  const { metric, conditions, groups, criticalDifference, chiSquared, df, p } = ranking;
  const names = conditions.map(({ id }) => id);
  const plot = criticalDifferencePlot({
    title: `Mean ranks in ${METRIC_WORDS[metric]}, with groups that do not differ`,
    names,
    averageRanks: conditions.map(({ averageRank }) => averageRank),
    criticalDifference: isDefined(criticalDifference) ? criticalDifference : 0,
    groups: groups.map((group) => group.map((id) => names.indexOf(id))),
  });
  const test = `χ²(${df}) = ${formatNumber(chiSquared, 2)}, p ${formatP(p).startsWith("<") ? "" : "= "}${formatP(p)}`;
  return figure(plot, `${METRIC_WORDS[metric]}: ${test}, ${ranking.n} replicates.`);
}
