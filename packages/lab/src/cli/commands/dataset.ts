/** `mien dataset`: audit, baseline, extract. Joins rooms and prints; computes nothing. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { apexFeatures, isExpression } from "@mien/core";
import {
  type BaselineItem,
  FOLD_SCHEMES,
  type FoldScheme,
  findSharedSubjects,
  runLinearBaseline,
  type Splits,
} from "@mien/study";
import { type Command, Option } from "commander";
import { loadMienCast } from "../../casting/index.ts";
import {
  auditDataset,
  CONTEMPT_POLICIES,
  type ContemptPolicy,
  DATASET_KINDS,
  type Dataset,
  DatasetError,
  type LoadOptions,
  loadDataset,
} from "../../datasets/index.ts";
import { readRecordings } from "../../recordings/index.ts";
import { auditText, baselineText, summaryText } from "../dataset-text.ts";
import { extractDataset } from "../extract-dataset.ts";
import { checkOut } from "../extract-progress.ts";
import { integer } from "../numbers.ts";

const KINDS = Object.entries(DATASET_KINDS)
  .map(([kind, [path, about]]) => `  ${(path ? `${kind}:${path}` : kind).padEnd(20)} ${about}`)
  .join("\n");

/** Adds `mien dataset` and its commands. */
export function register(program: Command): void {
  const dataset = program
    .command("dataset")
    .description("look into data sets of labelled recordings")
    .addHelpText("after", `\nA data set is named as one of\n${KINDS}`);
  registerAudit(dataset);
  registerBaseline(dataset);
  registerExtract(dataset);
}

const contemptOption = () =>
  new Option("--contempt <policy>", "a class of its own, left out, or a negative of the six")
    .choices(CONTEMPT_POLICIES)
    .default("negative");

const load = (spec: string, options: LoadOptions): Promise<Dataset> =>
  loadDataset(spec, { readRecordings, readCast: () => loadMienCast() }, options);

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
        const loaded = await load(spec, { contempt });
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

/** Ids of items stand for their subjects. @throws DatasetError on another form, or an id that the data set lacks */
function readSplits(file: string, { recordings, clips }: Dataset): Splits {
  const subjectOf = new Map<string, string>();
  for (const { id, subjectId } of [...recordings.map((stored) => stored.recording), ...clips]) {
    subjectOf.set(id, subjectId);
  }
  const subjects = new Set(subjectOf.values());
  const fail = (expected: string, got: string) => new DatasetError({ file, expected, got });
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw fail("JSON with an array of ids for each split", (error as Error).message);
  }
  const isIds = (v: unknown): v is string[] =>
    Array.isArray(v) && v.every((x) => typeof x === "string");
  if (typeof parsed !== "object" || parsed === null || !Object.values(parsed).every(isIds)) {
    throw fail("an object with an array of ids for each split", typeof parsed);
  }
  return Object.fromEntries(
    Object.entries(parsed as Record<string, string[]>).map(([name, ids]) => [
      name,
      ids.map((id) => {
        const subject = subjects.has(id) ? id : subjectOf.get(id);
        if (subject === undefined) throw fail("ids of the data set's subjects or items", `"${id}"`);
        return subject;
      }),
    ]),
  );
}

interface BaselineFlags {
  readonly folds: number;
  readonly scheme: FoldScheme;
  readonly seed: number;
  readonly json: boolean;
}

function registerBaseline(dataset: Command): void {
  dataset
    .command("baseline <spec>")
    .description("six-way linear classifier on apex features, subject-independent folds")
    .option("--folds <k>", "folds", integer(2), 10)
    .addOption(
      new Option("--scheme <name>", "how subjects are dealt to folds")
        .choices(FOLD_SCHEMES)
        .default("id-order-modulo"),
    )
    .option("--seed <s>", "of the bootstrap and of stratified-group", integer(0), 0)
    .option("--json", "print JSON", false)
    .action(async (spec: string, { folds, scheme, seed, json }: BaselineFlags) => {
      const loaded = await load(spec, { contempt: "out" });
      const items = toItems(spec, loaded);
      const dealt = scheme === "leave-one-subject-out" ? { scheme } : { scheme, folds, seed };
      const result = runLinearBaseline(items, { folds: dealt, seed });
      print(json, { spec, scheme, seed, summary: loaded.summary, ...result }, () => {
        return summaryText(loaded.summary) + baselineText(result, scheme);
      });
    });
}

/** @throws DatasetError where clips still need landmarks, or no item has one of the six labels */
function toItems(spec: string, { recordings, clips }: Dataset): BaselineItem[] {
  if (clips.length > 0) {
    const expected = `recordings; first run: mien dataset extract ${spec} --out FILE.parquet`;
    throw new DatasetError({
      file: spec,
      expected,
      got: `${clips.length} clips without landmarks`,
    });
  }
  const items = recordings.flatMap(({ recording, label }) => {
    const apex = label !== null && isExpression(label) ? apexFeatures(recording) : null;
    if (apex === null || label === null || !isExpression(label)) return [];
    return [{ id: recording.id, subjectId: recording.subjectId, label, features: apex.values }];
  });
  if (items.length > 0) return items;
  const got = `${recordings.length} recordings, none with such a label and a face`;
  throw new DatasetError({ file: spec, expected: "recordings of the six expressions", got });
}

interface ExtractFlags {
  readonly out: string;
  readonly contempt: ContemptPolicy;
  readonly neutralFirstFrame: boolean;
  readonly workers: number;
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
    .option("--model <file>", "MediaPipe's face_landmarker.task")
    .option("--resume", "go on from an earlier run", false)
    .option("--force", "write over a file that is there", false)
    .action(async (spec: string, flags: ExtractFlags) => {
      checkOut(flags, true);
      const { contempt, neutralFirstFrame, force: _, ...how } = flags;
      const loaded = await load(spec, { contempt, neutralFirstFrame });
      process.stderr.write(summaryText(loaded.summary));
      const { written, problems } = await extractDataset(loaded, how);
      if (written === null) return;
      process.stdout.write(`${flags.out}: ${written} recordings\n`);
      const bad = loaded.summary.problems.length;
      const failed = `${bad} could not be loaded, ${problems.length} failed in the landmarker`;
      if (bad + problems.length > 0) {
        process.stderr.write(`${failed}\n`);
        process.exitCode = 1;
      }
    });
}
