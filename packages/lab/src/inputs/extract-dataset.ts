import { DEFAULT_FRAME_RATE, type Problem, type Source } from "@mien/landmarker";
import type { ClipOnDisk, Dataset } from "../datasets/index.ts";
import { type ExtractOptions, extract, writeRecordings } from "../recordings/index.ts";

export interface ExtractDatasetOptions extends Omit<ExtractOptions, "modelPath" | "searchSmall"> {
  /** The landmarker's file; asked for only where there is something to look at. */
  readonly landmarkerPath: () => string;
}

/** What became of a data set's clips. */
export interface ExtractedDataset {
  /** Recordings in the file; null where the signal ended the work, and no file was written. */
  readonly written: number | null;
  /** Clips that are done, now or by an earlier run; where the work was ended, `resume` need not look at them again. */
  readonly seen: number;
  readonly problems: readonly Problem[];
  /** Where what is done is kept until all is. */
  readonly partsFolder: string;
}

/**
 * Sends a data set's clips through the landmarker and writes one file with all of its recordings and
 * labels, those that were ready first. Nothing is written where there is nothing.
 *
 * @throws where there is no landmarker, or the file cannot be written; what is wrong with one clip is
 * among the problems
 */
export async function extractDataset(
  { recordings, clips }: Dataset,
  { landmarkerPath, ...options }: ExtractDatasetOptions,
): Promise<ExtractedDataset> {
  const { out } = options;
  const partsFolder = `${out}.parts`;
  if (clips.length === 0) {
    if (recordings.length > 0) await writeRecordings(out, recordings);
    return { written: recordings.length, seen: 0, problems: [], partsFolder };
  }
  const known = new Map(clips.map((clip) => [clip.id, clip]));
  const extracted = await extract(clips.map(toSource), {
    ...options,
    modelPath: landmarkerPath(),
  });
  const { problems, aborted } = extracted;
  const seen = extracted.recordings.length;
  if (aborted) return { written: null, seen, problems, partsFolder };
  const found = extracted.recordings.map((stored) => {
    const { label = null, marks = {} } = known.get(stored.recording.id) ?? {};
    return { ...stored, label, marks };
  });
  const all = [...recordings, ...found];
  if (all.length > 0) await writeRecordings(out, all);
  return { written: all.length, seen, problems, partsFolder };
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
