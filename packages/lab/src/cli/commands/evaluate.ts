import { availableParallelism } from "node:os";
import {
  countEvaluationFits,
  type EvaluateRecipeOptions,
  evaluateRecipe,
  FOLD_SCHEMES,
  type FoldOptions,
  type FoldScheme,
} from "@mien/study";
import { type Command, Option } from "commander";
import { CONTEMPT_POLICIES, type ContemptPolicy } from "../../datasets/index.ts";
import { createThreadExecutor } from "../../executors/index.ts";
import { summaryText } from "../dataset-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadWithProgress } from "../look-progress.ts";
import { integer } from "../numbers.ts";
import { createProgress } from "../progress.ts";
import { addRecipeOptions, type RecipeFlags, resolveRecipeFlags } from "../recipe-options.ts";
import { lossChoicesText, scoresText } from "../scores-text.ts";

interface Flags extends RecipeFlags {
  readonly folds: number;
  readonly inner: number;
  readonly scheme: FoldScheme;
  readonly contempt: ContemptPolicy;
  readonly json?: true;
}

async function run(spec: string, flags: Flags): Promise<void> {
  const { features, recipe, calibration } = resolveRecipeFlags(flags);
  const { scheme, folds, inner, seed, copies, workers, backend, contempt, landmarker } = flags;
  const { task, items, summary } = await loadWithProgress(spec, { contempt }, landmarker);
  if (!flags.json) process.stderr.write(summaryText(summary));
  const options: EvaluateRecipeOptions = {
    task,
    features,
    recipe,
    calibration,
    copies,
    seed,
    calibrationFolds: inner,
    folds: foldOptions(flags),
  };
  const executor = await createThreadExecutor({ workers, backend });
  const progress = createProgress({
    total: countEvaluationFits(items, options),
    label: "evaluate",
  });
  try {
    const evaluated = await withInterrupt((signal) =>
      evaluateRecipe(executor, items, options, { signal, onFit: () => progress.advance() }),
    );
    progress.finish();
    const { scores, losses, predictions } = evaluated;
    if (flags.json) {
      const settings = { data: spec, task, features, recipe, copies, scheme, folds, inner, seed };
      console.log(JSON.stringify({ ...settings, scores, losses, predictions }));
      return;
    }
    console.log(
      `${evaluated.recordings} recordings of ${scores.subjects} subjects; ${scheme}, ${evaluated.folds.length} folds, ` +
        `${inner} inner; ${recipe.cell.toUpperCase()} ${recipe.hiddenSize}, ${recipe.loss} loss; seed ${seed}; ${executor.backend}\n`,
    );
    console.log(`${scoresText(scores)}\n\n${lossChoicesText(losses)}`);
  } finally {
    progress.finish();
    await executor.close();
  }
}

/** Only what the scheme knows. */
function foldOptions({ scheme, folds, seed }: Flags): FoldOptions {
  if (scheme === "leave-one-subject-out") return { scheme };
  if (scheme === "stratified-group") return { scheme, folds, seed };
  return { scheme, folds };
}

export function register(command: Command): void {
  command.argument("<data>", "a data set, as of `mien dataset`; `cast` ships with mien");
  addRecipeOptions(command, availableParallelism())
    .option("--folds <k>", "outer folds", integer(2), 10)
    .option("--inner <k>", "inner folds, for the calibration of each outer one", integer(2), 5)
    .addOption(
      new Option("--scheme <name>", "how subjects are dealt to folds")
        .choices(FOLD_SCHEMES)
        .default("id-order-modulo"),
    )
    .addOption(
      new Option("--contempt <policy>", "left out, or a negative of all six")
        .choices(CONTEMPT_POLICIES.filter((policy) => policy !== "in"))
        .default("negative"),
    )
    .option("--json", "print JSON: settings, scores, losses, predictions")
    .action(run);
}
