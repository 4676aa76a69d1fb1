import { type StudyAnalysis, terminalTable } from "@mien/study";
import { studyPaths } from "../studies/index.ts";

/** What a study came to: its table and where its report is, or as JSON where everything is and the claims. */
export function printStudy(folder: string, analysis: StudyAnalysis, json: boolean): void {
  const { html, analysis: path } = studyPaths(folder);
  const { claims } = analysis;
  if (json) console.log(JSON.stringify({ out: folder, analysis: path, report: html, claims }));
  else console.log(`${terminalTable(analysis)}\n\nReport: ${html}`);
}
