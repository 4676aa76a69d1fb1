/** Which task the labels of a data set make. */
import { basename, extname } from "node:path";
import { createTask, EXPRESSION_TASK, type Task } from "@mien/core";
import { compareNames } from "./compare-names.ts";
import type { ClipOnDisk, Dataset, SourceRecording } from "./dataset.ts";
import { DatasetError, systemMessage } from "./dataset-error.ts";
import { labelOfWord } from "./label-words.ts";

/** A data set whose labels are one spelling each, and the task that they make. */
export interface TaskDataset extends Dataset {
  readonly task: Task;
}

/**
 * The six expressions where every label is a known word of theirs, of contempt or of neutral; else a task of the data set's
 * own labels, named for its file or folder. A data set with marks and no label makes a task that is not exclusive. Labels
 * that differ in case alone are one, as the first is spelled.
 *
 * @throws DatasetError where they make no task: one label alone, more than 32, or one that cannot be a label
 */
export function withTask(dataset: Dataset, path: string): TaskDataset {
  const items: readonly (SourceRecording | ClipOnDisk)[] = [
    ...dataset.recordings,
    ...dataset.clips,
  ];
  const labels = new Set(items.flatMap(({ label }) => (label === null ? [] : [label])));
  const name = basename(path, extname(path)) || path;
  if (labels.size === 0) {
    const marks = new Set(items.flatMap((item) => Object.keys(item.marks ?? {})));
    const task =
      marks.size === 0 ? EXPRESSION_TASK : taskOf(path, { name, labels: marks, exclusive: false });
    return { ...dataset, task };
  }
  const unknown = [...labels].filter((label) => labelOfWord(label) === null);
  if (unknown.length === 0) {
    return { ...renamed(dataset, (label) => labelOfWord(label)!), task: EXPRESSION_TASK };
  }
  const spelled = new Map<string, string>();
  for (const label of labels) {
    const folded = label.trim().toLowerCase();
    if (!spelled.has(folded)) spelled.set(folded, folded === "neutral" ? folded : label.trim());
  }
  const task = taskOf(path, { name, labels: new Set(spelled.values()), exclusive: true });
  const sentence = `${path}: a task of its own labels, ${task.labels.join(", ")}`;
  const why = `${unknown.slice(0, 3).join(", ")}: none of the six expressions`;
  const { summary, ...rest } = renamed(
    dataset,
    (label) => spelled.get(label.trim().toLowerCase())!,
  );
  return {
    ...rest,
    summary: { ...summary, remarks: [...summary.remarks, `${sentence} (${why})`] },
    task,
  };
}

function taskOf(
  path: string,
  { name, labels, exclusive }: { name: string; labels: ReadonlySet<string>; exclusive: boolean },
): Task {
  const named = [...labels].filter((label) => label !== "neutral").sort(compareNames);
  try {
    return createTask({ name, labels: named, exclusive });
  } catch (error) {
    const shown = named.slice(0, 6).join(", ");
    const got = `${shown} (${systemMessage(error)})`;
    throw new DatasetError({ file: path, expected: "labels of one task, 2 to 32", got });
  }
}

function renamed(dataset: Dataset, nameOf: (label: string) => string): Dataset {
  const rename = <T extends { readonly label: string | null }>(item: T): T =>
    item.label === null ? item : { ...item, label: nameOf(item.label) };
  return {
    ...dataset,
    recordings: dataset.recordings.map(rename),
    clips: dataset.clips.map(rename),
  };
}
