import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MODEL_SHA256 } from "@mien/landmarker";
import { readRecordings, writeRecordings } from "../recordings/index.ts";
import { type AnyScene, type PlanOptions, planScenes } from "./any-scene.ts";
import { encodeCast } from "./cast-file.ts";
import { performScenes } from "./cast-pool.ts";
import { readKit } from "./kit-folder.ts";
import { type PerformedRecording, truthOf } from "./truth.ts";

export interface FilmingOptions {
  readonly kitFolder: string;
  readonly modelPath: string;
  /** The file to write: recordings in Parquet, or where its name ends in `.cast` mien's compact form. */
  readonly out: string;
  readonly workers: number;
  /** Called with the number of scenes done and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops after the scenes under way; what is done is kept, and the same call goes on from there. */
  readonly signal?: AbortSignal;
}

export interface CastOptions extends PlanOptions, FilmingOptions {}

export interface CastReport {
  readonly scenes: number;
  readonly frames: number;
  readonly detectedFrames: number;
  readonly kitSha256: string;
  /** False where the signal stopped it before the last scene. */
  readonly finished: boolean;
}

/**
 * Casts, films and extracts: the same options, kit and model give the same bytes, on any number of workers and however
 * often it was stopped. Scenes that are done lie in the folder `OUT.parts` until the last one is.
 */
export function makeCast(options: CastOptions): Promise<CastReport> {
  return filmCast(planScenes(options), options);
}

/** The same of scenes of one's own. */
export async function filmCast(
  scenes: readonly AnyScene[],
  options: FilmingOptions,
): Promise<CastReport> {
  const { sha256: kitSha256 } = await readKit(options.kitFolder);
  const parts = `${options.out}.parts`;
  const done = await openParts(parts, planKey(scenes, kitSha256));
  const missing = scenes.map((_, i) => i).filter((i) => !done.has(i));
  options.onProgress?.(done.size, scenes.length);
  await performScenes(scenes, missing, {
    kitFolder: options.kitFolder,
    modelPath: options.modelPath,
    workers: options.workers,
    signal: options.signal,
    onScene: async (index, performed) => {
      await writeRecordings(join(parts, partName(index)), [performed]);
      done.add(index);
      options.onProgress?.(done.size, scenes.length);
    },
  });
  const finished = done.size === scenes.length;
  const recordings = await readParts(
    parts,
    scenes.filter((_, i) => done.has(i)),
    [...done].sort((a, b) => a - b),
  );
  if (finished) {
    await writeCast(options.out, recordings);
    await rm(parts, { recursive: true });
  }
  return { ...countFrames(recordings), kitSha256, finished };
}

/** What a half-made cast must agree on to be gone on with. */
function planKey(scenes: readonly AnyScene[], kitSha256: string): string {
  const hash = createHash("sha256");
  return hash.update(JSON.stringify([1, scenes, kitSha256, MODEL_SHA256])).digest("hex");
}

const partName = (index: number) => `${String(index).padStart(6, "0")}.parquet`;

/** Indices of the scenes that lie in the folder of parts; makes the folder where there is none. */
async function openParts(folder: string, key: string): Promise<Set<number>> {
  await mkdir(folder, { recursive: true });
  const keyFile = join(folder, "plan");
  const found = await readFile(keyFile, "utf8").catch(() => null);
  if (found !== null && found !== key) {
    throw new Error(
      `${folder}: belongs to another cast (other options, kit or model); remove it to start anew`,
    );
  }
  if (found === null) await writeFile(keyFile, key);
  const names = (await readdir(folder)).filter((name) => /^\d{6}\.parquet$/.test(name));
  return new Set(names.map((name) => Number(name.slice(0, 6))));
}

async function readParts(
  folder: string,
  scenes: readonly AnyScene[],
  indices: readonly number[],
): Promise<PerformedRecording[]> {
  const recordings: PerformedRecording[] = [];
  for (const [i, scene] of scenes.entries()) {
    const [stored] = await readRecordings(join(folder, partName(indices[i]!)));
    const { recording } = stored!;
    recordings.push({
      recording,
      label: scene.label,
      truth: truthOf(scene, recording.timestampsMs),
    });
  }
  return recordings;
}

async function writeCast(out: string, recordings: readonly PerformedRecording[]): Promise<void> {
  if (!out.endsWith(".cast")) return writeRecordings(out, recordings);
  await writeFile(`${out}.partial`, encodeCast(recordings));
  await rename(`${out}.partial`, out);
}

function countFrames(recordings: readonly PerformedRecording[]) {
  const frames = recordings.reduce((sum, { recording }) => sum + recording.detected.length, 0);
  const detectedFrames = recordings.reduce(
    (sum, { recording }) => sum + recording.detected.reduce((a, b) => a + b, 0),
    0,
  );
  return { scenes: recordings.length, frames, detectedFrames };
}
