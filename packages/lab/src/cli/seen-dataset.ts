import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "@mien/landmarker";
import type { Dataset, SourceRecording } from "../datasets/index.ts";
import { readRecordings } from "../recordings/index.ts";
import { extractDataset } from "./extract-dataset.ts";
import { listProblems } from "./extract-progress.ts";

/**
 * The recordings of a data set whose pictures or films the landmarker has still to see. What it saw is kept in the cache
 * folder of this machine, under a name that changes with the files, so that the next command need not look again.
 *
 * @throws where the landmarker is missing, or Ctrl-C ended the work
 */
export async function seenDataset(
  spec: string,
  dataset: Dataset,
): Promise<readonly SourceRecording[]> {
  if (dataset.clips.length === 0) return dataset.recordings;
  const folder = join(cacheFolder(), "landmarks");
  const out = join(folder, `${await nameOf(spec, dataset)}.parquet`);
  if (!existsSync(out)) {
    await mkdir(folder, { recursive: true });
    console.error(
      `${spec}: the landmarker looks at ${dataset.clips.length} clips, once; kept in ${out}`,
    );
    const workers = Math.min(4, availableParallelism());
    const { written, problems } = await extractDataset(dataset, { out, workers, resume: true });
    for (const line of listProblems(problems)) console.error(line);
    if (written === null) throw new Error("stopped; the same command goes on");
    if (written === 0) throw new Error(`${spec}: the landmarker could see none of its clips`);
    const seen = await readRecordings(out);
    if (problems.length > 0) await rm(out); // the next command tries what failed again, and says so again
    return seen;
  }
  return readRecordings(out);
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
