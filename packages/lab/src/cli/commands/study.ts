import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  analyzeEfficiency,
  analyzeStudy,
  checkStudyData,
  compareAnalyses,
  countRuns,
  type Journal,
  type JournalWriter,
  loadStudyData,
  type MeasuredRecognizer,
  measureEfficiency,
  parseStudyConfig,
  planConditions,
  planReplicates,
  presetConfig,
  type RunStudyOptions,
  runKey,
  runStudy,
  STUDY_PRESETS,
  type StudyAnalysis,
  type StudyConfig,
  type StudyPreset,
  type StudyProgress,
  studyCommand,
  studyConfigSchema,
  studyRecord,
  terminalTable,
} from "@mien/study";
import { type Command, Option } from "commander";
import {
  BACKENDS,
  type BackendName,
  createBackend,
  createThreadExecutor,
} from "../../executors/index.ts";
import {
  type FolderLock,
  lockFolder,
  openJournal,
  openStudyFolder,
  readJournal,
  repairFolder,
  studyPaths,
  writeReport,
} from "../../studies/index.ts";
import { comparisonText } from "../comparison-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadLabelled } from "../labelled-data.ts";
import { integer } from "../numbers.ts";
import { createProgress } from "../progress.ts";
import { repairText } from "../repair-text.ts";

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

/** @returns whether the study is whole; false after Ctrl-C */
async function runAll(
  config: StudyConfig,
  folder: string,
  flags: Flags,
  lock: FolderLock,
): Promise<boolean> {
  const earlier = openStudyFolder(folder, config);
  const data = await loadStudyData(
    config,
    async (name, contempt) => (await loadLabelled(name, contempt)).items,
  );
  const { journal: path } = studyPaths(folder);
  if (earlier !== null) checkStudyData(path, earlier.study.data, studyRecord(config, data).data);
  const journal = openJournal(path, lock.check);
  try {
    const isWhole = await runOnWorkers(config, flags, { data, journal, earlier });
    if (isWhole && flags.only === undefined) await measureOnce(path, journal, flags.backend);
    return isWhole;
  } finally {
    journal.close();
  }
}

type Work = Pick<RunStudyOptions, "data" | "journal" | "earlier">;

async function runOnWorkers(config: StudyConfig, flags: Flags, work: Work): Promise<boolean> {
  const executor = await createThreadExecutor({ workers: flags.workers, backend: flags.backend });
  try {
    return await withInterrupt(async (signal) => {
      try {
        await runWithProgress(config, {
          ...work,
          executor,
          runtime: process.versions.node,
          now: () => performance.now(),
          ...(flags.only === undefined ? {} : { only: flags.only }),
          signal,
        });
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
    });
  } finally {
    await executor.close();
  }
}

/** Beside nothing else, when the workers are gone. */
async function measureOnce(path: string, journal: JournalWriter, name: BackendName) {
  const done = readJournal(path)!;
  if (done.measurements.length > 0) return;
  const backend = await createBackend(name);
  const measurements = measureEfficiency(backend, recognizersOf(done), () => performance.now());
  journal.append({ kind: "measurement", measurements });
}

async function runWithProgress(config: StudyConfig, options: RunStudyOptions): Promise<void> {
  const kept = (options.earlier?.runs.size ?? 0) + (options.earlier?.failures.size ?? 0);
  if (kept > 0) console.error(`${kept} runs are there already`);
  const total = countRuns(config, options.data);
  const progress = createProgress({ total, label: "study", from: kept });
  const started = performance.now();
  try {
    await runStudy(config, {
      ...options,
      onProgress: (now) => {
        progress.status(progressWords(now, (performance.now() - started) / 1000));
        progress.set(now.done);
      },
    });
  } finally {
    progress.finish();
  }
}

function progressWords({ fits, best }: StudyProgress, seconds: number): string {
  const rate = `${fits} fits, ${(fits / seconds).toFixed(1)} a second`;
  if (best === null) return rate;
  return `${rate}; best so far ${best.conditionId} (${(100 * best.accuracy).toFixed(1)} % right)`;
}

/** One recogniser a condition, as it was trained on the first replicate that did not fail. */
function recognizersOf({ study, runs }: Journal): MeasuredRecognizer[] {
  const { config, data } = study;
  const foldsOf = (name: string) => data.find((one) => one.name === name)!.folds.length;
  const replicates = planReplicates(config, foldsOf);
  return planConditions(config).flatMap((condition) => {
    const run = replicates.map((one) => runs.get(runKey(condition, one))).find((one) => one);
    if (run === undefined) return []; // each of its runs failed
    const { recipe, inputSize } = run;
    return [{ conditionId: condition.id, task: study.task, recipe, inputSize }];
  });
}

function report(folder: string): StudyAnalysis {
  const { journal: path } = studyPaths(folder);
  const journal = readJournal(path);
  if (journal === null) throw new Error(`${folder}: holds no study (no journal.jsonl)`);
  const runs = [...journal.runs.values()];
  const analysis = analyzeStudy(journal.study, runs, [...journal.failures.values()]);
  const efficiency = analyzeEfficiency(journal.study, runs, journal.measurements);
  writeFileSync(studyPaths(folder).config, `${JSON.stringify(journal.study.config, null, 1)}\n`);
  writeReport(folder, analysis, efficiency, { command: studyCommand(journal.study.config) });
  return analysis;
}

function finish(folder: string, analysis: StudyAnalysis, json: boolean): void {
  const { html, analysis: path } = studyPaths(folder);
  if (json)
    console.log(
      JSON.stringify({ out: folder, analysis: path, report: html, claims: analysis.claims }),
    );
  else console.log(`${terminalTable(analysis)}\n\nReport: ${html}`);
}

/** What became of one run. */
function onlyWords(folder: string, key: string): string {
  const { journal: path } = studyPaths(folder);
  const failure = readJournal(path)!.failures.get(key);
  if (failure === undefined) return `${key}: done; it is in ${path}`;
  return `${key}: failed, and will again (${failure.reason}); it is said in ${path}`;
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
  const lock = lockFolder(folder);
  try {
    const isWhole = await runAll(config, folder, flags, lock);
    if (isWhole && flags.only !== undefined) {
      console.log(onlyWords(folder, flags.only));
    } else if (isWhole) {
      finish(folder, report(folder), flags.json === true);
    } else {
      console.error(`stopped: what is done is kept in ${folder}; the same command goes on`);
      process.exitCode = 130;
    }
  } finally {
    lock.release();
  }
}

const collect = (value: string, all: readonly string[] = []) => [...all, value];

export function register(program: Command): void {
  program
    .command("study")
    .description("the 2 x 2 x 2 study: architecture, optimisation, loss; and its report")
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
    .option("--only <key>", "one run alone, by its key in the journal")
    .option("--resume", "go on with a study that is there (the default does so too)")
    .option("--print-schema", "print the JSON Schema of a configuration, and nothing else")
    .option("--json", "print where everything is, and the claims")
    .action(run);
  program
    .command("report <dir>")
    .description("make a study's analysis, report and tables again from its journal")
    .option("--repair", "first keep what is whole of a damaged journal, and move the rest aside")
    .option("--json", "print where everything is, and the claims")
    .action((dir: string, { json, repair }: { json?: true; repair?: true }) => {
      if (repair) console.error(repairText(repairFolder(dir)));
      finish(dir, report(dir), json === true);
    });
  program
    .command("compare <dir> <other>")
    .description("two studies side by side")
    .option("--json", "print JSON")
    .action((dir: string, other: string, { json }: { json?: true }) => {
      const [a, b] = [dir, other].map((folder) => readAnalysis(folder)) as [
        StudyAnalysis,
        StudyAnalysis,
      ];
      const compared = compareAnalyses(a, b);
      console.log(json ? JSON.stringify(compared, null, 1) : comparisonText(compared));
    });
}

function readAnalysis(folder: string): StudyAnalysis {
  const { analysis } = studyPaths(folder);
  if (!existsSync(analysis))
    throw new Error(`${folder}: holds no analysis.json; mien report makes it`);
  return readJson(analysis) as StudyAnalysis;
}
