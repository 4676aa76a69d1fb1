import { statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { createRecording, type Label, type Recording } from "@mien/core";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError } from "./dataset-error.ts";
import { readFolder } from "./disk.ts";
import { labelOfWord, labelsInId } from "./label-words.ts";

type ReadTable = (file: string, subjectId?: string) => readonly Recording[];

/**
 * One table, or a folder of them: `subject/expression/clip.csv` says subject and label; deeper or flatter, the subject is
 * the first folder, or the file where there is none. The label of any other file is the one that its name holds, if any:
 * `s01_happy.csv`.
 *
 * @throws DatasetError if `path` leads nowhere, if a single table is broken, or if the folder holds none
 */
export function loadTableFiles(path: string, read: ReadTable): Dataset {
  const builder = createDatasetBuilder();
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) {
    addTable(builder, read, path, null);
    const single = builder.finish();
    return { ...single, summary: { ...single.summary, found: single.summary.loaded } };
  }
  const files = listTables(path);
  if (files.length === 0) {
    throw new DatasetError({ file: path, expected: "a folder with CSV tables", got: "none in it" });
  }
  for (const file of files) builder.attempt(() => addTable(builder, read, file, path));
  return builder.finish();
}

function listTables(folder: string): string[] {
  const { folders, files } = readFolder(folder);
  const own = files.filter((name) => name.toLowerCase().endsWith(".csv"));
  return [
    ...own.map((name) => join(folder, name)),
    ...folders.flatMap((name) => listTables(join(folder, name))),
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
  for (const recording of read(file, parts.length > 1 ? parts[0] : undefined)) {
    const id = prefix === "" ? recording.id : `${prefix}/${recording.id}`;
    builder.addRecording({
      recording: createRecording({ ...recording, id }),
      label: labelOf(parts, recording.id),
    });
  }
}

function labelOf(parts: readonly string[], name: string): Label | null {
  const folder = parts.length === 3 ? labelOfWord(parts[1]!) : null;
  if (folder !== null) return folder;
  const named = labelsInId(name);
  return named.length === 1 ? named[0]! : null;
}
