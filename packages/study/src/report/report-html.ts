import {
  isExpressionTask,
  type StudyAnalysis,
  type StudyEfficiency,
  taskOf,
} from "../analysis/index.ts";
import { PAPER } from "./limits-words.ts";
import { html, type Markup } from "./markup.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { type ReportOptions, resolveReportOptions } from "./report-options.ts";
import { effectsSection } from "./sections/effects.ts";
import { efficiencySection } from "./sections/efficiency.ts";
import { limitsSection } from "./sections/limits.ts";
import { powerSection } from "./sections/power.ts";
import { provenanceSection } from "./sections/provenance.ts";
import { rankingSection } from "./sections/ranking.ts";
import { ruleSection } from "./sections/rule.ts";
import { expressionsSection, mistakesSection, scoresSection } from "./sections/scores.ts";
import type { Section } from "./sections/section.ts";
import { summarySection } from "./sections/summary.ts";
import { tuningSection } from "./sections/tuning.ts";
import { taskWords } from "./words.ts";

/**
 * A study's report as one HTML file: no script, no request, plots as inline SVG, light and dark, for screens from a phone's width on and
 * for paper. The same input gives the same bytes.
 *
 * @throws on an unknown option
 */
export function reportHtml(
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
  options: ReportOptions = {},
): string {
  const provenance = resolveReportOptions("reportHtml", options);
  const sections = [
    summarySection(analysis),
    effectsSection(analysis),
    scoresSection(analysis),
    expressionsSection(analysis),
    mistakesSection(analysis),
    ruleSection(analysis),
    tuningSection(analysis),
    efficiencySection(analysis, efficiency),
    rankingSection(analysis),
    powerSection(analysis),
    provenanceSection(analysis, efficiency, provenance),
    limitsSection(),
  ];
  return `<!doctype html>\n${page(analysis, sections)}\n`;
}

/** The question that the study answers: of the six expressions whether the paper's claims hold. */
function heading(analysis: StudyAnalysis): Markup {
  const task = taskOf(analysis);
  const { name } = analysis;
  return isExpressionTask(task)
    ? html`<h1>Do the paper’s claims hold? Study “${name}”</h1>
<p class="lead">${PAPER.text} (<a href="${`https://doi.org/${PAPER.doi}`}">doi ${PAPER.doi}</a>), rerun by mien.</p>`
    : html`<h1>Study “${name}”</h1>
<p class="lead">${taskWords(task)}</p>`;
}

/** Nothing may be fetched: the policy refuses even what markup from elsewhere would ask for. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

function page(analysis: StudyAnalysis, sections: readonly Section[]): Markup {
  const { name } = analysis;
  return html`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<link rel="icon" href="data:,"/>
<title>${`mien study: ${name}`}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
${heading(analysis)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
</header>
<main>
${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n${body}\n</section>\n`)}
</main>
<footer>Made by mien from analysis.json and efficiency.json; tables as CSV and LaTeX lie beside this file in tables/.<span class="paper">The long tables, which open on a screen, are left out on paper.</span></footer>
</body>
</html>`;
}
