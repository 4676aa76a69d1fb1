import type { Claim, StudyAnalysis } from "../analysis/index.ts";
import { formatClaim, formatPaper } from "./claim-figures.ts";
import { type Estimate, formatEstimate, formatNumber } from "./numbers.ts";
import { runsWarning } from "./summary-words.ts";
import { typeset, VERDICT_WORDS } from "./words.ts";

/** Of a table for the terminal. */
export interface TerminalTableOptions {
  /** Columns, at least 72. Default 96. */
  readonly width?: number;
}

/**
 * What a study ends with in a terminal: its conditions, each accuracy beside what always no reaches, then the paper's claims with their
 * verdicts. Plain text, no line wider than `width`.
 *
 * @throws on an unknown key, or a width below 72
 */
export function terminalTable(analysis: StudyAnalysis, options: TerminalTableOptions = {}): string {
  const unknown = Object.keys(options).find((key) => key !== "width");
  if (unknown !== undefined) {
    throw new Error(`terminalTable: has no option ${unknown}, expected width`);
  }
  const { width = 96 } = options;
  if (!(Number.isInteger(width) && width >= 72)) {
    throw new Error(`terminalTable: width must be an integer of at least 72, got ${width}`);
  }
  const note = runsWarning(analysis);
  const notes = note === "" ? [] : wrap(note, width);
  return [...notes, conditions(analysis, width), "", ...claims(analysis, width)].join("\n");
}

/** Right of the name: accuracy, always no, macro F1. */
function conditions({ conditions: all, config }: StudyAnalysis, width: number): string {
  const percent = `${formatNumber(100 * config.analysis.confidence, 0)} %`;
  const estimate = (score: Estimate) => formatEstimate(score, 3);
  const isExclusive = all.some(({ sixWay }) => sixWay !== null);
  const last = isExclusive ? "macro F1" : "mean F1";
  const head = ["condition", `accuracy [${percent}]`, "always no", `${last} [${percent}]`];
  const rows = all.map(({ id, mean, sixWay }) => [
    id,
    estimate(mean.accuracy),
    formatNumber(mean.alwaysNo.value, 3),
    estimate(sixWay?.scores.macroF1 ?? mean.f1),
  ]);
  const lines = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const others = widths.slice(1).reduce((sum, w) => sum + w + 2, 0);
  widths[0] = Math.min(widths[0]!, width - others);
  const text = lines.map((line) =>
    line
      .map((cell, i) =>
        i === 0 ? cut(cell, widths[0]!).padEnd(widths[0]!) : cell.padStart(widths[i]!),
      )
      .join("  "),
  );
  return [text[0]!, "─".repeat(Math.min(width, text[0]!.length)), ...text.slice(1)].join("\n");
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

const VERDICT_WIDTH = VERDICT_WORDS.undecided.length;

/** The verdict first, then the claim, its two figures below it. */
function claims({ claims: all }: StudyAnalysis, width: number): string[] {
  const rest = width - VERDICT_WIDTH - 2;
  const head = `${"verdict".padEnd(VERDICT_WIDTH)}  the paper's claim`;
  return [head, "─".repeat(width), ...all.flatMap((claim) => claimLines(claim, rest))];
}

function claimLines(claim: Claim, width: number): string[] {
  const lines = [
    ...wrap(typeset(claim.statement), width),
    ...wrap(`paper: ${formatPaper(claim)}; here: ${formatClaim(claim)}`, width),
  ];
  const indent = " ".repeat(VERDICT_WIDTH + 2);
  const first = `${VERDICT_WORDS[claim.verdict].padEnd(VERDICT_WIDTH)}  ${lines[0]}`;
  return [first, ...lines.slice(1).map((line) => indent + line)];
}

/** Words that are longer than a line are cut where it ends. */
function wrap(text: string, width: number): string[] {
  const words = text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .split(" ")
    .flatMap((word) => word.match(new RegExp(`.{1,${width}}`, "gu")) ?? []);
  const lines: string[] = [""];
  for (const word of words) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
