import {
  type BinaryMetric,
  type Comparison,
  countWord,
  labelNoun,
  type StudyAnalysis,
  type StudyEfficiency,
  taskOf,
} from "../analysis/index.ts";
import { claimEstimate, formatPaper } from "./claim-figures.ts";
import { efficiencyTable, ratioTable } from "./efficiency-tables.ts";
import {
  type Column,
  estimate,
  number,
  probability,
  type ReportTable,
  text,
} from "./report-table.ts";
import { effectName, METRIC_WORDS, sentence, typeset, VERDICT_WORDS } from "./words.ts";

/** Every table of the report, each a file of `tables/`, in the order of the report. */
export const reportTables = (
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
): readonly ReportTable[] => [
  claimsTable(analysis),
  conditionsTable(analysis),
  expressionsTable(analysis),
  comparisonsTable(analysis),
  powerTable(analysis),
  expressionEffectsTable(analysis),
  anovaTable(analysis),
  rankingsTable(analysis),
  ruleTable(analysis),
  flipCostsTable(analysis),
  tuningTable(analysis),
  chosenTable(analysis),
  efficiencyTable(analysis, efficiency),
  ratioTable(analysis, efficiency),
];

export const claimsTable = ({ claims }: StudyAnalysis): ReportTable => ({
  name: "claims",
  caption: "The paper's claims, its own figure, ours with its interval, and what follows",
  columns: [
    text("id", "id"),
    text("statement", "claim"),
    text("paper", "paper"),
    estimate("value", "this study"),
    text("verdict", "verdict"),
    text("note", "note"),
  ],
  rows: claims.map((claim) => [
    claim.id,
    typeset(claim.statement),
    formatPaper(claim),
    claimEstimate(claim),
    VERDICT_WORDS[claim.verdict],
    sentence(claim.note),
  ]),
});

const SHOWN: readonly BinaryMetric[] = [
  ...(["accuracy", "alwaysNo", "balancedAccuracy", "f1", "auc", "mcc"] as const),
];
const scoreColumns = (metrics: readonly BinaryMetric[]): Column[] =>
  metrics.map((metric) => estimate(metric, METRIC_WORDS[metric]));

export const conditionsTable = (analysis: StudyAnalysis): ReportTable => {
  const { conditions, config } = analysis;
  const task = taskOf(analysis);
  const ways = `${countWord(task)} ways`;
  const beside = task.exclusive ? `, and ${ways} beside the majority` : "";
  return {
    name: "conditions",
    caption:
      `Conditions: means over the ${countWord(task)} heads beside what always no reaches${beside}; ` +
      `${100 * config.analysis.confidence} % bootstrap intervals over subjects`,
    columns: [
      text("condition", "condition"),
      number("runs", "runs", 0),
      ...scoreColumns(SHOWN),
      ...(task.exclusive ? multiclassColumns(ways) : []),
      estimate("ece", "ECE"),
    ],
    rows: conditions.map(({ id, runs, mean, sixWay }) => [
      id,
      runs,
      ...SHOWN.map((metric) => mean[metric]),
      ...(sixWay === null ? [] : MULTICLASS_SHOWN.map((metric) => sixWay.scores[metric])),
      mean.ece,
    ]),
  };
};

const MULTICLASS_SHOWN = ["war", "majority", "uar", "macroF1"] as const;
const multiclassColumns = (ways: string): Column[] => [
  estimate("war", `${ways}: accuracy`),
  estimate("majority", "majority"),
  estimate("uar", "UAR"),
  estimate("macroF1", "macro F1"),
];

const OF_HEADS: readonly BinaryMetric[] = [
  ...([...SHOWN, "precision", "recall", "brier", "ece"] as const),
];

export const expressionsTable = (analysis: StudyAnalysis): ReportTable => ({
  name: `${labelNoun(taskOf(analysis))}s`,
  caption: "Each head against its truth, pooled over folds, by condition",
  columns: [
    text("condition", "condition"),
    labelColumn(analysis),
    number("positives", "positives", 0),
    number("negatives", "negatives", 0),
    ...scoreColumns(OF_HEADS),
    text("losses", "losses trained with"),
  ],
  rows: analysis.conditions.flatMap(({ id, expressions }) =>
    expressions.map(({ expression, positives, negatives, scores, losses }) => [
      id,
      expression,
      positives,
      negatives,
      ...OF_HEADS.map((metric) => scores[metric]),
      countWords(losses),
    ]),
  ),
});

/** The label of a row, as the task calls it. */
function labelColumn(analysis: StudyAnalysis): Column {
  const noun = labelNoun(taskOf(analysis));
  return text(noun, noun);
}

/** "bce 8, focal 2". */
export const countWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

const comparisons = ({ effects, levels, controls }: StudyAnalysis): readonly Comparison[] => [
  ...effects,
  ...levels,
  ...controls,
];

export const comparisonsTable = (analysis: StudyAnalysis): ReportTable => ({
  name: "effects",
  caption: `Effects, paired within replicates; margin of equivalence ${analysis.config.analysis.margin}, fixed beforehand; Nadeau and Bengio's variance`,
  columns: [
    text("effect", "effect"),
    text("metric", "metric"),
    number("n", "n", 0),
    estimate("difference", "difference", 4),
    number("t", "t", 2),
    probability("p", "p"),
    probability("p_holm", "p, Holm"),
    probability("p_bh", "p, BH"),
    probability("p_tost", "p, TOST"),
    number("within", "P(within)", 3),
    estimate("gz", "g_z", 2),
    probability("p_wilcoxon", "p, Wilcoxon"),
    probability("p_permutation", "p, permutation"),
    text("verdict", "verdict"),
  ],
  rows: comparisons(analysis).map((one) => [
    effectName(one),
    METRIC_WORDS[one.metric],
    one.n,
    { value: one.estimate, low: one.t.low, high: one.t.high },
    one.t.t,
    one.t.p,
    one.t.pHolm,
    one.t.pBenjaminiHochberg,
    one.tost.p,
    one.bayes.within,
    one.gz,
    one.wilcoxon.p,
    one.permutation.p,
    VERDICT_WORDS[one.verdict],
  ]),
});

export const powerTable = (analysis: StudyAnalysis): ReportTable => ({
  name: "power",
  caption: "Power and assumptions of each comparison",
  columns: [
    text("effect", "effect"),
    text("metric", "metric"),
    number("n", "n", 0),
    number("sd", "sd of differences", 4),
    number("at_margin", "power at the margin"),
    number("of_equivalence", "power of equivalence"),
    number("achieved", "achieved"),
    number("detectable", "found with 80 %", 4),
    number("needed", "n for the margin", 0),
    probability("shapiro_p", "p, Shapiro-Wilk"),
    probability("bf_p", "p, Brown-Forsythe"),
  ],
  rows: comparisons(analysis).map((one) => [
    effectName(one),
    METRIC_WORDS[one.metric],
    one.n,
    one.standardDeviation,
    one.power.atMargin,
    one.power.ofEquivalence,
    one.power.achieved,
    one.power.detectable,
    one.power.neededForMargin,
    one.assumptions.shapiroWilk.p,
    one.assumptions.brownForsythe?.p ?? null,
  ]),
});

export const expressionEffectsTable = (analysis: StudyAnalysis): ReportTable => ({
  name: `${labelNoun(taskOf(analysis))}-effects`,
  caption: `Effects on each ${labelNoun(taskOf(analysis))}: differences of pooled figures, bootstrap over subjects`,
  columns: [
    text("effect", "effect"),
    labelColumn(analysis),
    text("metric", "metric"),
    estimate("difference", "difference", 4),
    probability("p", "p"),
    probability("p_holm", "p, Holm"),
  ],
  rows: analysis.expressionEffects.map((one) => {
    const name = one.kind === "main" ? `${one.name}: ${one.to} − ${one.from}` : one.name;
    const difference = { value: one.estimate, low: one.low, high: one.high };
    return [name, one.expression, METRIC_WORDS[one.metric], difference, one.p, one.pHolm];
  }),
});

export const anovaTable = (analysis: StudyAnalysis): ReportTable => ({
  name: "anova",
  caption: `Analysis of variance, ${labelNoun(taskOf(analysis))}s as blocks`,
  columns: [
    text("term", "term"),
    text("metric", "metric"),
    number("type", "type", 0),
    number("ss", "sum of squares", 5),
    number("df", "df", 0),
    number("f", "F", 2),
    probability("p", "p"),
    estimate("eta", "partial η²"),
  ],
  rows: analysis.anova.flatMap(({ metric, type, terms, residual }) => [
    ...terms.map((term) => [
      `${term.name}${term.isBlock ? " (block)" : ""}`,
      METRIC_WORDS[metric],
      type,
      term.sumOfSquares,
      term.df,
      term.f,
      term.p,
      term.partialEtaSquared,
    ]),
    ["residual", METRIC_WORDS[metric], type, residual.sumOfSquares, residual.df, null, null, null],
  ]),
});

export const rankingsTable = ({ rankings }: StudyAnalysis): ReportTable => ({
  name: "rankings",
  caption: "Mean ranks over replicates (Friedman; Nemenyi's critical difference)",
  columns: [
    text("condition", "condition"),
    text("metric", "metric"),
    number("rank", "mean rank", 2),
    number("cd", "critical difference", 2),
    number("chi", "χ²", 2),
    probability("p", "p"),
    number("w", "Kendall's W"),
  ],
  rows: rankings.flatMap((one) =>
    one.conditions.map(({ id, averageRank }) => [
      id,
      METRIC_WORDS[one.metric],
      averageRank,
      one.criticalDifference,
      one.chiSquared,
      one.p,
      one.kendallW,
    ]),
  ),
});

export const ruleTable = (analysis: StudyAnalysis): ReportTable => ({
  name: "rule",
  caption: `The rule's choices over training folds: focal above ${analysis.rule.focalAbove}, weighted from ${analysis.rule.weightedFrom}`,
  columns: [
    text("data", "data"),
    labelColumn(analysis),
    number("whole", "ratio of all", 2),
    text("choice", "its choice"),
    estimate("ratio", "over folds: median [range]", 2),
    text("chosen", "folds that chose"),
    number("flips", "flips", 0),
  ],
  rows: analysis.rule.expressions.map((one) => [
    one.data,
    one.expression,
    one.wholeRatio,
    one.wholeChoice,
    one.ratio === null
      ? null
      : { value: one.ratio.median, low: one.ratio.low, high: one.ratio.high },
    countWords(one.chosen),
    one.flips,
  ]),
});

export const flipCostsTable = (analysis: StudyAnalysis): ReportTable => ({
  name: "flip-costs",
  caption: "What a flip costs: gain of the advanced loss over the standard one, with and without",
  columns: [
    labelColumn(analysis),
    text("metric", "metric"),
    number("with", "gain with a flip"),
    number("with_n", "pairs", 0),
    number("without", "gain without"),
    number("without_n", "pairs", 0),
    number("cost", "cost"),
    text("note", "note"),
  ],
  rows: analysis.rule.costs.map(({ expression, metric, withFlip, withoutFlip, cost, note }) => [
    expression ?? "all that flip",
    METRIC_WORDS[metric],
    withFlip.mean,
    withFlip.count,
    withoutFlip.mean,
    withoutFlip.count,
    cost,
    note,
  ]),
});

export const tuningTable = ({ tuning }: StudyAnalysis): ReportTable => ({
  name: "tuning",
  caption: `Searches (${tuning.sampler}, ${tuning.objective}): the inner best is optimistic, the outer is not`,
  columns: [
    text("condition", "condition"),
    number("searches", "searches", 0),
    number("complete", "complete", 0),
    number("pruned", "pruned", 0),
    number("failed", "failed", 0),
    number("inner", "inner best"),
    number("outer", "outer"),
  ],
  rows: tuning.conditions.map(({ id, searches, trials, innerBest, outer }) => [
    id,
    searches,
    trials.complete,
    trials.pruned,
    trials.failed,
    innerBest,
    outer,
  ]),
});

export const chosenTable = ({ tuning }: StudyAnalysis): ReportTable => ({
  name: "chosen",
  caption: "Hyperparameters that the searches chose: median [range], or how often each value",
  columns: [
    text("condition", "condition"),
    text("parameter", "parameter"),
    estimate("value", "median [range]", 4),
    text("counts", "times chosen"),
  ],
  rows: tuning.conditions.flatMap(({ id, chosen }) =>
    chosen.map(({ parameter, spread, counts }) => [
      id,
      parameter,
      spread === null ? null : { value: spread.median, low: spread.low, high: spread.high },
      counts === null ? "" : countWords(counts),
    ]),
  ),
});
