import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { analyzeEfficiency, analyzeStudy, type StudyAnalysis, studyCommand } from "@mien/study";
import { readJournal } from "./journal-file.ts";
import { studyPaths } from "./study-folder.ts";
import { writeReport } from "./write-report.ts";

/**
 * Makes a study's analysis, report and tables from its journal, and writes them beside it.
 *
 * @throws where the folder holds no journal, a damaged or unfinished one, or cannot be written
 */
export function reportStudyFolder(folder: string): StudyAnalysis {
  const { journal: path, config } = studyPaths(folder);
  const journal = readJournal(path);
  if (journal === null) throw new Error(`${folder}: holds no study (no journal.jsonl)`);
  const runs = [...journal.runs.values()];
  const analysis = analyzeStudy(journal.study, runs, [...journal.failures.values()]);
  const efficiency = analyzeEfficiency(journal.study, runs, journal.measurements);
  writeFileSync(config, `${JSON.stringify(journal.study.config, null, 1)}\n`);
  writeReport(folder, analysis, efficiency, { command: studyCommand(journal.study.config) });
  return analysis;
}

/**
 * The analysis that reportStudyFolder wrote.
 *
 * @throws where there is none, or it is no JSON
 */
export function readAnalysis(folder: string): StudyAnalysis {
  const { analysis } = studyPaths(folder);
  if (!existsSync(analysis)) {
    throw new Error(`${folder}: holds no analysis.json; mien report makes it`);
  }
  try {
    return JSON.parse(readFileSync(analysis, "utf8")) as StudyAnalysis;
  } catch (error) {
    throw new Error(`${analysis}: expected JSON, got ${(error as Error).message}`);
  }
}
