/** Flags of a recogniser's features and recipe, shared by the commands that train. */
import { readFileSync } from "node:fs";
import {
  type CalibrationOptions,
  type FeatureSpec,
  type Recipe,
  resolveFeatureSpec,
  resolveRecipe,
} from "@mien/core";
import { type Command, Option } from "commander";
import { BACKENDS, type BackendName } from "../executors/index.ts";
import { integer } from "./numbers.ts";

/** What a configuration file may hold; each part is completed and checked by the room that owns it. */
interface TrainingConfig {
  readonly features?: Partial<FeatureSpec>;
  readonly recipe?: Partial<Recipe>;
  readonly calibration?: Partial<CalibrationOptions>;
}

export interface RecipeFlags {
  readonly config?: string;
  readonly cell?: Recipe["cell"];
  readonly loss?: Recipe["loss"];
  readonly heads?: Recipe["heads"];
  readonly hidden?: number;
  readonly layers?: Recipe["layers"];
  readonly epochs?: number;
  readonly features?: string;
  readonly baseline?: FeatureSpec["baseline"];
  readonly unit?: true;
  readonly velocity?: true;
  readonly copies: number;
  readonly seed: number;
  readonly workers: number;
  readonly backend: BackendName;
  readonly landmarker?: string;
}

/** Adds the flags. */
export function addRecipeOptions(command: Command, workers: number): Command {
  return command
    .option("--config <file>", "JSON: {features, recipe, calibration}; flags go before it")
    .addOption(
      new Option("--cell <kind>", "recurrent cell (default: gru)").choices(["gru", "lstm"]),
    )
    .addOption(
      new Option(
        "--loss <rule>",
        "adaptive: by imbalance; standard: cross-entropy for all",
      ).choices(["adaptive", "standard"]),
    )
    .addOption(
      new Option("--heads <form>", "six networks, or one with six outputs").choices([
        "one-vs-all",
        "one-trunk",
      ]),
    )
    .option("--hidden <units>", "of each layer, 8 to 256 (default: 32)", integer(8))
    .option("--layers <n>", "1 to 3 (default: 1)", integer(1))
    .option("--epochs <n>", "at most (default: 30)", integer(1))
    .option("--features <sets>", "of geometry, landmarks, blendshapes (default: geometry)")
    .addOption(
      new Option("--baseline <kind>", "what is subtracted (default: first-frame)").choices([
        "first-frame",
        "person",
        "generic",
        "none",
      ]),
    )
    .option("--unit", "divide displacements by their length")
    .option("--velocity", "add each feature's change a second")
    .option("--copies <n>", "augmented copies of each recording to train on", integer(0), 3)
    .option("--seed <s>", "decides every byte", integer(0), 0)
    .option("--workers <n>", "threads", integer(1), workers)
    .addOption(new Option("--backend <name>", "kernels").choices(BACKENDS).default("auto"))
    .option("--landmarker <file>", "MediaPipe's, for pictures and films of the data set");
}

export interface ResolvedFlags {
  readonly features: FeatureSpec;
  readonly recipe: Recipe;
  readonly calibration: Partial<CalibrationOptions>;
}

/**
 * The configuration file, with the flags before it.
 *
 * @throws on a file that is no JSON object, an unknown key or a value out of range
 */
export function resolveRecipeFlags(flags: RecipeFlags): ResolvedFlags {
  const config = flags.config === undefined ? {} : readConfig(flags.config);
  const given = <T extends object>(values: T) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
  const sets = flags.features?.split(",").map((name) => name.trim()) as FeatureSpec["sets"];
  return {
    features: resolveFeatureSpec({
      ...config.features,
      ...given({
        sets,
        baseline: flags.baseline,
        unit: flags.unit,
        velocity: flags.velocity,
      } as Partial<FeatureSpec>),
    }),
    recipe: resolveRecipe({
      ...config.recipe,
      ...given({
        cell: flags.cell,
        loss: flags.loss,
        heads: flags.heads,
        hiddenSize: flags.hidden,
        layers: flags.layers,
        epochs: flags.epochs,
      } as Partial<Recipe>),
    }),
    calibration: config.calibration ?? {},
  };
}

function readConfig(path: string): TrainingConfig {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`--config ${path}: expected JSON, got ${(error as Error).message}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error(`--config ${path}: expected an object, got ${JSON.stringify(parsed)}`);
  }
  const unknown = Object.keys(parsed).find(
    (key) => !["features", "recipe", "calibration"].includes(key),
  );
  if (unknown !== undefined) {
    throw new Error(
      `--config ${path}: has no key ${unknown}, expected features, recipe, calibration`,
    );
  }
  return parsed;
}
