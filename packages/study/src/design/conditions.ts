import { type Recipe, resolveRecipe } from "@mien/core";
import type { StudyConfig } from "./config-schema.ts";

/** One cell of the factorial, or a control beside it. */
export interface Condition {
  /** Levels joined by slashes, or the control's name. */
  readonly id: string;
  /** Level of each factor that varies, by name; empty for a control. */
  readonly levels: Readonly<Record<string, string>>;
  readonly isControl: boolean;
  readonly architecture: "gru" | "lstm";
  readonly optimization: "predefined" | "bayesian";
  readonly loss: "standard" | "advanced";
  readonly featureSet: string | null;
  readonly hiddenSize: number | null;
  /** What a control changes in the recipe. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** What is the same data, fold and seed for every condition: comparisons are paired within it. */
export interface Replicate {
  readonly data: string;
  readonly fold: number;
  readonly seed: number;
}

export const FACTORS = [
  "architecture",
  "optimization",
  "loss",
  "featureSet",
  "hiddenSize",
] as const;

/** Factors with two levels or more, in the order of FACTORS. */
export function varyingFactors(config: StudyConfig): readonly (typeof FACTORS)[number][] {
  return FACTORS.filter((name) => (config.factors[name]?.length ?? 1) > 1);
}

/** All cells of the factorial, the last factor varying fastest, then the controls. */
export function planConditions(config: StudyConfig): Condition[] {
  const varying = varyingFactors(config);
  const { factors } = config;
  const cells = factors.architecture.flatMap((architecture) =>
    factors.optimization.flatMap((optimization) =>
      factors.loss.flatMap((loss) =>
        (factors.featureSet ?? [null]).flatMap((featureSet) =>
          (factors.hiddenSize ?? [null]).map((hiddenSize) => ({
            architecture,
            optimization,
            loss,
            featureSet,
            hiddenSize,
          })),
        ),
      ),
    ),
  );
  const all = cells.map((cell): Condition => {
    const levels = Object.fromEntries(varying.map((name) => [name, String(cell[name])]));
    const id = Object.values(levels).join("/") || "only";
    return { id, levels, isControl: false, ...cell, overrides: {} };
  });
  const first = { ...all[0]!, levels: {}, isControl: true };
  const controls = config.controls.map(({ name, recipe }) => ({
    ...first,
    id: name,
    optimization: "predefined" as const,
    overrides: recipe,
  }));
  const ids = [...all, ...controls].map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new Error(`study: two conditions are named ${twice}`);
  return [...all, ...controls];
}

/** The recipe of a condition before any search. */
export function recipeOf(config: StudyConfig, condition: Condition): Recipe {
  const { architecture, loss, hiddenSize, overrides } = condition;
  return resolveRecipe({
    ...config.recipe,
    cell: architecture,
    loss: loss === "advanced" ? "adaptive" : "standard",
    ...(hiddenSize === null ? {} : { hiddenSize }),
    ...overrides,
  });
}

/** The search space of a condition: a hidden size that is a factor's level is not searched. */
export function spaceOf(
  config: StudyConfig,
  { hiddenSize }: Condition,
): StudyConfig["tuning"]["space"] {
  const { hiddenSize: searched, ...others } = config.tuning.space;
  return hiddenSize === null && searched !== undefined ? config.tuning.space : others;
}

/** Every replicate, in order of data set, seed and fold. */
export function planReplicates(
  config: StudyConfig,
  foldsOf: (data: string) => number,
): Replicate[] {
  return config.data.flatMap((data) =>
    config.seeds.flatMap((seed) =>
      Array.from({ length: foldsOf(data) }, (_, fold) => ({ data, fold, seed })),
    ),
  );
}

/** Names a run in the journal. */
export const runKey = (condition: Pick<Condition, "id">, { data, fold, seed }: Replicate): string =>
  `${condition.id} | ${data} | fold ${fold} | seed ${seed}`;
