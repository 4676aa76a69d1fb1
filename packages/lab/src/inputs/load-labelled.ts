/** A data set by name, ready to train on. */
import type { LabelledRecording, Task } from "@mien/core";
import type { DatasetSummary, LoadOptions, SourceRecording } from "../datasets/index.ts";
import { type LookOptions, lookAtDataset } from "./look-at-dataset.ts";
import { openDataset } from "./open-dataset.ts";
import { taskOfLabels } from "./task-of-labels.ts";

export interface LabelledData {
  /** What the labels are of. */
  readonly task: Task;
  readonly items: readonly LabelledRecording[];
  readonly summary: DatasetSummary;
  /** Left out: without a label, or without a face. */
  readonly unusable: number;
}

/**
 * Recordings of a data set that have a label and a face; its pictures and films go through the landmarker
 * first, once.
 *
 * @throws where the landmarker is needed and missing, or no recording is usable
 */
export async function loadLabelled(
  spec: string,
  load: LoadOptions = {},
  look: LookOptions = {},
): Promise<LabelledData> {
  const dataset = await openDataset(spec, load);
  const recordings = await lookAtDataset(spec, dataset, look);
  const items = recordings.filter(isUsable);
  if (items.length === 0) throw new Error(`${spec}: expected labelled recordings, got none`);
  const task = taskOfLabels(items.map(({ label }) => label));
  return { task, items, summary: dataset.summary, unusable: recordings.length - items.length };
}

function isUsable(stored: SourceRecording): stored is LabelledRecording {
  return stored.label !== null && stored.recording.detected.includes(1);
}
