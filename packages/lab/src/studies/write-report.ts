import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReportOptions, StudyAnalysis, StudyEfficiency } from "@mien/study";
import { analysisJson, reportFiles } from "@mien/study";

/**
 * Writes analysis.json, efficiency.json, report.html, report.md and tables/ into a study's folder; each file appears whole
 * or not at all.
 *
 * @returns the files written, by path below the folder
 * @throws where one cannot be written, naming it
 */
export function writeReport(
  folder: string,
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
  options: ReportOptions = {},
): string[] {
  const files = new Map([
    ["analysis.json", analysisJson(analysis)],
    ["efficiency.json", `${JSON.stringify(efficiency, null, 1)}\n`],
    ...reportFiles(analysis, efficiency, options),
  ]);
  for (const [name, text] of files) writeWhole(join(folder, name), text);
  return [...files.keys()];
}

function writeWhole(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  } catch (error) {
    throw new Error(
      `${path}: cannot be written (${(error as Error).message}); the journal is whole, and mien report goes on from it`,
    );
  }
}
