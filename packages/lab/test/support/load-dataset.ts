import { loadMienCast } from "../../src/casting/index.ts";
import {
  type Dataset,
  type LoadOptions,
  loadDataset,
  type TaskDataset,
} from "../../src/datasets/index.ts";
import { readRecordings } from "../../src/recordings/index.ts";

/** A data set as `mien dataset` loads it. */
export const load = (spec: string, options?: LoadOptions): Promise<TaskDataset> =>
  loadDataset(spec, { readRecordings, readCast: () => loadMienCast() }, options);

/** id, subject and label of everything in it, recordings first. */
export const itemsOf = ({ recordings, clips }: Dataset) => [
  ...recordings.map(({ recording: { id, subjectId }, label }) => [id, subjectId, label]),
  ...clips.map(({ id, subjectId, label }) => [id, subjectId, label]),
];

/** Messages of the summary's problems, without the folder that the tree lies in. */
export const problemsOf = ({ summary }: Dataset, root: string): string[] =>
  summary.problems.map(({ message }) => message.replaceAll(`${root}/`, ""));
