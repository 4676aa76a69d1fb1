import {
  createTask,
  EXPRESSION_TASK,
  type Recipe,
  resolveFeatureSpec,
  resolveRecipe,
  type Task,
} from "@mien/core";
import { createSearchSpace, type Parameter, type SearchSpace } from "@mien/optimization";
import { z } from "zod";
import { planConditions, recipeOf, spaceOf } from "./conditions.ts";
import { STUDY_CONFIG, type StudyConfig } from "./config-schema.ts";

/**
 * Checks a configuration.
 *
 * @throws naming each key, what was expected and what came
 */
export function parseStudyConfig(value: unknown, where: string): StudyConfig {
  const parsed = STUDY_CONFIG.safeParse(value);
  if (!parsed.success) {
    throw new Error(`${where}: not a study configuration\n${z.prettifyError(parsed.error)}`);
  }
  const config = parsed.data;
  try {
    checkTask(config);
    resolveFeatureSpec(config.features);
    resolveRecipe(config.recipe);
    for (const name of config.factors.featureSet ?? []) parseFeatureSet(name);
    for (const condition of planConditions(config)) {
      const recipe = recipeOf(config, condition);
      checkSpace(createSearchSpace(spaceOf(config, condition)), recipe);
    }
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`);
  }
  return config;
}

/** What a study recognises. */
export const taskOfConfig = ({ task }: StudyConfig): Task =>
  task === undefined ? EXPRESSION_TASK : createTask(task);

/** What rests on one answer among all labels is for exclusive tasks alone. */
function checkTask(config: StudyConfig): void {
  const { exclusive, name } = taskOfConfig(config);
  if (exclusive) return;
  if (config.tuning.objective === "macroF1") {
    throw new Error(
      `tuning.objective: must be auc, for task ${name} is not exclusive; got macroF1`,
    );
  }
  for (const condition of planConditions(config)) {
    if (recipeOf(config, condition).heads === "one-trunk") {
      throw new Error(
        `condition ${condition.id}: heads must be one-vs-all, for task ${name} is not exclusive; got one-trunk`,
      );
    }
  }
}

/** Recipe keys that a search may set. */
const TUNABLE = [
  "hiddenSize",
  "layers",
  "learningRate",
  "headDropout",
  "dropout",
  "weightDecay",
  "batchSize",
  "epochs",
  "focalGamma",
  "focalAlpha",
  "clipNorm",
];

/** Every parameter is one that a search may set, and its ends, one by one, make a recipe. */
function checkSpace(space: SearchSpace, recipe: Recipe): void {
  const unknown = Object.keys(space).find((key) => !TUNABLE.includes(key));
  if (unknown !== undefined) {
    throw new Error(`tuning.space: has no parameter ${unknown}, expected ${TUNABLE.join(", ")}`);
  }
  for (const [key, parameter] of Object.entries(space)) {
    try {
      for (const value of endsOf(parameter)) resolveRecipe({ ...recipe, [key]: value });
    } catch (error) {
      throw new Error(`tuning.space: ${(error as Error).message}`);
    }
  }
}

const endsOf = (parameter: Parameter) =>
  parameter.type === "categorical" ? parameter.choices : [parameter.low, parameter.high];

/** A level of the factor featureSet, such as "geometry+landmarks": sets joined by plus. */
export function parseFeatureSet(name: string): readonly string[] {
  const sets = name.split("+");
  resolveFeatureSpec({ sets: sets as ("geometry" | "landmarks" | "blendshapes")[] });
  return sets;
}
