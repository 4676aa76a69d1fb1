import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { EXPRESSION_TASK, isSameTask } from "@mien/core";
import {
  parseStudyConfig,
  presetConfig,
  STUDY_PRESETS,
  type StudyConfig,
  type StudyPreset,
  type StudyProgress,
  studyConfigSchema,
} from "@mien/study";
import { type Command, Option } from "commander";
import { BACKENDS, type BackendName, createThreadExecutor } from "../../executors/index.ts";
import type { LabelledData } from "../../inputs/index.ts";
import { readJournal, reportStudyFolder, runStudyFolder, studyPaths } from "../../studies/index.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadWithProgress } from "../look-progress.ts";
import { integer } from "../numbers.ts";
import { createProgress, type Progress } from "../progress.ts";
import { printStudy } from "../study-text.ts";

interface Flags {
  readonly data?: readonly string[];
  readonly preset: StudyPreset;
  readonly config?: string;
  readonly out?: string;
  readonly workers: number;
  readonly backend: BackendName;
  readonly folds?: number;
  readonly seeds?: number;
  readonly trials?: number;
  readonly contempt?: "out" | "negative";
  readonly landmarker?: string;
  readonly only?: string;
  readonly resume?: true;
  readonly json?: true;
  readonly printSchema?: true;
}

/** The configuration: a file's or a preset's, with the flags before it. */
function resolveConfig(flags: Flags): StudyConfig {
  const base =
    flags.config === undefined
      ? presetConfig(flags.preset)
      : parseStudyConfig(readJson(flags.config), flags.config);
  const { data, folds, seeds, trials, contempt } = flags;
  return parseStudyConfig(
    {
      ...base,
      ...(data === undefined ? {} : { data }),
      ...(contempt === undefined ? {} : { contempt }),
      ...(folds === undefined ? {} : { folds: { ...base.folds, folds } }),
      ...(seeds === undefined ? {} : { seeds: Array.from({ length: seeds }, (_, i) => i + 1) }),
      ...(trials === undefined ? {} : { tuning: { ...base.tuning, trials } }),
    },
    "mien study",
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: expected JSON, got ${(error as Error).message}`);
  }
}

type Data = ReadonlyMap<string, LabelledData>;

async function loadData(config: StudyConfig, flags: Flags): Promise<Data> {
  const { contempt } = config;
  const data = new Map<string, LabelledData>();
  for (const name of config.data) {
    data.set(name, await loadWithProgress(name, { contempt }, flags.landmarker));
  }
  return data;
}

/** The configuration with the task of its data, where it names none and that is not the six expressions. */
function withTask(config: StudyConfig, data: Data): StudyConfig {
  const tasks = [...data.values()].map(({ task }) => task);
  const [first] = tasks;
  if (config.task !== undefined || first === undefined || isSameTask(first, EXPRESSION_TASK)) {
    return config;
  }
  const other = tasks.find(({ labels }) => labels.join() !== first.labels.join());
  if (other === undefined) return parseStudyConfig({ ...config, task: first }, "mien study");
  throw new Error(
    `mien study: data sets must be of one task, got ${first.labels.join(", ")} and ${other.labels.join(", ")}`,
  );
}

async function runWithProgress(
  config: StudyConfig,
  data: Data,
  folder: string,
  flags: Flags,
): Promise<void> {
  const { workers, backend, only } = flags;
  let progress: Progress | null = null;
  let started = 0;
  try {
    await withInterrupt(
      (signal) =>
        runStudyFolder(config, folder, {
          signal,
          backend,
          ...(only === undefined ? {} : { only }),
          createExecutor: () => createThreadExecutor({ workers, backend }),
          readLabelled: async (name) => data.get(name)!.items,
          onStart(total, kept) {
            if (kept > 0) console.error(`${kept} runs are there already`);
            progress = createProgress({ total, label: "study", from: kept });
            started = performance.now();
          },
          onProgress(now) {
            progress?.status(progressWords(now, (performance.now() - started) / 1000));
            progress?.set(now.done);
          },
        }),
      () => `what is done is kept in ${folder}; the same command goes on`,
    );
  } finally {
    (progress as Progress | null)?.finish();
  }
}

function progressWords({ fits, best }: StudyProgress, seconds: number): string {
  const rate = `${fits} fits, ${(fits / seconds).toFixed(1)} a second`;
  if (best === null) return rate;
  return `${rate}; best so far ${best.conditionId} (${(100 * best.accuracy).toFixed(1)} % right)`;
}

async function run(flags: Flags): Promise<void> {
  if (flags.printSchema) {
    console.log(JSON.stringify(studyConfigSchema(), null, 1));
    return;
  }
  const config = resolveConfig(flags);
  const folder = flags.out ?? join("studies", config.name);
  if (flags.resume && !existsSync(studyPaths(folder).journal)) {
    throw new Error(`--resume: ${folder} holds no study to go on from`);
  }
  const data = await loadData(config, flags);
  await runWithProgress(withTask(config, data), data, folder, flags);
  if (flags.only === undefined) printStudy(folder, reportStudyFolder(folder), flags.json === true);
  else console.log(onlyWords(folder, flags.only));
}

/** What became of one run. */
function onlyWords(folder: string, key: string): string {
  const { journal: path } = studyPaths(folder);
  const failure = readJournal(path)!.failures.get(key);
  if (failure === undefined) return `${key}: done; it is in ${path}`;
  return `${key}: failed, and will again (${failure.reason}); it is said in ${path}`;
}

const collect = (value: string, all: readonly string[] = []) => [...all, value];

export function register(command: Command): void {
  command
    .option(
      "--data <name>",
      "a data set, as of `mien dataset`; may be given again (default: cast)",
      collect,
    )
    .addOption(
      new Option("--preset <name>", "size of the study").choices(STUDY_PRESETS).default("quick"),
    )
    .option("--config <file>", "a configuration in JSON, instead of a preset")
    .option("--out <dir>", "where it is kept (default: studies/NAME)")
    .option("--workers <n>", "threads; they change no result", integer(1), availableParallelism())
    .addOption(
      new Option("--backend <name>", "kernels; they change no result")
        .choices(BACKENDS)
        .default("auto"),
    )
    .option("--folds <k>", "subject-independent folds", integer(2))
    .option("--seeds <n>", "replicates of each fold", integer(1))
    .option("--trials <n>", "of each Bayesian search", integer(1))
    .addOption(
      new Option("--contempt <policy>", "left out, or a negative of all six").choices([
        "out",
        "negative",
      ]),
    )
    .option("--landmarker <file>", "MediaPipe's, for pictures and films of a data set")
    .option("--only <key>", "one run alone, by its key in the journal")
    .option("--resume", "go on with a study that is there (the default does so too)")
    .option("--print-schema", "print the JSON Schema of a configuration, and nothing else")
    .option("--json", "print where everything is, and the claims")
    .action(run);
}
