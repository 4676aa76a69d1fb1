import { EXPRESSIONS } from "@mien/core";
import { calibrationBins } from "../evaluation/index.ts";
import { byName, figure } from "./figure.ts";
import type { Pool } from "./pool.ts";
import type { ReplicateTable } from "./replicate-values.ts";
import { countConfusion, meanStatisticOf, sixWayStatisticOf, statisticOf } from "./score-pool.ts";
import { type ScoreTable, scoreOf } from "./score-table.ts";
import { tally } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import {
  BINARY_METRICS,
  type ConditionAnalysis,
  EFFECT_METRICS,
  type ExpressionAnalysis,
  type PlainBin,
  SIX_WAY_METRICS,
} from "./types.ts";

/** What a condition's predictions say. */
export function describeCondition(
  view: StudyView,
  c: number,
  pools: readonly Pool[],
  table: ScoreTable,
  replicates: ReplicateTable,
): ConditionAnalysis {
  const { analysis } = view.config;
  const { id, levels, isControl, architecture, optimization, loss, featureSet, hiddenSize } =
    view.conditions[c]!;
  const { overrides } = view.conditions[c]!;
  return {
    id,
    levels,
    isControl,
    architecture,
    optimization,
    loss,
    featureSet,
    hiddenSize,
    overrides,
    runs: view.runs[c]!.length,
    expressions: EXPRESSIONS.map((_, k) => describeExpression(view, c, k, pools, table)),
    mean: byName(BINARY_METRICS, (m) => scoreOf(table, meanStatisticOf(m), analysis)),
    sixWay: {
      confusion: sumTables(pools.map((pool) => countConfusion(pool, onesFor(pool)))),
      scores: byName(SIX_WAY_METRICS, (m) => scoreOf(table, sixWayStatisticOf(m), analysis)),
    },
    replicates: byName(EFFECT_METRICS, (m) => replicates[m][c]!.map(figure)),
  };
}

function describeExpression(
  view: StudyView,
  c: number,
  k: number,
  pools: readonly Pool[],
  table: ScoreTable,
): ExpressionAnalysis {
  const seeds = new Set(view.replicates.map(({ seed }) => seed));
  const truth = pools.flatMap(({ heads }) => Array.from(heads[k]!.truth));
  const probabilities = pools.flatMap(({ heads }) => Array.from(heads[k]!.probabilities));
  const positives = truth.filter((y) => y === 1).length;
  return {
    expression: EXPRESSIONS[k]!,
    positives: positives / seeds.size,
    negatives: (truth.length - positives) / seeds.size,
    scores: byName(BINARY_METRICS, (m) => scoreOf(table, statisticOf(m, k), view.config.analysis)),
    reliability: calibrationBins(truth, probabilities).map(
      ({ count, meanProbability, frequency }): PlainBin => {
        return {
          count,
          meanProbability: figure(meanProbability),
          frequency: figure(frequency),
        };
      },
    ),
    losses: tally(view.runs[c]!.map(({ losses }) => losses[k]!.loss.kind)),
  };
}

/** Each subject once. */
const onesFor = ({ subjects }: Pool) =>
  new Uint8Array(subjects.reduce((most, s) => Math.max(most, s), 0) + 1).fill(1);

const sumTables = (tables: readonly (readonly (readonly number[])[])[]): number[][] =>
  EXPRESSIONS.map((_, row) =>
    EXPRESSIONS.map((_, column) => tables.reduce((sum, t) => sum + t[row]![column]!, 0)),
  );
