import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { saveModel } from "@mien/core";
import { trainWithRecords } from "@mien/study";
import { type Command, Option } from "commander";
import { CONTEMPT_POLICIES, type ContemptPolicy } from "../../datasets/index.ts";
import { createThreadExecutor } from "../../executors/index.ts";
import { SHIPPED_PRESETS, type ShippedPreset, trainShippedFromFile } from "../../release/index.ts";
import { checkOut } from "../check-out.ts";
import { summaryText } from "../dataset-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadWithProgress } from "../look-progress.ts";
import { integer } from "../numbers.ts";
import { createProgress } from "../progress.ts";
import { addRecipeOptions, type RecipeFlags, resolveRecipeFlags } from "../recipe-options.ts";
import { lossesText, scoresText, viewsText } from "../scores-text.ts";

interface Flags extends RecipeFlags {
  readonly out: string;
  readonly force?: true;
  readonly folds: number;
  readonly inner: number;
  readonly evaluate: boolean;
  readonly contempt: ContemptPolicy;
  readonly json?: true;
  readonly preset?: ShippedPreset;
}

async function run(data: string, flags: Flags, command: Command): Promise<void> {
  const { out, json, seed, folds, inner, evaluate, contempt } = flags;
  checkOut(flags);
  if (flags.preset !== undefined) return runShipped(data, flags, flags.preset);
  const resolved = resolveRecipeFlags(flags);
  const { task, items, summary } = await loadWithProgress(data, { contempt }, flags.landmarker);
  if (!json) process.stderr.write(summaryText(summary));
  const total = (evaluate ? folds * (inner + 1) : 0) + inner + 1;
  const progress = createProgress({ total, label: "train" });
  const executor = await createThreadExecutor({ workers: flags.workers, backend: flags.backend });
  try {
    const { model, scores } = await withInterrupt((signal) =>
      trainWithRecords(
        executor,
        items,
        {
          ...resolved,
          task,
          seed,
          copies: flags.copies,
          calibrationFolds: inner,
          folds: evaluate ? folds : 0,
          dataset: data,
          command: repeatedBy(data, flags, command),
        },
        { signal, onFit: () => progress.advance() },
      ),
    );
    progress.finish();
    const bytes = saveModel(model);
    await writeFile(out, bytes);
    if (json) {
      console.log(JSON.stringify({ out, bytes: bytes.length, losses: model.losses, scores }));
      return;
    }
    console.log(lossesText(model.losses));
    if (scores !== null) console.log(`\nheld-out subjects, ${folds} folds:\n${scoresText(scores)}`);
    console.log(`\n${out}: ${bytes.length} bytes, ${items.length} recordings, ${executor.backend}`);
  } finally {
    progress.finish();
    await executor.close();
  }
}

/** The model that ships, from a large cast. */
async function runShipped(cast: string, flags: Flags, preset: ShippedPreset): Promise<void> {
  const { out, json, seed, workers, backend } = flags;
  const progress = createProgress({ total: SHIPPED_PRESETS[preset].folds + 1, label: "train" });
  try {
    const { model, views } = await withInterrupt((signal) =>
      trainShippedFromFile(
        cast,
        { preset, seed, workers, backend },
        { signal, onFit: () => progress.advance() },
      ),
    );
    progress.finish();
    const bytes = saveModel(model);
    await writeFile(out, bytes);
    const { losses } = model;
    if (json) console.log(JSON.stringify({ out, bytes: bytes.length, losses, views }));
    else
      console.log(`${lossesText(losses)}\n\n${viewsText(views)}\n\n${out}: ${bytes.length} bytes`);
  } finally {
    progress.finish();
  }
}

/** The command that makes the same file: the options that decide its bytes, and no others. */
function repeatedBy(data: string, flags: Flags, command: Command): string {
  const silent = ["out", "force", "json", "workers", "backend", "landmarker"];
  const words = command.options.flatMap((option) => {
    const key = option.attributeName() as keyof Flags;
    if (silent.includes(key) || command.getOptionValueSource(key) !== "cli") return [];
    const value = flags[key];
    if (typeof value === "boolean") return [option.long ?? ""];
    return [`${option.long} ${String(value)}`];
  });
  return ["mien train", data, ...words].join(" ");
}

export function register(command: Command): void {
  command
    .argument("<data>", "a data set, as of `mien dataset`; `cast` ships with mien")
    .requiredOption("--out <file>", "the model file to write");
  addRecipeOptions(command, availableParallelism())
    .option("--folds <k>", "outer folds of the evaluation", integer(2), 10)
    .option("--inner <k>", "inner folds, for the calibration", integer(2), 5)
    .option("--no-evaluate", "only train: the model's card will have no figures")
    .addOption(
      new Option("--contempt <policy>", "left out, or a negative of all six")
        .choices(CONTEMPT_POLICIES.filter((policy) => policy !== "in"))
        .default("negative"),
    )
    .addOption(
      new Option(
        "--preset <name>",
        "a shipped model's recipe, from a large cast's file: shipped; shipped-2, of the second cast",
      ).choices(Object.keys(SHIPPED_PRESETS)),
    )
    .option("--force", "write over a file that is there")
    .option("--json", "print JSON")
    .action(run);
}
