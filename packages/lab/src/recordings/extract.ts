/**
 * The whole job: sources to one file of recordings. Each finished recording is a file of its own in `FILE.parts` until all
 * are there, so that whatever ends the work, `resume` goes on from it.
 */
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  extractInWorkers,
  MEDIAPIPE_VERSION,
  MODEL_SHA256,
  type Problem,
  readModel,
  type Source,
  type SourceOutcome,
  sourceFingerprint,
} from "@mien/landmarker";
import { readRecordings, writeRecordings } from "./recording-file.ts";
import type { StoredRecording } from "./recording-table.ts";

export interface ExtractOptions {
  readonly modelPath: string;
  /** The Parquet file to write. */
  readonly out: string;
  /** Threads, each with a landmarker of its own. */
  readonly workers?: number;
  /** Keeps what an earlier run left in `FILE.parts`; otherwise that is removed. */
  readonly resume?: boolean;
  /** Looks again, in tiles, at pictures and clips without any face. */
  readonly searchSmall?: boolean;
  readonly signal?: AbortSignal;
  readonly onFrame?: (source: Source) => void;
  /** Called when a source is done or has failed; `kept` where an earlier run had done it. */
  readonly onEnd?: (source: Source, end: "done" | "kept" | Problem) => void;
}

export interface ExtractResult {
  /** In the order of the sources; without those that failed. */
  readonly recordings: readonly StoredRecording[];
  readonly problems: readonly Problem[];
  /** Whether the signal ended the work: the file is not written then. */
  readonly aborted: boolean;
  readonly partsFolder: string;
}

interface Part {
  readonly source: Source;
  readonly path: string;
}

const KEYS: readonly string[] = [
  "modelPath",
  "out",
  "workers",
  "resume",
  "searchSmall",
  "signal",
  "onFrame",
  "onEnd",
];

function checkOptions(options: ExtractOptions): void {
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) {
      throw new Error(`extract: has no option ${key}, expected ${KEYS.join(", ")}`);
    }
  }
  const { workers = 1 } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new Error(`extract: workers must be an integer >= 1, got ${workers}`);
  }
}

/** Where each source's recording is kept: a name that changes with the files and with how they are seen. */
async function planParts(sources: readonly Source[], folder: string, searchSmall: boolean) {
  const how = { searchSmall, model: MODEL_SHA256, version: MEDIAPIPE_VERSION };
  const plan = async (source: Source): Promise<Part | Problem> => {
    try {
      return { source, path: join(folder, `${await sourceFingerprint(source, how)}.parquet`) };
    } catch (error) {
      return { path: source.path, message: (error as Error).message };
    }
  };
  const planned = await Promise.all(sources.map(plan));
  return {
    parts: planned.filter((one): one is Part => "source" in one),
    problems: planned.filter((one): one is Problem => !("source" in one)),
  };
}

/** An error that begins with the path has it once. */
const problemOf = (path: string, message: string): Problem => ({
  path,
  message: message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message,
});

async function readPart({ path }: Part): Promise<StoredRecording | null> {
  if (!existsSync(path)) return null;
  return readRecordings(path).then(
    ([stored]) => stored ?? null,
    () => null,
  );
}

/**
 * Extracts sources and writes FILE with those that succeeded. Its folder of parts is removed when all did.
 *
 * @throws on a wrong option, a model that is not the one known, and a file that cannot be written; what is wrong with one
 * source is among the problems, and the others go on
 */
export async function extract(
  sources: readonly Source[],
  options: ExtractOptions,
): Promise<ExtractResult> {
  checkOptions(options);
  await readModel(options.modelPath);
  const partsFolder = `${options.out}.parts`;
  const { searchSmall = true, signal = new AbortController().signal, onEnd } = options;
  if (options.resume !== true) await rm(partsFolder, { recursive: true, force: true });
  await mkdir(partsFolder, { recursive: true });
  const { parts, problems } = await planParts(sources, partsFolder, searchSmall);
  const waiting: Source[] = [];
  for (const part of parts) {
    if ((await readPart(part)) === null) waiting.push(part.source);
    else onEnd?.(part.source, "kept");
  }
  const pathOf = new Map(parts.map(({ source, path }) => [source, path]));
  const report = async (outcome: SourceOutcome): Promise<void> => {
    const { source } = outcome;
    if ("extracted" in outcome) {
      await writeRecordings(pathOf.get(source)!, [outcome.extracted]);
      onEnd?.(source, "done");
    } else {
      problems.push(problemOf(source.path, outcome.message));
      onEnd?.(source, problems.at(-1)!);
    }
  };
  const { modelPath, workers = 1, onFrame = () => {} } = options;
  await extractInWorkers(waiting, { modelPath, searchSmall, workers, signal, onFrame }, report);
  const kept = await Promise.all(parts.map(readPart));
  const recordings = kept.filter((stored) => stored !== null);
  if (!signal.aborted && recordings.length > 0) {
    await writeRecordings(options.out, recordings);
  }
  // Empty or used up, it is of no more use.
  const isDone = !signal.aborted && problems.length === 0;
  if (isDone || recordings.length === 0) await rm(partsFolder, { recursive: true, force: true });
  return { recordings, problems, aborted: signal.aborted, partsFolder };
}
