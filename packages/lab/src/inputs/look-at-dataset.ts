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
 * The recordings of a data set, after the landmarker has seen its pictures and films. What it saw is
 * kept in the cache folder of this machine, under a name that changes with the files, so that the next
 * call need not look again; where a clip failed, the next call tries that one again.
 *
 * @param spec names the data set in messages and in the cache
 * @throws where the landmarker is missing, could see nothing, or the signal ended the work
 */
export async function lookAtDataset(
  spec: string,
  dataset: Dataset,
  options: LookOptions = {},
): Promise<readonly SourceRecording[]> {
  if (dataset.clips.length === 0) return dataset.recordings;
  const folder = join(cacheFolder(), "landmarks");
  const out = join(folder, `${await nameOf(spec, dataset)}.parquet`);
  if (existsSync(out)) return readRecordings(out);
  await mkdir(folder, { recursive: true });
  const { onLook, onLooked, ...look } = options;
  onLook?.(dataset.clips.length, out);
  const extracted = await extractDataset(dataset, {
    workers: Math.min(4, availableParallelism()),
    landmarkerPath: () => findModel(),
    ...look,
    out,
    resume: true,
  });
  onLooked?.(extracted);
  if (extracted.written === null) throw new Error(`${spec}: stopped before all clips were seen`);
  if (extracted.written === 0) {
    throw new Error(`${spec}: the landmarker could see none of its clips`);
  }
  const seen = await readRecordings(out);
  if (extracted.problems.length > 0) await rm(out);
  return seen;
}

/** A hash of what the clips are, and of their files' sizes and times. */
async function nameOf(spec: string, { clips, recordings }: Dataset): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([spec, recordings.length]));
  for (const { id, label, subjectId, framePaths, videoPath, frameRate } of clips) {
    hash.update(JSON.stringify([id, label, subjectId, frameRate]));
    for (const path of videoPath === null ? framePaths : [videoPath]) {
      const { size, mtimeMs } = await stat(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex").slice(0, 32);
}
