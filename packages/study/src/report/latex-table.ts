import { formatCell, type ReportTable } from "./report-table.ts";

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  "%": "\\%",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "−": "$-$",
  "–": "--",
  "±": "$\\pm$",
  "×": "$\\times$",
  "∞": "$\\infty$",
  "≤": "$\\leq$",
  "≥": "$\\geq$",
  "²": "\\textsuperscript{2}",
  η: "$\\eta$",
  χ: "$\\chi$",
  "·": "\\textperiodcentered{}",
  "…": "\\ldots{}",
  "\u202f": "\\,",
  "\u00a0": "~",
};

/** Text for LaTeX, in any engine with UTF-8: what it would read as a command is spelled out, line breaks are spaces. */
export const escapeLatex = (text: string): string =>
  Array.from(text.replace(/[\p{Cc}\p{Surrogate}]+/gu, " "), (c) => COMMANDS[c] ?? c).join("");

/** A table environment for the booktabs package. The first line says what it needs. */
export function latexTable({ name, caption, columns, rows }: ReportTable): string {
  const align = columns.map(({ kind }) => (kind === "text" ? "l" : "r")).join("");
  const line = (cells: readonly string[]) => `    ${cells.map(escapeLatex).join(" & ")} \\\\`;
  return [
    "% \\usepackage{booktabs,textcomp}",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{tab:${name}}`,
    `  \\begin{tabular}{@{}${align}@{}}`,
    "    \\toprule",
    line(columns.map(({ head }) => head)),
    "    \\midrule",
    // An opening bracket after a line's end would be read as the end's option: `{}` parts them.
    ...rows.map((row) => protect(line(row.map((cell, i) => formatCell(cell, columns[i]!))))),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
}

const protect = (line: string): string => line.replace(/^(\s*)(?=[[*])/, "$1{}");
