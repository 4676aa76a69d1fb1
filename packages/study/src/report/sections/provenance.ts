import {
  isExpressionTask,
  type StudyAnalysis,
  type StudyEfficiency,
  taskOf,
} from "../../analysis/index.ts";
import { html, type Markup } from "../markup.ts";
import { countWords } from "../report-tables.ts";
import { plural, taskWords } from "../words.ts";
import { details, paragraph, type Section } from "./section.ts";

export interface Provenance {
  /** The command that repeats the study. */
  readonly command: string;
  /** When the report was made; left out by default, so that the same study gives the same bytes. */
  readonly date: string | null;
}

export function provenanceSection(
  analysis: StudyAnalysis,
  efficiency: StudyEfficiency,
  { command, date }: Provenance,
): Section {
  const { config, configHash, data, runs } = analysis;
  const facts: readonly (readonly [string, string])[] = [
    ["study", analysis.name],
    ["runs", `${runs.done} of ${runs.planned} done, ${runs.analysed} analysed`],
    ["folds", `${config.folds.folds}, ${config.folds.scheme}; no subject on two sides`],
    ["seeds", config.seeds.join(", ")],
    taskFact(analysis),
    ["features", JSON.stringify(config.features)],
    ["mien", efficiency.versions.join(", ")],
    ["Node.js", efficiency.nodes.join(", ")],
    ["backend", efficiency.backends.join(", ")],
    ["configuration, SHA-256", configHash],
    ...(date === null ? [] : [["report made", date] as const]),
  ];
  return {
    id: "provenance",
    title: "What was run",
    body: [
      paragraph(
        "This repeats it; with the same versions, every figure but the times comes out the same to the byte:",
      ),
      html`<pre class="command"><code>${command}</code></pre>`,
      html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value || "not recorded"}</dd>\n`)}</dl>`,
      html`<ul>${data.map(dataItem)}</ul>`,
      details(
        "The whole configuration",
        html`<pre><code>${JSON.stringify(config, null, 2)}</code></pre>`,
      ),
    ],
  };
}

/** Contempt is a question of the six expressions alone. */
function taskFact(analysis: StudyAnalysis): readonly [string, string] {
  const task = taskOf(analysis);
  if (!isExpressionTask(task)) return ["task", taskWords(task)];
  const isOut = analysis.config.contempt === "out";
  return ["contempt", isOut ? "left out" : "kept, as a negative of every head"];
}

const dataItem = ({
  name,
  fingerprint,
  recordings,
  subjects,
  counts,
}: StudyAnalysis["data"][number]): Markup =>
  html`<li><strong>${name}</strong>: ${plural(recordings, "recording")} of ${plural(subjects, "subject")} (${countWords(counts)}); fingerprint <code>${fingerprint}</code></li>\n`;
