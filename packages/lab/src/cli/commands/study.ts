import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import {
  analyzeEfficiency,
  analyzeStudy,
  compareAnalyses,
  type StudyAnalysis,
} from "../../analysis/index.ts";
import {
  BACKENDS,
  type BackendName,
  createBackend,
  createExecutor,
  type Executor,
} from "../../experiment/index.ts";
import { terminalTable, writeReport } from "../../report/index.ts";
import {
  checkData,
  type Journal,
  loadStudyData,
  measureEfficiency,
  openJournal,
  openStudyFolder,
  parseStudyConfig,
  planConditions,
  presetConfig,
  readJournal,
  runStudy,
  STUDY_PRESETS,
  type StudyConfig,
  type StudyPreset,
  studyPaths,
  studyRecord,
} from "../../study/index.ts";
import { comparisonText } from "../comparison-text.ts";
import { withInterrupt } from "../interrupt.ts";
import { loadLabelled } from "../labelled-data.ts";
import { createProgress } from "../progress.ts";
import { integer } from "../recipe-options.ts";

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
  readonly resume?: true;
  readonly json?: true;
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

async function runAll(config: StudyConfig, folder: string, flags: Flags): Promise<void> {
  const earlier = openStudyFolder(folder, config);
  const data = await loadStudyData(
    config,
    async (name, contempt) => (await loadLabelled(name, contempt)).items,
  );
  const { journal: path } = studyPaths(folder);
  if (earlier !== null) checkData(path, earlier.study.data, studyRecord(config, data).data);
  const executor = await createExecutor({ workers: flags.workers, backend: flags.backend });
  const journal = openJournal(path);
  try {
    await withInterrupt((signal) =>
      runWithProgress(config, { executor, data, journal, earlier, signal }),
    );
    const done = readJournal(path)!;
    if (done.measurements.length === 0) {
      const backend = await createBackend(flags.backend);
      journal.append({
        kind: "measurement",
        measurements: measureEfficiency(backend, recognizersOf(done)),
      });
    }
  } finally {
    journal.close();
    await executor.close();
  }
}

type RunOptions = Parameters<typeof runStudy>[1] & { readonly executor: Executor };

async function runWithProgress(config: StudyConfig, options: RunOptions): Promise<void> {
  const { earlier } = options;
  const kept = earlier?.runs.size ?? 0;
  if (kept > 0) console.error(`${kept} runs are there already`);
  let progress: ReturnType<typeof createProgress> | null = null;
  let done = kept;
  const started = performance.now();
  try {
    await runStudy(config, {
      ...options,
      onProgress: (now) => {
        progress ??= createProgress({ total: now.total, label: "study" });
        if (now.done > done || (now.done === kept && now.fits === 0))
          progress.advance(now.done - (now.fits === 0 ? 0 : done));
        done = now.done;
        const rate = now.fits / ((performance.now() - started) / 1000);
        progress.status(`${now.fits} fits, ${rate.toFixed(1)} a second`);
      },
    });
  } finally {
    (progress as ReturnType<typeof createProgress> | null)?.finish();
  }
}

/** One recogniser a condition, as its first replicate was trained. */
function recognizersOf({ study, runs }: Journal) {
  return planConditions(study.config).flatMap(({ id }) => {
    const own = [...runs.values()].filter((run) => run.condition.id === id);
    const first = own.sort((a, b) => (a.key < b.key ? -1 : 1))[0];
    if (first === undefined) return [];
    return [{ conditionId: id, recipe: first.recipe, inputSize: first.inputSize }];
  });
}

function report(folder: string, command: string | undefined): StudyAnalysis {
  const { journal: path } = studyPaths(folder);
  const journal = readJournal(path);
  if (journal === null) throw new Error(`${folder}: holds no study (no journal.jsonl)`);
  const runs = [...journal.runs.values()];
  const analysis = analyzeStudy(journal.study, runs);
  const efficiency = analyzeEfficiency(journal.study, runs, journal.measurements);
  writeReport(folder, analysis, efficiency, command === undefined ? {} : { command });
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

/** What repeats the study: the flags that decide its bytes. */
function repeatedBy(flags: Flags): string {
  const words = ["mien study"];
  if (flags.config === undefined) words.push(`--preset ${flags.preset}`);
  else words.push(`--config ${flags.config}`);
  for (const name of flags.data ?? []) words.push(`--data ${name}`);
  for (const key of ["folds", "seeds", "trials", "contempt"] as const) {
    if (flags[key] !== undefined) words.push(`--${key} ${flags[key]}`);
  }
  return words.join(" ");
}

async function run(flags: Flags): Promise<void> {
  const config = resolveConfig(flags);
  const folder = flags.out ?? join("studies", config.name);
  if (flags.out !== undefined && flags.resume && !existsSync(studyPaths(folder).journal)) {
    throw new Error(`--resume: ${folder} holds no study to go on from`);
  }
  await runAll(config, folder, flags);
  finish(folder, report(folder, repeatedBy(flags)), flags.json === true);
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
    .option("--resume", "go on with a study that is there (the default does so too)")
    .option("--json", "print where everything is, and the claims")
    .action(run);
  program
    .command("report <dir>")
    .description("make a study's analysis, report and tables again from its journal")
    .option("--json", "print where everything is, and the claims")
    .action((dir: string, { json }: { json?: true }) =>
      finish(dir, report(dir, undefined), json === true),
    );
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
