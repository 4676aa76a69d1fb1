import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cacheFolder, findModel } from "@mien/landmarker";
import type { Dataset, SourceRecording } from "../datasets/index.ts";
import { readRecordings } from "../recordings/index.ts";
import {
  type ExtractDatasetOptions,
  type ExtractedDataset,
  extractDataset,
} from "./extract-dataset.ts";

/** How clips without landmarks are looked at, and what is called meanwhile. */
export interface LookOptions
  extends Partial<
    Pick<
      ExtractDatasetOptions,
      "landmarkerPath" | "workers" | "signal" | "onFrame" | "onEnd" | "onLeft"
    >
  > {
  /** Called before the first look, with how many clips there are and the file that will keep them. */
  readonly onLook?: (clips: number, file: string) => void;
  /** Called after it, with what could not be seen. */
  readonly onLooked?: (extracted: ExtractedDataset) => void;
}

/**
 * The recordings of a data set, after the landmarker has seen its pictures and films. What it saw, and
 * nothing else, is kept in the cache folder of this machine, under a name that changes with the files, so
 * that the next call need not look again; where a clip failed, the next call tries that one again. Labels,
 * marks and recordings that were ready are those of this call.
 *
 * @param spec names the data set in messages and in the cache
 * @throws where the landmarker is missing, could see nothing, or the signal ended the work
 */
export async function lookAtDataset(
  spec: string,
  dataset: Dataset,
  options: LookOptions = {},
): Promise<readonly SourceRecording[]> {
  const { recordings, clips } = dataset;
  if (clips.length === 0) return recordings;
  const truth = new Map(
    clips.map(({ id, label, marks }) => [id, marks ? { label, marks } : { label }]),
  );
  const seen = await landmarksOf(spec, dataset, options);
  const found = seen.map(({ recording }) => ({ recording, ...truth.get(recording.id)! }));
  return [...recordings, ...found];
}

/** What the landmarker saw of the clips, now or in an earlier call; the labels in it are of no day. */
async function landmarksOf(
  spec: string,
  dataset: Dataset,
  options: LookOptions,
): Promise<readonly SourceRecording[]> {
  const folder = join(cacheFolder(), "landmarks");
  const out = join(folder, `${await nameOf(spec, dataset)}.parquet`);
  if (existsSync(out)) return readRecordings(out);
  await mkdir(folder, { recursive: true });
  const { onLook, onLooked, ...look } = options;
  onLook?.(dataset.clips.length, out);
  const clips = dataset.clips.map((clip) => ({ ...clip, label: null, marks: {} }));
  const extracted = await extractDataset(
    { ...dataset, recordings: [], clips },
    {
      workers: Math.min(4, availableParallelism()),
      landmarkerPath: () => findModel(),
      ...look,
      out,
      resume: true,
    },
  );
  onLooked?.(extracted);
  if (extracted.written === null) throw new Error(`${spec}: stopped before all clips were seen`);
  if (extracted.written === 0) {
    if (dataset.recordings.length > 0) return [];
    throw new Error(`${spec}: the landmarker could see none of its clips`);
  }
  const seen = await readRecordings(out);
  if (extracted.problems.length > 0) await rm(out);
  return seen;
}

/** A hash of whose the clips are, and of their files' sizes and times; not of their truth, which the file does not hold. */
async function nameOf(spec: string, { clips }: Dataset): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([spec]));
  for (const { id, subjectId, framePaths, videoPath, frameRate } of clips) {
    hash.update(JSON.stringify([id, subjectId, frameRate]));
    for (const path of videoPath === null ? framePaths : [videoPath]) {
      const { size, mtimeMs } = await stat(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex").slice(0, 32);
}
