import { EXPRESSIONS } from "@mien/core";
import { mean, variance } from "@mien/statistics";
import { figure } from "./figure.ts";
import type { ExpressionTable } from "./replicate-values.ts";
import type { StudyView } from "./study-view.ts";
import type { FlipCost, MeanDifference, RuleOfExpression } from "./types-of-parts.ts";

interface Pair {
  readonly expression: number;
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
  table: ExpressionTable,
  rules: readonly RuleOfExpression[],
): FlipCost[] {
  const pairs = pairsOf(view, table, rules);
  const of = (k: number, isFlip: boolean) =>
    pairs.some((pair) => pair.expression === k && pair.isFlip === isFlip);
  const flipping = EXPRESSIONS.flatMap((_, k) => (of(k, true) ? [k] : []));
  const both = flipping.filter((k) => of(k, false));
  return METRICS.flatMap((metric) => [
    costOf(
      metric,
      null,
      pairs.filter(({ expression }) => both.includes(expression)),
    ),
    ...flipping.map((k) =>
      costOf(
        metric,
        k,
        pairs.filter(({ expression }) => expression === k),
      ),
    ),
  ]);
}

/** Runs that differ in their loss alone. */
function pairsOf(
  { conditions, replicates, runs }: StudyView,
  table: ExpressionTable,
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
      EXPRESSIONS.map((expression, k): Pair => {
        const [own, other] = [table[a]![r]![k]!, table[s]![r]![k]!];
        const { wholeChoice } = choices.get(`${data}\n${expression}`)!;
        return {
          expression: k,
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

function costOf(metric: FlipCost["metric"], k: number | null, pairs: readonly Pair[]): FlipCost {
  const [withFlip, withoutFlip] = [true, false].map((isFlip) =>
    summary(pairs.filter((pair) => pair.isFlip === isFlip).map((pair) => pair.difference[metric])),
  ) as [MeanDifference, MeanDifference];
  const isKnown = withFlip.mean !== null && withoutFlip.mean !== null;
  return {
    metric,
    expression: k === null ? null : EXPRESSIONS[k]!,
    withFlip,
    withoutFlip,
    cost: isKnown ? withoutFlip.mean - withFlip.mean : null,
    note: isKnown
      ? "observed, not assigned: folds with and without a flip hold different people"
      : "not known: no expression was trained, and tested with both answers, in folds with and in folds without a flip",
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
