import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { StudyConfig } from "./config.ts";
import { configHash, type Journal, readJournal } from "./journal.ts";
import type { DataRecord } from "./records.ts";

/** Where a study keeps what. */
export const studyPaths = (folder: string) => ({
  journal: join(folder, "journal.jsonl"),
  analysis: join(folder, "analysis.json"),
  efficiency: join(folder, "efficiency.json"),
  html: join(folder, "report.html"),
  markdown: join(folder, "report.md"),
  tables: join(folder, "tables"),
});

/**
 * Makes the folder and reads what an earlier process left in it.
 *
 * @throws where the folder cannot be written, or holds a study of another configuration
 */
export function openStudyFolder(folder: string, config: StudyConfig): Journal | null {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`${folder}: cannot be made (${(error as Error).message})`);
  }
  const { journal: path } = studyPaths(folder);
  const journal = readJournal(path);
  if (journal !== null && journal.study.configHash !== configHash(config)) {
    const changed = changedKeys(journal.study.config, config);
    throw new Error(
      `${path}: holds a study of another configuration (${changed.join(", ")}). ` +
        "Give the same configuration to go on, or another --out",
    );
  }
  return journal;
}

/**
 * Throws where a data set is no longer what the journal's runs saw.
 */
export function checkData(
  path: string,
  was: readonly DataRecord[],
  is: readonly DataRecord[],
): void {
  for (const [i, { name, fingerprint }] of was.entries()) {
    const now = is[i]?.fingerprint;
    if (now !== fingerprint) {
      throw new Error(
        `${path}: data set ${name} has changed since the study began: expected fingerprint ${fingerprint}, got ${now}`,
      );
    }
  }
}

function changedKeys(a: StudyConfig, b: StudyConfig): string[] {
  const keys = Object.keys(a) as (keyof StudyConfig)[];
  return keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}
