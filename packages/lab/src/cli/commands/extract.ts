import { availableParallelism } from "node:os";
import {
  assessQuality,
  DEFAULT_FRAME_RATE,
  findModel,
  findSources,
  type Problem,
  type Source,
} from "@mien/landmarker";
import { type Command, Option } from "commander";
import { type ExtractResult, extract } from "../../recordings/index.ts";
import { checkOut } from "../check-out.ts";
import { withInterrupt } from "../interrupt.ts";
import { createLookProgress, keptWords, listProblems } from "../look-progress.ts";
import { positive, positiveInteger } from "../numbers.ts";
import { formatQualities } from "../quality-table.ts";

interface Flags {
  readonly out: string;
  readonly workers: number;
  readonly resume?: true;
  readonly force?: true;
  readonly json?: true;
  readonly folders: "auto" | "frames" | "photos";
  readonly fps: number;
  readonly faces: number;
  readonly small: boolean;
  readonly landmarker?: string;
  /** What --landmarker was called before; every other command's --model is a model of mien's. */
  readonly model?: string;
}

/** Rows that the table shows; beyond them, only recordings with a remark, up to as many. */
const SHOWN = 40;

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

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  checkOut(flags, true);
  const modelPath = findModel(flags.landmarker ?? flags.model, "--landmarker");
  const found = await findSources(paths, { folders: flags.folders, frameRate: flags.fps });
  const { sources } = found;
  for (const line of listProblems(found.problems)) console.error(line);
  if (sources.length === 0) throw new Error("extract: nothing to extract");
  console.error(countSources(sources, flags.fps));
  const { out, workers, resume = false, faces, small: searchSmall } = flags;
  const { finish, ...looking } = createLookProgress(sources.length);
  const result = await withInterrupt(
    (signal) =>
      extract(sources, {
        modelPath,
        out,
        workers,
        resume,
        faces,
        searchSmall,
        signal,
        ...looking,
      }).finally(finish),
    (stopped) =>
      keptWords(
        stopped?.recordings.length ?? 0,
        sources.length,
        stopped?.partsFolder ?? `${out}.parts`,
      ),
  );
  const problems = [...found.problems, ...result.problems];
  const done = result.recordings.length;
  printResult(result, problems, flags);
  if (problems.length > 0) process.exitCode = 1;
  const what =
    faces > 1
      ? `${done} ${done === 1 ? "recording" : "recordings"} from ${countSources(sources, flags.fps)}`
      : `${done} of ${sources.length}`;
  if (done > 0) console.error(`${what} written to ${flags.out}`);
  if (result.problems.length > 0) {
    console.error(`${result.problems.length} failed; --resume tries those again`);
  }
}

export function register(command: Command): void {
  command
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
    .option(
      "--faces <n>",
      "most faces at a time, each person a recording of its own; above 1 MediaPipe does not smooth",
      positiveInteger,
      1,
    )
    .option("--no-small", "do not look again, in tiles, where no face was seen")
    .option(
      "--landmarker <file>",
      "MediaPipe's face landmarker (else MIEN_FACE_LANDMARKER, else the cache)",
    )
    .addOption(new Option("--model <file>").hideHelp())
    .option("--json", "print the result as JSON")
    .action(run);
}
