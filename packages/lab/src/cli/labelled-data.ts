/** A data set by name, ready to train on. */
import { loadMienCast } from "../casting/index.ts";
import {
  type ContemptPolicy,
  type DatasetSummary,
  loadDataset,
  type StoredRecording,
} from "../datasets/index.ts";
import type { Labelled } from "../experiment/index.ts";
import { readRecordings } from "../extraction/index.ts";

export interface LabelledData {
  readonly items: readonly Labelled[];
  readonly summary: DatasetSummary;
  /** Left out: without a label, or without a face. */
  readonly unusable: number;
}

/**
 * Recordings of a data set that have a label and a face.
 *
 * @throws where the data set still has clips to be seen by the landmarker, or none is usable
 */
export async function loadLabelled(spec: string, contempt: ContemptPolicy): Promise<LabelledData> {
  const sources = { readRecordings, readCast: () => loadMienCast() };
  const { recordings, clips, summary } = await loadDataset(spec, sources, { contempt });
  if (clips.length > 0) {
    throw new Error(
      `${spec}: holds pictures or films that the landmarker has not seen (${clips.length} clips). ` +
        `First run: mien dataset extract ${spec} --out faces.parquet`,
    );
  }
  const items = recordings.filter(isUsable);
  if (items.length === 0) throw new Error(`${spec}: expected labelled recordings, got none`);
  return { items, summary, unusable: recordings.length - items.length };
}

function isUsable(stored: StoredRecording): stored is Labelled {
  return stored.label !== null && stored.recording.detected.includes(1);
}
