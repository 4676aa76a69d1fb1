import { calibrationBins } from "../evaluation/index.ts";
import { byName, figure } from "./figure.ts";
import type { Pool } from "./pool.ts";
import type { ReplicateTable } from "./replicate-values.ts";
import { countConfusion } from "./score-pool.ts";
import { type ScoreTable, scoreOf } from "./score-table.ts";
import { tally } from "./spread.ts";
import type { StudyView } from "./study-view.ts";
import {
  BINARY_METRICS,
  type ConditionAnalysis,
  EFFECT_METRICS,
  type ExpressionAnalysis,
  MULTICLASS_METRICS,
  type MulticlassAnalysis,
  type PlainBin,
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
  const { at } = table;
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
    expressions: view.task.labels.map((_, k) => describeLabel(view, c, k, pools, table)),
    mean: byName(BINARY_METRICS, (m) => scoreOf(table, at.meanOf(m), analysis)),
    sixWay: view.task.exclusive ? describeMulticlass(pools, table, analysis) : null,
    replicates: byName(EFFECT_METRICS, (m) => replicates[m][c]!.map(figure)),
  };
}

const describeMulticlass = (
  pools: readonly Pool[],
  table: ScoreTable,
  analysis: StudyView["config"]["analysis"],
): MulticlassAnalysis => ({
  confusion: sumTables(pools.map((pool) => countConfusion(pool, onesFor(pool)))),
  scores: byName(MULTICLASS_METRICS, (m) => scoreOf(table, table.at.multiclassOf(m), analysis)),
});

function describeLabel(
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
    expression: view.task.labels[k]!,
    positives: positives / seeds.size,
    negatives: (truth.length - positives) / seeds.size,
    scores: byName(BINARY_METRICS, (m) => scoreOf(table, table.at.of(m, k), view.config.analysis)),
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
  tables[0]!.map((cells, row) =>
    cells.map((_, column) => tables.reduce((sum, t) => sum + t[row]![column]!, 0)),
  );
