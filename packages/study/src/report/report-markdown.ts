import {
  isExpressionTask,
  type StudyAnalysis,
  type StudyEfficiency,
  taskOf,
} from "../analysis/index.ts";
import { formatClaim, formatPaper } from "./claim-figures.ts";
import { LIMITS, PAPER } from "./limits-words.ts";
import { escapeMarkdown, markdownTable } from "./markdown-table.ts";
import { type ReportOptions, resolveReportOptions } from "./report-options.ts";
import { claimsTable, reportTables } from "./report-tables.ts";
import type { Provenance } from "./sections/provenance.ts";
import { summaryLines } from "./summary-words.ts";
import { sentence, taskWords, typeset, VERDICT_WORDS } from "./words.ts";

/**
 * A study's report in Markdown: the same words and tables as the page, without plots.
 *
 * @throws on an unknown option
 */
export function reportMarkdown(
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
  options: ReportOptions = {},
): string {
  const provenance = resolveReportOptions("reportMarkdown", options);
  const tables = reportTables(analysis, efficiency).filter(
    ({ name, rows }) => name !== claimsTable(analysis).name && rows.length > 0,
  );
  return [
    ...heading(analysis),
    "## In short",
    ...summaryLines(analysis).map(escapeMarkdown),
    ...(analysis.claims.length === 0 ? [] : [claims(analysis)]),
    "## Tables",
    ...tables.map(markdownTable),
    whatWasRun(analysis, efficiency, provenance),
    "## Limits and ethics",
    ...LIMITS.map(({ head, text }) => `**${head}.** ${text}`),
    "",
  ].join("\n\n");
}

function heading(analysis: StudyAnalysis): readonly string[] {
  const [task, name] = [taskOf(analysis), escapeMarkdown(analysis.name)];
  return isExpressionTask(task)
    ? [
        `# Do the paper's claims hold? Study "${name}"`,
        `${PAPER.text} (doi ${PAPER.doi}), rerun by mien.`,
      ]
    : [`# Study "${name}"`, escapeMarkdown(taskWords(task))];
}

function claims({ claims: all }: StudyAnalysis): string {
  const rows = all.map((claim) => {
    const cells = [
      typeset(claim.statement),
      formatPaper(claim),
      formatClaim(claim),
      VERDICT_WORDS[claim.verdict],
    ];
    return `| ${[...cells, sentence(claim.note)].map(escapeMarkdown).join(" | ")} |`;
  });
  return [
    "| claim | the paper's figure | this study | verdict | note |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function whatWasRun(
  { config, configHash, data }: StudyAnalysis,
  { versions, nodes, backends }: StudyEfficiency,
  { command, date }: Provenance,
): string {
  const sets = data.map(
    ({ name, recordings, subjects, fingerprint }) =>
      `- ${escapeMarkdown(name)}: ${recordings} recordings of ${subjects} subjects, fingerprint ${escapeMarkdown(fingerprint)}`,
  );
  const facts = [
    `- mien ${versions.join(", ")}, Node.js ${nodes.join(", ")}, backend ${backends.join(", ")}`,
    `- configuration (SHA-256 ${configHash}): below`,
    ...(date === null ? [] : [`- report made ${escapeMarkdown(date)}`]),
  ];
  return [
    "## What was run",
    fenced(command, ""),
    [...sets, ...facts].join("\n"),
    fenced(JSON.stringify(config, null, 2), "json"),
  ].join("\n\n");
}

/** A fence longer than any that the text holds. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
