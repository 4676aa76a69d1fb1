import type { ClipOnDisk, Dataset } from "../datasets/index.ts";
import {
  DEFAULT_FRAME_RATE,
  extract,
  findModel,
  type Source,
  writeRecordings,
} from "../extraction/index.ts";

export interface ExtractDatasetOptions {
  readonly out: string;
  readonly workers: number;
  readonly model?: string;
  readonly resume: boolean;
}

/**
 * Sends a data set's clips through the landmarker and writes one file with all of its recordings and labels, those that
 * were ready first.
 */
export async function extractDataset(
  { recordings, clips }: Dataset,
  { out, workers, model, resume }: ExtractDatasetOptions,
): Promise<{ readonly written: number; readonly problems: readonly string[] }> {
  const labels = new Map(clips.map(({ id, label }) => [id, label]));
  let extracted: Awaited<ReturnType<typeof extract>> | null = null;
  if (clips.length > 0) {
    const signal = new AbortController();
    const stop = () => signal.abort();
    process.once("SIGINT", stop);
    try {
      extracted = await extract(clips.map(toSource), {
        modelPath: findModel(model),
        out,
        workers,
        resume,
        signal: signal.signal,
      });
    } finally {
      process.removeListener("SIGINT", stop);
    }
    if (extracted.aborted) {
      throw new Error(`stopped; ${extracted.partsFolder} keeps what is done, --resume goes on`);
    }
  }
  const found = (extracted?.recordings ?? []).map((stored) => ({
    ...stored,
    label: labels.get(stored.recording.id) ?? null,
  }));
  const all = [...recordings, ...found];
  if (all.length > 0) await writeRecordings(out, all);
  const problems = (extracted?.problems ?? []).map(({ path, message }) => `${path}: ${message}`);
  return { written: all.length, problems };
}

function toSource({ id, subjectId, framePaths, videoPath, frameRate }: ClipOnDisk): Source {
  if (videoPath !== null) {
    const files = [videoPath];
    return { kind: "video", id, subjectId, path: videoPath, files, frameRate: null };
  }
  const path = framePaths[0]!;
  if (framePaths.length === 1) {
    return { kind: "photo", id, subjectId, path, files: framePaths, frameRate: null };
  }
  const rate = frameRate ?? DEFAULT_FRAME_RATE;
  return { kind: "frames", id, subjectId, path, files: framePaths, frameRate: rate };
}
