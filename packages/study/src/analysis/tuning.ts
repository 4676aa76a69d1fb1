import { mean } from "@mien/statistics";
import type { RunRecord } from "../design/index.ts";
import { figure } from "./figure.ts";
import type { ScoreTable } from "./score-table.ts";
import { spreadOf, tally } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import type { TuningAnalysis, TuningOfCondition } from "./types-of-parts.ts";

/** What the searches of each condition that searches found. */
export function tuningOf(
  { config, conditions, runs }: StudyView,
  tables: readonly ScoreTable[],
): TuningAnalysis {
  const { sampler, objective, space } = config.tuning;
  const { at } = tables[0]!;
  const statistic = objective === "auc" ? at.meanOf("auc") : at.multiclassOf("macroF1");
  return {
    sampler,
    objective,
    conditions: conditions.flatMap(({ id }, c): TuningOfCondition[] => {
      const searched = runs[c]!.filter(({ trials }) => trials.length > 0);
      if (searched.length === 0) return [];
      const best = searched.map(bestSoFar).map((values) => values.at(-1)!);
      return [
        {
          id,
          searches: searched.length,
          trials: trialStates(searched),
          convergence: convergenceOf(searched),
          chosen: Object.keys(space).map((name) => chosenOf(name, searched)),
          innerBest: figure(mean(best.filter(Number.isFinite))),
          outer: figure(tables[c]!.values[statistic]!),
        },
      ];
    }),
  };
}

function trialStates(runs: readonly RunRecord[]): TuningOfCondition["trials"] {
  const states = runs.flatMap(({ trials }) => trials.map(({ state }) => state));
  const count = (state: string) => states.filter((own) => own === state).length;
  return { complete: count("complete"), pruned: count("pruned"), failed: count("failed") };
}

/** [trials] the best value among the trials up to each; -Infinity before the first that finished. */
function bestSoFar({ trials }: RunRecord): number[] {
  let best = Number.NEGATIVE_INFINITY;
  return trials.map(({ value }) => {
    if (value !== null) best = Math.max(best, value);
    return best;
  });
}

function convergenceOf(runs: readonly RunRecord[]): TuningOfCondition["convergence"] {
  const all = runs.map(bestSoFar);
  const length = all.reduce((most, values) => Math.max(most, values.length), 0);
  return Array.from({ length }, (_, i) => {
    // A search that ended early keeps what it had found.
    const values = all.map((own) => own[i] ?? own.at(-1)!).filter(Number.isFinite);
    const { low, high } = values.length > 0 ? spreadOf(values) : { low: null, high: null };
    return { trial: i + 1, mean: figure(mean(values)), low, high, count: values.length };
  });
}

function chosenOf(parameter: string, runs: readonly RunRecord[]) {
  const values = runs.map(({ recipe }) => recipe[parameter as keyof RunRecord["recipe"]]);
  const numbers = values.filter((value) => typeof value === "number");
  const isDiscrete = values.every((value) => typeof value !== "number" || Number.isInteger(value));
  return {
    parameter,
    spread: numbers.length === values.length ? spreadOf(numbers) : null,
    counts: isDiscrete ? sortedTally(values.map(String)) : null,
  };
}

/** By name, so that it does not hang on which run came first. */
const sortedTally = (names: readonly string[]): Record<string, number> =>
  tally([...names].sort((a, b) => (a < b ? -1 : Number(a > b))));
