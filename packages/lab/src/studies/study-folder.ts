import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { configHash, type Journal, type StudyConfig } from "@mien/study";
import { readJournal } from "./journal-file.ts";

/** Where a study keeps what. */
export const studyPaths = (folder: string) => ({
  journal: join(folder, "journal.jsonl"),
  config: join(folder, "config.json"),
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
    const changed = changes(journal.study.config, config);
    throw new Error(
      `${path}: holds a study of another configuration (${changed.join("; ")}). ` +
        "Give the same configuration to go on, or another --out",
    );
  }
  return journal;
}

/** Such as "tuning.trials: 6 there, 25 asked". */
function changes(was: unknown, is: unknown, path = ""): string[] {
  const [a, b] = [JSON.stringify(was), JSON.stringify(is)];
  if (a === b) return [];
  if (!isPlain(was) || !isPlain(is)) return [`${path}: ${a} there, ${b} asked`];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const found = keys.flatMap((key) => changes(was[key], is[key], path ? `${path}.${key}` : key));
  return found.length > 0 ? found : [`${path}: another order of keys`];
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
