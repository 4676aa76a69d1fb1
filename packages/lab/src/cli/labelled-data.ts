/** A data set by name, ready to train on. */

import { type LabelledRecording, NEUTRAL, type Task } from "@mien/core";
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
  /** What their labels, or their marks, make. */
  readonly task: Task;
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
  const { summary, task } = dataset;
  const recordings = await seenDataset(spec, dataset);
  const items = recordings.flatMap((stored) => usable(stored, task));
  if (items.length === 0) {
    const why = summary.remarks.length > 0 ? ` (${summary.remarks[0]})` : "";
    throw new Error(`${spec}: expected labelled recordings, got none${why}`);
  }
  return { items, task, summary, unusable: recordings.length - items.length };
}

/** Marks are truth enough for a task that is not exclusive. */
function usable(
  { recording, label, marks = {} }: SourceRecording,
  task: Task,
): LabelledRecording[] {
  const isMarked = !task.exclusive && Object.keys(marks).length > 0;
  if (!recording.detected.includes(1) || (label === null && !isMarked)) return [];
  return [{ recording, label: label ?? NEUTRAL, ...(isMarked && { marks }) }];
}
