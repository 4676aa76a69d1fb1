import { mean, variance } from "@mien/statistics";
import { figure } from "./figure.ts";
import type { LabelTable } from "./replicate-values.ts";
import type { StudyView } from "./study-view.ts";
import { labelNoun } from "./task-words.ts";
import type { FlipCost, MeanDifference, RuleOfExpression } from "./types-of-parts.ts";

interface Pair {
  readonly label: number;
  readonly isFlip: boolean;
  readonly difference: Readonly<Record<FlipCost["metric"], number>>;
}

const METRICS = ["f1", "balancedAccuracy"] as const;

/**
 * Advanced minus standard, in folds in which the rule chose as on the whole data set and in those in which it did not; over all
 * expressions that did both, then for each that ever flipped.
 */
export function flipCosts(
  view: StudyView,
  table: LabelTable,
  rules: readonly RuleOfExpression[],
): FlipCost[] {
  const pairs = pairsOf(view, table, rules);
  const noun = labelNoun(view.task);
  const of = (k: number, isFlip: boolean) =>
    pairs.some((pair) => pair.label === k && pair.isFlip === isFlip);
  const flipping = view.task.labels.flatMap((_, k) => (of(k, true) ? [k] : []));
  const both = flipping.filter((k) => of(k, false));
  return METRICS.flatMap((metric) => [
    costOf(
      metric,
      null,
      pairs.filter(({ label }) => both.includes(label)),
      noun,
    ),
    ...flipping.map((k) =>
      costOf(
        metric,
        view.task.labels[k]!,
        pairs.filter(({ label }) => label === k),
        noun,
      ),
    ),
  ]);
}

/** Runs that differ in their loss alone. */
function pairsOf(
  { conditions, replicates, runs, task }: StudyView,
  table: LabelTable,
  rules: readonly RuleOfExpression[],
): Pair[] {
  const choices = new Map(rules.map((rule) => [`${rule.data}\n${rule.expression}`, rule]));
  return conditions.flatMap((advanced, a) => {
    if (advanced.isControl || advanced.loss !== "advanced") return [];
    const mate = JSON.stringify({ ...advanced.levels, loss: "standard" });
    const s = conditions.findIndex(
      ({ isControl, levels }) => !isControl && JSON.stringify(levels) === mate,
    );
    if (s < 0 || s === a) return [];
    return replicates.flatMap(({ data }, r) =>
      task.labels.map((label, k): Pair => {
        const [own, other] = [table[a]![r]![k]!, table[s]![r]![k]!];
        const { wholeChoice } = choices.get(`${data}\n${label}`)!;
        return {
          label: k,
          isFlip: runs[a]![r]!.losses[k]!.loss.kind !== wholeChoice,
          difference: {
            f1: own.f1 - other.f1,
            balancedAccuracy: own.balancedAccuracy - other.balancedAccuracy,
          },
        };
      }),
    );
  });
}

function costOf(
  metric: FlipCost["metric"],
  expression: string | null,
  pairs: readonly Pair[],
  noun: string,
): FlipCost {
  const [withFlip, withoutFlip] = [true, false].map((isFlip) =>
    summary(pairs.filter((pair) => pair.isFlip === isFlip).map((pair) => pair.difference[metric])),
  ) as [MeanDifference, MeanDifference];
  const isKnown = withFlip.mean !== null && withoutFlip.mean !== null;
  return {
    metric,
    expression,
    withFlip,
    withoutFlip,
    cost: isKnown ? withoutFlip.mean - withFlip.mean : null,
    note: isKnown
      ? "observed, not assigned: folds with and without a flip hold different people"
      : `not known: no ${noun} was trained, and tested with both answers, in folds with and in folds without a flip`,
  };
}

function summary(differences: readonly number[]): MeanDifference {
  const known = differences.filter(Number.isFinite);
  return {
    mean: figure(mean(known)),
    standardDeviation: figure(Math.sqrt(variance(known))),
    count: known.length,
  };
}
