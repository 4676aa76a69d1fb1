import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import {
  assessQuality,
  DEFAULT_FRAME_RATE,
  type ExtractResult,
  extract,
  findModel,
  findSources,
  type Problem,
  type Source,
} from "../../extraction/index.ts";
import { withInterrupt } from "../interrupt.ts";
import { createProgress } from "../progress.ts";
import { formatQualities } from "../quality-table.ts";

interface Flags {
  readonly out: string;
  readonly workers: number;
  readonly resume?: true;
  readonly force?: true;
  readonly json?: true;
  readonly folders: "auto" | "frames" | "photos";
  readonly fps: number;
  readonly small: boolean;
  readonly model?: string;
}

/** Rows that the table shows; beyond them, only recordings with a remark, up to as many. */
const SHOWN = 40;

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("expected a number above 0.");
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("expected an integer above 0.");
}

/** Such as "40 photos and 3 videos". */
function countSources(sources: readonly Source[], fps: number): string {
  const count = (kind: Source["kind"], one: string, many: string) => {
    const n = sources.filter((source) => source.kind === kind).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  };
  return [
    ...count("photo", "photo", "photos"),
    ...count("frames", `folder of frames (${fps} a second)`, `folders of frames (${fps} a second)`),
    ...count("video", "video", "videos"),
  ].join(", ");
}

function checkOut({ out, resume, force }: Flags): void {
  if (!existsSync(dirname(resolve(out)))) {
    throw new Error(`--out ${out}: its folder does not exist`);
  }
  if (existsSync(out) && !resume && !force) {
    throw new Error(`--out ${out}: is there already; --force writes over it, --resume goes on`);
  }
}

/** Files that failed for one reason, under that reason. */
function listProblems(problems: readonly Problem[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, message } of problems) {
    byReason.set(message, [...(byReason.get(message) ?? []), path]);
  }
  return [...byReason].map(([message, paths]) => {
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
    return `${pc.red("failed:")} ${paths.slice(0, 3).join(", ")}${more}: ${message}`;
  });
}

function printResult(result: ExtractResult, problems: readonly Problem[], flags: Flags): void {
  const { recordings } = result;
  const qualities = recordings.map(({ recording }) => assessQuality(recording));
  if (flags.json) {
    const listed = recordings.map(({ recording, crop }, i) => ({
      id: recording.id,
      crop,
      quality: qualities[i],
    }));
    console.log(JSON.stringify({ out: flags.out, recordings: listed, problems }, null, 2));
    return;
  }
  const all = [...recordings.keys()];
  const shown = all.length <= SHOWN ? all : all.filter((i) => qualities[i]!.remarks.length > 0);
  const rows = shown.slice(0, SHOWN);
  if (rows.length > 0) {
    const [some, theirs] = [rows.map((i) => recordings[i]!), rows.map((i) => qualities[i]!)];
    console.log(formatQualities(some, theirs));
  }
  if (all.length > SHOWN) console.log(`${shown.length} of ${all.length} have a remark`);
}

async function extractWithProgress(sources: readonly Source[], modelPath: string, flags: Flags) {
  const progress = createProgress({ total: sources.length, label: "extract" });
  const started = performance.now();
  let frames = 0;
  const { out, workers, resume = false, small: searchSmall } = flags;
  try {
    return await withInterrupt((signal) =>
      extract(sources, {
        ...{ modelPath, out, workers, resume, searchSmall, signal },
        onFrame: () => {
          frames++;
          const rate = (frames * 1000) / (performance.now() - started);
          progress.status(`${frames} frames, ${rate.toFixed(0)} a second`);
        },
        onEnd: (_, end) => {
          for (const line of typeof end === "string" ? [] : listProblems([end]))
            progress.note(line);
          progress.advance();
        },
      }),
    );
  } finally {
    progress.finish();
  }
}

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  checkOut(flags);
  const modelPath = findModel(flags.model);
  const found = await findSources(paths, { folders: flags.folders, frameRate: flags.fps });
  const { sources } = found;
  for (const line of listProblems(found.problems)) console.error(line);
  if (sources.length === 0) throw new Error("extract: nothing to extract");
  console.error(countSources(sources, flags.fps));
  const result = await extractWithProgress(sources, modelPath, flags);
  const problems = [...found.problems, ...result.problems];
  const done = result.recordings.length;
  if (result.aborted) {
    const kept = `${done} of ${sources.length} are kept in ${result.partsFolder}`;
    console.error(`interrupted: ${kept}; the same command with --resume goes on`);
    process.exitCode = 130;
    return;
  }
  printResult(result, problems, flags);
  if (problems.length > 0) process.exitCode = 1;
  if (done > 0) console.error(`${done} of ${sources.length} written to ${flags.out}`);
  if (result.problems.length > 0) {
    console.error(`${result.problems.length} failed; --resume tries those again`);
  }
}

export function register(program: Command): void {
  program
    .command("extract")
    .description(
      "photos, folders of frames and videos to one file of recordings, through MediaPipe",
    )
    .argument("<path...>", "files, or folders that are searched")
    .requiredOption("--out <file>", "the Parquet file to write")
    .option(
      "--workers <n>",
      "threads, each with a landmarker",
      positiveInteger,
      availableParallelism(),
    )
    .option("--resume", "go on after an interruption, or try failed files again")
    .option("--force", "write over a file that is there")
    .addOption(
      new Option("--folders <how>", "whether the pictures of a folder are frames or photos")
        .choices(["auto", "frames", "photos"])
        .default("auto", "frames where names differ in one number"),
    )
    .option("--fps <rate>", "frames a second of folders of frames", positive, DEFAULT_FRAME_RATE)
    .option("--no-small", "do not look again, in tiles, where no face was seen")
    .option(
      "--model <file>",
      "MediaPipe's face landmarker (else MIEN_FACE_LANDMARKER, else the cache)",
    )
    .option("--json", "print the result as JSON")
    .action(run);
}
