import type { ClipOnDisk, DatasetBuilder, SourceRecording } from "./dataset.ts";
import { DatasetError } from "./dataset-error.ts";

/** @returns an empty builder, the caller's own */
export function createDatasetBuilder(): DatasetBuilder {
  const recordings: SourceRecording[] = [];
  const clips: ClipOnDisk[] = [];
  const skipped: Record<string, number> = {};
  const problems: DatasetError[] = [];
  const remarks: string[] = [];
  let found = 0;
  return {
    attempt(load) {
      found++;
      try {
        load();
      } catch (error) {
        if (!(error instanceof DatasetError)) throw error;
        problems.push(error);
      }
    },
    addRecording: (stored) => recordings.push(stored),
    addClip: (clip) => clips.push(clip),
    skip(reason) {
      skipped[reason] = (skipped[reason] ?? 0) + 1;
    },
    remark: (sentence) => remarks.push(sentence),
    finish() {
      const loaded = recordings.length + clips.length;
      return { recordings, clips, summary: { found, loaded, skipped, problems, remarks } };
    },
  };
}
