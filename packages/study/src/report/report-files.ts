import type { StudyAnalysis, StudyEfficiency } from "../analysis/index.ts";
import { csvTable } from "./csv-table.ts";
import { latexTable } from "./latex-table.ts";
import { reportHtml } from "./report-html.ts";
import { reportMarkdown } from "./report-markdown.ts";
import type { ReportOptions } from "./report-options.ts";
import { reportTables } from "./report-tables.ts";

/** `analysis.json`: the same bytes wherever the study ran. */
export const analysisJson = (analysis: StudyAnalysis): string =>
  `${JSON.stringify(analysis, null, 1)}\n`;

/**
 * Everything that a report is made of, by path below the study's folder: report.html, report.md, tables/*.tex, tables/*.csv.
 *
 * @throws on an unknown option
 */
export function reportFiles(
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
  options: ReportOptions = {},
): ReadonlyMap<string, string> {
  const tables = reportTables(analysis, efficiency);
  return new Map([
    ["report.html", reportHtml(analysis, efficiency, options)],
    ["report.md", reportMarkdown(analysis, efficiency, options)],
    ...tables.map((table) => [`tables/${table.name}.csv`, csvTable(table)] as const),
    ...tables.map((table) => [`tables/${table.name}.tex`, latexTable(table)] as const),
  ]);
}
