/**
 * The whole job: sources to one file of recordings. Each finished recording is a file of its own in `FILE.parts` until all
 * are there, so that whatever ends the work, `resume` goes on from it.
 */
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  extractInWorkers,
  type FacesLeft,
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
  /** Most persons at a time, each a recording of its own; 1 where it is left out. */
  readonly faces?: number;
  /** Looks again, in tiles, at pictures and clips without any face. */
  readonly searchSmall?: boolean;
  readonly signal?: AbortSignal;
  readonly onFrame?: (source: Source) => void;
  /** Called when a source is done or has failed; `kept` where an earlier run had done it. */
  readonly onEnd?: (source: Source, end: "done" | "kept" | Problem) => void;
  /** Called, before onEnd, where more faces were seen than were taken. */
  readonly onLeft?: (source: Source, left: FacesLeft) => void;
}

export interface ExtractResult {
  /** In the order of the sources, of their persons within one; without those that failed. */
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
  "faces",
  "searchSmall",
  "signal",
  "onFrame",
  "onEnd",
  "onLeft",
];

function checkOptions(options: ExtractOptions): void {
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) {
      throw new Error(`extract: has no option ${key}, expected ${KEYS.join(", ")}`);
    }
  }
  for (const key of ["workers", "faces"] as const) {
    const { [key]: count = 1 } = options;
    if (!Number.isInteger(count) || count < 1) {
      throw new Error(`extract: ${key} must be an integer >= 1, got ${count}`);
    }
  }
}

/** Where each source's recording is kept: a name that changes with the files and with how they are seen. */
async function planParts(
  sources: readonly Source[],
  folder: string,
  seen: { readonly searchSmall: boolean; readonly faces: number },
) {
  const how = { ...seen, model: MODEL_SHA256, version: MEDIAPIPE_VERSION };
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

/** The recordings of a source, none where they are not there or cannot be read. */
async function readPart({ path }: Part): Promise<readonly StoredRecording[]> {
  return existsSync(path) ? readRecordings(path).catch(() => []) : [];
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
  const { searchSmall = true, faces = 1, onEnd, onLeft } = options;
  const { signal = new AbortController().signal } = options;
  if (options.resume !== true) await rm(partsFolder, { recursive: true, force: true });
  await mkdir(partsFolder, { recursive: true });
  const { parts, problems } = await planParts(sources, partsFolder, { searchSmall, faces });
  const waiting: Source[] = [];
  for (const part of parts) {
    if ((await readPart(part)).length === 0) waiting.push(part.source);
    else onEnd?.(part.source, "kept");
  }
  const pathOf = new Map(parts.map(({ source, path }) => [source, path]));
  const report = async (outcome: SourceOutcome): Promise<void> => {
    const { source } = outcome;
    if ("extracted" in outcome) {
      const { persons, left } = outcome.extracted;
      await writeRecordings(pathOf.get(source)!, persons);
      if (left !== null) onLeft?.(source, left);
      onEnd?.(source, "done");
    } else {
      problems.push(problemOf(source.path, outcome.message));
      onEnd?.(source, problems.at(-1)!);
    }
  };
  const { modelPath: model, workers = 1, onFrame = () => {} } = options;
  const how = { model, faces, searchSmall, workers, signal, onFrame };
  await extractInWorkers(waiting, how, report);
  const recordings = (await Promise.all(parts.map(readPart))).flat();
  if (!signal.aborted && recordings.length > 0) {
    await writeRecordings(options.out, recordings);
  }
  // Empty or used up, it is of no more use.
  const isDone = !signal.aborted && problems.length === 0;
  if (isDone || recordings.length === 0) await rm(partsFolder, { recursive: true, force: true });
  return { recordings, problems, aborted: signal.aborted, partsFolder };
}
