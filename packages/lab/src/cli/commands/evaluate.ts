import { availableParallelism } from "node:os";
import {
  crossValidate,
  FOLD_SCHEMES,
  type FoldScheme,
  labelledFeatures,
  scorePredictions,
} from "@mien/study";
import { type Command, Option } from "commander";
import { CONTEMPT_POLICIES, type ContemptPolicy } from "../../datasets/index.ts";
import { createThreadExecutor } from "../../executors/index.ts";
import { summaryText } from "../dataset-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadLabelled } from "../labelled-data.ts";
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
  const { items, summary } = await loadLabelled(spec, flags.contempt);
  if (!flags.json) process.stderr.write(summaryText(summary));
  const set = labelledFeatures(items, features, { copies: flags.copies, seed: flags.seed });
  const labels = items.map(({ label }) => label);
  const { scheme, folds, inner, seed, workers, backend } = flags;
  const foldOptions =
    scheme === "leave-one-subject-out"
      ? { scheme }
      : { scheme, folds, ...(scheme === "stratified-group" ? { seed } : {}) };
  const total =
    (scheme === "leave-one-subject-out" ? new Set(set.subjectIds).size : folds) * (inner + 1);
  const executor = await createThreadExecutor({ workers, backend });
  const progress = createProgress({ total, label: "evaluate" });
  try {
    const validated = await withInterrupt((signal) =>
      crossValidate(
        executor,
        set,
        labels,
        { recipe, calibration, folds: foldOptions, seed, calibrationFolds: inner },
        { signal, onFit: () => progress.advance() },
      ),
    );
    progress.finish();
    const scores = scorePredictions(validated.predictions, { seed });
    if (flags.json) {
      const { copies } = flags;
      const settings = { data: spec, features, recipe, copies, scheme, folds, inner, seed };
      const { losses, predictions } = validated;
      console.log(JSON.stringify({ ...settings, scores, losses, predictions }));
      return;
    }
    const { subjects } = scores;
    console.log(
      `${set.sequences.length} recordings of ${subjects} subjects; ${scheme}, ${validated.folds.length} folds, ` +
        `${inner} inner; ${recipe.cell.toUpperCase()} ${recipe.hiddenSize}, ${recipe.loss} loss; seed ${seed}; ${executor.backend}\n`,
    );
    console.log(`${scoresText(scores)}\n\n${lossChoicesText(validated.losses)}`);
  } finally {
    progress.finish();
    await executor.close();
  }
}

export function register(program: Command): void {
  const command = program
    .command("evaluate")
    .description("train and judge a recogniser on folds that share no subject")
    .argument("<data>", "a data set, as of `mien dataset`; `cast` ships with mien");
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
