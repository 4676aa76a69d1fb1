import { EXPRESSIONS } from "@mien/core";
import { type Evidence, meanWeights } from "./evidence.ts";
import { pooledContrast } from "./expression-effects.ts";
import { figure } from "./figure.ts";
import { intervalOf } from "./score-table.ts";
import type { Claim, ClaimVerdict } from "./types.ts";

const PAPER = { accuracy: 0.927, spread: 0.05, fear: 0.215, surprise: 0.967 } as const;

/** (3) The mean over all conditions: the best of them would be chosen by the data that judge it. */
export function claimAccuracy(evidence: Evidence): Claim {
  const { view, tables } = evidence;
  const weights = meanWeights(evidence);
  const statistic = tables[0]!.at.meanOf("accuracy");
  const { value, samples } = pooledContrast(weights, tables, statistic);
  const { low, high } = intervalOf(samples, view.config.analysis.confidence);
  const [from, to] = [PAPER.accuracy - PAPER.spread, PAPER.accuracy + PAPER.spread];
  const cells = tables.filter((_, c) => !view.conditions[c]!.isControl);
  const own = cells.map(({ values }) => values[statistic]!);
  const best = own.reduce((a, b) => Math.max(a, b));
  const alwaysNo = pooledContrast(weights, tables, tables[0]!.at.meanOf("alwaysNo")).value;
  const balanced = pooledContrast(weights, tables, tables[0]!.at.meanOf("balancedAccuracy")).value;
  return {
    id: "accuracy-92.7",
    statement: "The mean one-against-all accuracy is 92.7 % +- 5.0 %",
    paper: "92.7 % +- 5.0 %",
    value: figure(value),
    interval: [low, high],
    verdict: withinVerdict(low, high, from, to),
    numbers: {
      alwaysNo: figure(alwaysNo),
      overAlwaysNo: figure(value - alwaysNo),
      balancedAccuracy: figure(balanced),
      best: figure(best),
      bestCondition: view.conditions[tables.indexOf(cells[own.indexOf(best)]!)]!.id,
      paperLow: from,
      paperHigh: to,
    },
    note: "mean over the conditions of the factorial. Read it beside always-no, the accuracy of answering every question with no; the best condition is picked with the data that judge it, so its figure is optimistic",
  };
}

/** Whether an interval lies within bounds, wholly outside, or neither. */
function withinVerdict(
  low: number | null,
  high: number | null,
  from: number,
  to: number,
): ClaimVerdict {
  if (low === null || high === null) return "undecided";
  if (low >= from && high <= to) return "holds";
  return high < from || low > to ? "does not hold" : "undecided";
}

/** (4) Which expression is hardest and which easiest, over resamples of subjects. */
export function claimF1Range(evidence: Evidence): Claim {
  const { view, tables } = evidence;
  const { confidence } = view.config.analysis;
  const weights = meanWeights(evidence);
  const all = EXPRESSIONS.map((_, k) => pooledContrast(weights, tables, tables[0]!.at.of("f1", k)));
  const ends = endsOf(all.map(({ value }) => value));
  const resampled = Array.from(all[0]!.samples, (_, b) =>
    endsOf(all.map(({ samples }) => samples[b]!)),
  ).filter((own) => own !== null);
  const share = (holds: (own: Ends) => boolean) =>
    figure(resampled.filter(holds).length / resampled.length);
  const both = share(isAsPublished);
  const range = resampled.map(({ lowest, highest }) => highest.value - lowest.value);
  const { low, high } = intervalOf(Float64Array.from(range), confidence);
  const f1 = EXPRESSIONS.map((expression, k) => [`f1 ${expression}`, figure(all[k]!.value)]);
  return {
    id: "f1-range",
    statement: "F1 is lowest for fear (0.215) and highest for surprise (0.967)",
    paper: "0.215 (fear) to 0.967 (surprise)",
    value: ends === null ? null : ends.highest.value - ends.lowest.value,
    interval: [low, high],
    verdict: orderVerdict(both, confidence),
    numbers: {
      lowest: ends && EXPRESSIONS[ends.lowest.k]!,
      highest: ends && EXPRESSIONS[ends.highest.k]!,
      shareFearLowest: share(({ lowest }) => EXPRESSIONS[lowest.k] === "fear"),
      shareSurpriseHighest: share(({ highest }) => EXPRESSIONS[highest.k] === "surprise"),
      shareBoth: both,
      paperRange: PAPER.surprise - PAPER.fear,
      ...Object.fromEntries(f1),
    },
    note: "the verdict is on the order, by how many resamples of subjects show it; the value is the range from lowest to highest, mean over conditions",
  };
}

interface Ends {
  readonly lowest: { readonly k: number; readonly value: number };
  readonly highest: { readonly k: number; readonly value: number };
}

/** null unless at least two are defined. */
function endsOf(values: readonly number[]): Ends | null {
  const known = values
    .map((value, k) => ({ k, value }))
    .filter(({ value }) => !Number.isNaN(value));
  if (known.length < 2) return null;
  known.sort((a, b) => a.value - b.value);
  return { lowest: known[0]!, highest: known.at(-1)! };
}

const isAsPublished = ({ lowest, highest }: Ends) =>
  EXPRESSIONS[lowest.k] === "fear" && EXPRESSIONS[highest.k] === "surprise";

function orderVerdict(share: number | null, confidence: number): ClaimVerdict {
  if (share === null) return "undecided";
  if (share >= confidence) return "holds";
  return share <= 1 - confidence ? "does not hold" : "undecided";
}
