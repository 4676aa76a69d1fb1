/** `mien dataset`: audit, baseline, extract. Joins rooms and prints; computes nothing. */
import { availableParallelism } from "node:os";
import { findModel } from "@mien/landmarker";
import { FOLD_SCHEMES, type FoldScheme, findSharedSubjects, runLinearBaseline } from "@mien/study";
import { type Command, Option } from "commander";
import {
  auditDataset,
  CONTEMPT_POLICIES,
  type ContemptPolicy,
  DATASET_KINDS,
  readSplits,
} from "../../datasets/index.ts";
import { baselineItems, extractDataset, openDataset } from "../../inputs/index.ts";
import { checkOut } from "../check-out.ts";
import { auditText, baselineText, summaryText } from "../dataset-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { createLookProgress, keptWords, loadWithProgress } from "../look-progress.ts";
import { integer } from "../numbers.ts";

const KINDS = Object.entries(DATASET_KINDS)
  .map(([kind, [path, about]]) => `  ${(path ? `${kind}:${path}` : kind).padEnd(20)} ${about}`)
  .join("\n");

/** Adds `mien dataset` and its commands. */
export function register(dataset: Command): void {
  dataset.addHelpText("after", `\nA data set is named as one of\n${KINDS}`);
  registerAudit(dataset);
  registerBaseline(dataset);
  registerExtract(dataset);
}

const contemptOption = () =>
  new Option("--contempt <policy>", "a class of its own, left out, or a negative of the six")
    .choices(CONTEMPT_POLICIES)
    .default("negative");

function print(json: boolean, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${toJson(value)}\n` : text());
}

/** JSON has no NaN and no infinity: null, as undefined figures are. Errors become their text. */
const toJson = (value: unknown) =>
  JSON.stringify(value, (_, v) => (v instanceof Error ? v.message : v), 2);

function registerAudit(dataset: Command): void {
  dataset
    .command("audit <spec>")
    .description("shared subjects, duplicates, empty and mislabelled items, class counts")
    .addOption(contemptOption())
    .option("--splits <file>", 'JSON, {"train": [...], "test": [...]}: ids of subjects or items')
    .option("--json", "print JSON", false)
    .action(
      async (
        spec: string,
        options: { contempt: ContemptPolicy; splits?: string; json: boolean },
      ) => {
        const { contempt, splits, json } = options;
        const loaded = await openDataset(spec, { contempt });
        const given = splits === undefined ? null : readSplits(splits, loaded);
        const sharedSubjects = given && findSharedSubjects(given);
        const report = { ...auditDataset(loaded, { contempt }), sharedSubjects };
        const { summary } = loaded;
        print(json, { spec, summary, ...report }, () => {
          return summaryText(summary) + auditText(report);
        });
        const isShared = sharedSubjects !== null && sharedSubjects.length > 0;
        if (isShared || summary.problems.length > 0) process.exitCode = 1;
      },
    );
}

interface BaselineFlags {
  readonly folds: number;
  readonly scheme: FoldScheme;
  readonly seed: number;
  readonly contempt: ContemptPolicy;
  readonly landmarker?: string;
  readonly json: boolean;
}

function registerBaseline(dataset: Command): void {
  dataset
    .command("baseline <spec>")
    .description("linear classifier of its labels on apex features, subject-independent folds")
    .option("--folds <k>", "folds", integer(2), 10)
    .addOption(
      new Option("--scheme <name>", "how subjects are dealt to folds")
        .choices(FOLD_SCHEMES)
        .default("id-order-modulo"),
    )
    .option("--seed <s>", "of the bootstrap and of stratified-group", integer(0), 0)
    .addOption(contemptOption())
    .option("--landmarker <file>", "MediaPipe's, for pictures and films")
    .option("--json", "print JSON", false)
    .action(async (spec: string, flags: BaselineFlags) => {
      const { folds, scheme, seed, contempt, json } = flags;
      const { items, task, summary } = await loadWithProgress(spec, { contempt }, flags.landmarker);
      const dealt = scheme === "leave-one-subject-out" ? { scheme } : { scheme, folds, seed };
      const result = runLinearBaseline(baselineItems(items, task), { task, folds: dealt, seed });
      print(json, { spec, scheme, seed, summary, ...result }, () => {
        return summaryText(summary) + baselineText(result, scheme);
      });
    });
}

interface ExtractFlags {
  readonly out: string;
  readonly contempt: ContemptPolicy;
  readonly neutralFirstFrame: boolean;
  readonly workers: number;
  readonly landmarker?: string;
  readonly model?: string;
  readonly resume: boolean;
  readonly force: boolean;
}

function registerExtract(dataset: Command): void {
  dataset
    .command("extract <spec>")
    .description("find the landmarks of a data set's clips; write recordings with their labels")
    .requiredOption("--out <file>", "Parquet file to write")
    .addOption(contemptOption())
    .option("--neutral-first-frame", "add each first frame, labelled neutral", false)
    .option("--workers <n>", "threads", integer(1), Math.min(4, availableParallelism()))
    .option("--landmarker <file>", "MediaPipe's face_landmarker.task")
    .addOption(new Option("--model <file>").hideHelp())
    .option("--resume", "go on from an earlier run", false)
    .option("--force", "write over a file that is there", false)
    .action(async (spec: string, flags: ExtractFlags) => {
      checkOut(flags, true);
      const { out, workers, resume, contempt, neutralFirstFrame } = flags;
      const loaded = await openDataset(spec, { contempt, neutralFirstFrame });
      process.stderr.write(summaryText(loaded.summary));
      const total = loaded.clips.length;
      const { finish, ...looking } = createLookProgress(total);
      const { written, problems } = await withInterrupt(
        (signal) =>
          extractDataset(loaded, {
            landmarkerPath: () => findModel(flags.landmarker ?? flags.model, "--landmarker"),
            out,
            workers,
            resume,
            signal,
            ...looking,
          }).finally(finish),
        (stopped) => keptWords(stopped?.seen ?? 0, total, stopped?.partsFolder ?? `${out}.parts`),
      );
      process.stdout.write(`${flags.out}: ${written} recordings\n`);
      const bad = loaded.summary.problems.length;
      const failed = `${bad} could not be loaded, ${problems.length} failed in the landmarker`;
      if (bad + problems.length > 0) {
        process.stderr.write(`${failed}\n`);
        process.exitCode = 1;
      }
    });
}
