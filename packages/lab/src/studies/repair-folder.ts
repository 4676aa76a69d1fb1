import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LineAside, repairJournal } from "@mien/study";
import { lockFolder } from "./folder-lock.ts";
import { studyPaths } from "./study-folder.ts";

export interface FolderRepair {
  /** Lines that stay. */
  readonly kept: number;
  readonly aside: readonly LineAside[];
  /** Where the other lines are now; null where all stay. */
  readonly asidePath: string | null;
}

/**
 * Repairs the journal of a study's folder that two processes wrote in, or a disk damaged. The lines that do not stay are
 * written to a file of their own first; the journal is replaced whole.
 *
 * @throws where another process writes in the folder, or no line holds the study's configuration
 */
export function repairFolder(folder: string): FolderRepair {
  const { journal: path } = studyPaths(folder);
  if (!existsSync(path)) throw new Error(`${folder}: holds no study (no journal.jsonl)`);
  const lock = lockFolder(folder);
  try {
    const repaired = repairJournal(path, readFileSync(path, "utf8"));
    const { kept, aside } = repaired;
    if (aside.length === 0) return { kept, aside, asidePath: null };
    const asidePath = freeName(folder);
    writeFileSync(asidePath, aside.map(({ text }) => `${text}\n`).join(""), { flush: true });
    writeFileSync(`${path}.part`, repaired.text, { flush: true });
    renameSync(`${path}.part`, path);
    return { kept, aside, asidePath };
  } finally {
    rmSync(`${path}.part`, { force: true });
    lock.release();
  }
}

function freeName(folder: string): string {
  for (let i = 1; ; i++) {
    const path = join(folder, `journal.aside-${i}.txt`);
    if (!existsSync(path)) return path;
  }
}
