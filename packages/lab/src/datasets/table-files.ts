import { statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { createRecording, type Recording } from "@mien/core";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError } from "./dataset-error.ts";
import { readFolder } from "./disk.ts";
import { labelOfWord, labelsInId } from "./label-words.ts";
import { MARKS_FILE } from "./marks-file.ts";
import { type OnRemark, stem } from "./point-table.ts";

type ReadTable = (file: string, subjectId: string, onRemark: OnRemark) => readonly Recording[];

/**
 * One table, or a folder of them: `subject/expression/clip.csv` says subject and label; deeper or flatter, the subject is
 * the first folder, or the file where there is none. The label of any other file is the one that its name holds, if any:
 * `s01_happy.csv`.
 *
 * @throws DatasetError if `path` leads nowhere, if a single table is broken, or if the folder holds none
 */
export function loadTableFiles(
  path: string,
  read: ReadTable,
  endings: readonly string[] = [".csv"],
): Dataset {
  const builder = createDatasetBuilder();
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) {
    addTable(builder, read, path, null);
    const single = builder.finish();
    return { ...single, summary: { ...single.summary, found: single.summary.loaded } };
  }
  for (const file of listTables(path, endings))
    builder.attempt(() => addTable(builder, read, file, path));
  return builder.finish();
}

/** The tables of a folder and of those in it. @throws DatasetError where there are none */
export function listTables(folder: string, endings: readonly string[]): string[] {
  const found = tablesIn(folder, endings);
  if (found.length > 0) return found;
  const expected = `a folder with tables (${endings.join(", ")})`;
  throw new DatasetError({ file: folder, expected, got: "none in it" });
}

const isTable = (name: string, endings: readonly string[]): boolean =>
  endings.includes(extname(name).toLowerCase()) && !name.endsWith(MARKS_FILE);

function tablesIn(folder: string, endings: readonly string[]): string[] {
  const { folders, files } = readFolder(folder);
  const own = files.filter((name) => isTable(name, endings));
  return [
    ...own.map((name) => join(folder, name)),
    ...folders.flatMap((name) => tablesIn(join(folder, name), endings)),
  ];
}

function addTable(
  builder: DatasetBuilder,
  read: ReadTable,
  file: string,
  root: string | null,
): void {
  const parts = root === null ? [] : relative(root, file).split(sep);
  const prefix = parts.slice(0, -1).join("/");
  const subjectId = parts.length > 1 ? parts[0]! : stem(file);
  const onRemark = (remark: string) => builder.remark(`${file}: ${remark}`);
  for (const recording of read(file, subjectId, onRemark)) {
    const id = prefix === "" ? recording.id : `${prefix}/${recording.id}`;
    builder.addRecording({
      recording: createRecording({ ...recording, id }),
      label: labelOf(parts, recording.id),
    });
  }
}

/** A known word among the folders counts most, then one in the file's name, then the folder's name whatever it is. */
function labelOf(parts: readonly string[], name: string): string | null {
  const folder = parts.length === 3 ? parts[1]! : null;
  const known = folder === null ? null : labelOfWord(folder);
  if (known !== null) return known;
  const named = labelsInId(name);
  return named.length === 1 ? named[0]! : folder;
}
