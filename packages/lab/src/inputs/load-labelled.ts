/** A data set by name, ready to train on. */
import { type LabelledRecording, NEUTRAL, type Task } from "@mien/core";
import type { DatasetSummary, LoadOptions, SourceRecording } from "../datasets/index.ts";
import { type LookOptions, lookAtDataset } from "./look-at-dataset.ts";
import { openDataset } from "./open-dataset.ts";

export interface LabelledData {
  /** What their labels, or their marks, make. */
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
  const { summary, task } = dataset;
  const items = recordings.flatMap((stored) => usable(stored, task));
  if (items.length === 0) {
    const why = summary.remarks.length > 0 ? ` (${summary.remarks[0]})` : "";
    throw new Error(`${spec}: expected labelled recordings, got none${why}`);
  }
  return { task, items, summary, unusable: recordings.length - items.length };
}

/** Marks are truth enough for a task that is not exclusive. */
function usable(
  { recording, label, marks = {} }: SourceRecording,
  task: Task,
): LabelledRecording[] {
  const isMarked = !task.exclusive && Object.keys(marks).length > 0;
  if (!recording.detected.includes(1) || (label === null && !isMarked)) return [];
  return [{ recording, label: label ?? labelOfMarks(marks), ...(isMarked && { marks }) }];
}

/** What is shown, joined; a face of which no mark is true is at rest. */
function labelOfMarks(marks: Readonly<Record<string, boolean>>): string {
  const shown = Object.keys(marks).filter((name) => marks[name]);
  return shown.length === 0 ? NEUTRAL : shown.join("+");
}
