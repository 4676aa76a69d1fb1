/** Truth that excludes no other, such as action units, in a CSV beside the recordings: `id, AU04, AU12, ...`. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { columnOf, readCsv } from "./csv.ts";
import type { Dataset } from "./dataset.ts";
import { DatasetError, quote } from "./dataset-error.ts";

/** In a folder; beside a file its name with this added. */
export const MARKS_FILE = "marks.csv";

type Marks = Readonly<Record<string, boolean>>;

/**
 * Adds the marks of `FOLDER/marks.csv` or `FILE.marks.csv`, if there is one, to the recordings and clips that it names.
 *
 * @throws DatasetError on a value other than 1, 0, true, false or nothing (unknown), an id that is named twice or that the
 * data set lacks
 */
export function withMarks(dataset: Dataset, path: string): Dataset {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(path, MARKS_FILE) : `${path}.${MARKS_FILE}`;
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return dataset;
  const ids = new Set([
    ...dataset.recordings.map(({ recording }) => recording.id),
    ...dataset.clips.map(({ id }) => id),
  ]);
  const marks = readMarks(file, ids);
  const add = <T extends { readonly marks?: Marks }>(item: T, id: string): T => {
    const own = marks.get(id);
    return own === undefined ? item : { ...item, marks: { ...item.marks, ...own } };
  };
  return {
    ...dataset,
    recordings: dataset.recordings.map((stored) => add(stored, stored.recording.id)),
    clips: dataset.clips.map((clip) => add(clip, clip.id)),
  };
}

const TRUTHS: Readonly<Record<string, boolean | null>> = {
  "1": true,
  true: true,
  "0": false,
  false: false,
  "": null,
  na: null,
  nan: null,
};

function readMarks(file: string, ids: ReadonlySet<string>): ReadonlyMap<string, Marks> {
  const table = readCsv(file);
  const id = columnOf(table, "id");
  const names = [...table.columns].filter(([name, column]) => column !== id && name !== "");
  const marks = new Map<string, Marks>();
  for (const { fields, line } of table.rows()) {
    const own = fields[id]!.trim();
    const fail = (column: number, expected: string, got: string) =>
      new DatasetError({ file, line, column: column + 1, expected, got: quote(got) });
    if (!ids.has(own)) throw fail(id, "the id of a recording or clip of the data set", own);
    if (marks.has(own)) throw fail(id, "each id once", own);
    const known = names.flatMap(([name, column]) => {
      const text = fields[column]!.trim();
      const truth = TRUTHS[text.toLowerCase()];
      if (truth === undefined) throw fail(column, "1, 0, true, false or nothing", text);
      return truth === null ? [] : [[name, truth] as const];
    });
    marks.set(own, Object.fromEntries(known));
  }
  return marks;
}
