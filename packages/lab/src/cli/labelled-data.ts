/** A data set by name, ready to train on. */

import type { LabelledRecording } from "@mien/core";
import { loadMienCast } from "../casting/index.ts";
import {
  type ContemptPolicy,
  type DatasetSummary,
  loadDataset,
  type SourceRecording,
} from "../datasets/index.ts";
import { readRecordings } from "../recordings/index.ts";
import { seenDataset } from "./seen-dataset.ts";

export interface LabelledData {
  readonly items: readonly LabelledRecording[];
  readonly summary: DatasetSummary;
  /** Left out: without a label, or without a face. */
  readonly unusable: number;
}

/**
 * Recordings of a data set that have a label and a face; its pictures and films go through the landmarker first.
 *
 * @throws where the landmarker is needed and missing, or none is usable
 */
export async function loadLabelled(spec: string, contempt: ContemptPolicy): Promise<LabelledData> {
  const sources = { readRecordings, readCast: () => loadMienCast() };
  const dataset = await loadDataset(spec, sources, { contempt });
  const { summary } = dataset;
  const recordings = await seenDataset(spec, dataset);
  const items = recordings.filter(isUsable);
  if (items.length === 0) throw new Error(`${spec}: expected labelled recordings, got none`);
  return { items, summary, unusable: recordings.length - items.length };
}

function isUsable(stored: SourceRecording): stored is LabelledRecording {
  return stored.label !== null && stored.recording.detected.includes(1);
}
