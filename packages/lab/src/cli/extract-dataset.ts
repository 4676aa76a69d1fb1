import { DEFAULT_FRAME_RATE, findModel, type Problem, type Source } from "@mien/landmarker";
import type { ClipOnDisk, Dataset } from "../datasets/index.ts";
import { writeRecordings } from "../recordings/index.ts";
import { extractWithProgress } from "./extract-progress.ts";

export interface ExtractDatasetOptions {
  readonly out: string;
  readonly workers: number;
  readonly model?: string;
  readonly resume: boolean;
}

/** What was written; null where Ctrl-C ended the work. */
export interface ExtractedDataset {
  readonly written: number | null;
  readonly problems: readonly Problem[];
}

/**
 * Sends a data set's clips through the landmarker and writes one file with all of its recordings and labels, those that
 * were ready first.
 */
export async function extractDataset(
  { recordings, clips }: Dataset,
  { out, workers, model, resume }: ExtractDatasetOptions,
): Promise<ExtractedDataset> {
  if (clips.length === 0) {
    if (recordings.length > 0) await writeRecordings(out, recordings);
    return { written: recordings.length, problems: [] };
  }
  const known = new Map(clips.map((clip) => [clip.id, clip]));
  const options = { modelPath: findModel(model), out, workers, resume };
  const extracted = await extractWithProgress(clips.map(toSource), options);
  if (extracted.aborted) return { written: null, problems: extracted.problems };
  const found = extracted.recordings.map((stored) => {
    const { label = null, marks = {} } = known.get(stored.recording.id) ?? {};
    return { ...stored, label, marks };
  });
  const all = [...recordings, ...found];
  if (all.length > 0) await writeRecordings(out, all);
  return { written: all.length, problems: extracted.problems };
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
