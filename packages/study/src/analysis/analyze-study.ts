import { createRandom } from "@mien/core/math";
import type { FailureRecord, RunRecord, StudyRecord } from "../design/index.ts";
import { anovas } from "./anova.ts";
import { decisionWords } from "./answers.ts";
import { judgeClaims } from "./claims.ts";
import { compareFamily } from "./compare-family.ts";
import { complexityOf } from "./complexity.ts";
import { describeCondition } from "./condition-analysis.ts";
import { controlContrasts, effectContrasts, levelContrasts } from "./contrasts.ts";
import { expressionEffects } from "./expression-effects.ts";
import { createPool, type Pool } from "./pool.ts";
import { rankings } from "./ranking.ts";
import { labelTable, replicateTable } from "./replicate-values.ts";
import { ruleOf } from "./rule.ts";
import { createScoreTable } from "./score-table.ts";
import { type StudyView, viewStudy } from "./study-view.ts";
import { drawSubjects, type Subjects, subjectsOf } from "./subjects.ts";
import { isExpressionTask } from "./task-words.ts";
import { tuningOf } from "./tuning.ts";
import type { StudyAnalysis } from "./types.ts";

/** Random streams, each of its own. */
const STREAM = { subjects: 0, effects: 1, levels: 2, controls: 3 } as const;

/**
 * A study's journal to its analysis: plain JSON that hangs on the configuration, the data and the seeds alone; neither on the order of
 * the runs nor on anything measured. Pure.
 *
 * @param runs in any order; of an incomplete study, those that there are
 * @param failures runs that failed: said, and compared with nothing
 * @throws on runs that the study does not plan, or no replicate that all conditions have finished
 */
export function analyzeStudy(
  study: StudyRecord,
  runs: readonly RunRecord[],
  failures: readonly FailureRecord[] = [],
): StudyAnalysis {
  const view = viewStudy(study, runs, failures);
  const { config, conditions, task } = view;
  const subjects = subjectsOf(view);
  const random = createRandom(config.seeds[0]!).fork(STREAM.subjects);
  const draws = drawSubjects(subjects, random, config.analysis.resamples);
  const pools = conditions.map((_, c) => poolsOf(view, c, subjects));
  const tables = pools.map((own) => createScoreTable(own, draws, subjects.count));
  const byLabel = labelTable(view);
  const byReplicate = replicateTable(byLabel);
  const contrasts = effectContrasts(config, conditions);
  const effects = compareFamily(view, contrasts, byReplicate, STREAM.effects);
  const levels = compareFamily(
    view,
    levelContrasts(config, conditions),
    byReplicate,
    STREAM.levels,
  );
  const controls = compareFamily(view, controlContrasts(conditions), byReplicate, STREAM.controls);
  const rule = ruleOf(view, byLabel);
  const complexity = complexityOf(view);
  const evidence = { view, tables, contrasts, effects, rule, complexity };
  return {
    version: 1,
    name: config.name,
    ...(isExpressionTask(task) ? {} : { task }),
    configHash: study.configHash,
    config,
    data: study.data,
    runs: view.counts,
    replicates: view.replicates,
    replicatesPlanned: view.replicatesPlanned,
    decision: decisionWords(config.analysis.decision, task),
    conditions: conditions.map((_, c) =>
      describeCondition(view, c, pools[c]!, tables[c]!, byReplicate),
    ),
    effects,
    levels,
    controls,
    expressionEffects: expressionEffects(contrasts, tables, task, config.analysis),
    anova: anovas(view, tables),
    rankings: rankings(view, byReplicate),
    rule,
    tuning: tuningOf(view, tables),
    complexity,
    claims: judgeClaims({ ...evidence, labelTable: byLabel }),
  };
}

/** One for each data set and seed that has a replicate. */
function poolsOf(
  { config, replicates, runs, task }: StudyView,
  c: number,
  subjects: Subjects,
): Pool[] {
  return config.data.flatMap((data) =>
    config.seeds.flatMap((seed) => {
      const own = runs[c]!.filter((_, r) => {
        const replicate = replicates[r]!;
        return replicate.data === data && replicate.seed === seed;
      });
      return own.length === 0 ? [] : [createPool(own, task, subjects, config.analysis.decision)];
    }),
  );
}
