import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvTable, escapeLatex, escapeMarkdown, latexTable } from "../../src/report/index.ts";
import { escapeMarkup, html } from "../../src/report/markup.ts";
import type { ReportTable } from "../../src/report/report-table.ts";
import { parseXml } from "../support/xml.ts";

/** Any UTF-16, broken pairs and controls too, rich in what the formats read as marks. */
const anything = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."<>&\"'\\{}$#%^_~|[]`*\n\r\t,;:−–±²", "\u0000", "\ud800", "\udfff", "]]>"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
});

const table = (cell: string): ReportTable => ({
  name: "t",
  caption: cell,
  columns: [
    { key: "a", head: cell, kind: "text" },
    { key: "b", head: "b", kind: "estimate" },
  ],
  rows: [[cell, { value: 1, low: null, high: 2 }]],
});

describe("markup", () => {
  test("whatever the data hold is text, and comes back as it was", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const all = parseXml(String(html`<p title="${text}">${text}</p>`));
        expect(all.map(({ name }) => name)).toEqual(["p"]);
        const read = (all[0]?.text ?? "")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&#39;", "'")
          .replaceAll("&amp;", "&");
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
        const unholdable = /[\0-\x08\v\f\x0e-\x1f\x7f\ufffe\uffff]|\p{Surrogate}/gu;
        expect(read).toBe(text.replace(unholdable, "\ufffd"));
      }),
    );
  });

  test("markup inside markup stays, text that looks like it does not", () => {
    expect(String(html`<b>${html`<i>${"<i>"}</i>`}${["a", 1, null]}</b>`)).toBe(
      "<b><i>&lt;i&gt;</i>a1</b>",
    );
    expect(escapeMarkup(`&<>"'`)).toBe("&amp;&lt;&gt;&quot;&#39;");
  });
});

describe("LaTeX", () => {
  test("no text ends a cell, a line or a group, or begins a comment", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const escaped = escapeLatex(text);
        // What the escapes themselves are made of is taken away; no active character is left.
        const rest = escaped
          .replace(/\\(?:text\w+|times|ldots)\{\d?\}/g, "")
          .replace(/\$(?:-|\\\w+)\$/g, "")
          .replace(/\\[{}$&#_%,]/g, "")
          .replaceAll("~", "");
        expect(rest).not.toMatch(/[\\{}$&#_%^<>|"]|\p{Cc}|\p{Surrogate}/u);
        const lines = latexTable(table(text)).split("\n");
        expect(lines.filter((line) => line.endsWith(" \\\\"))).toHaveLength(2);
        expect(lines).toHaveLength(latexTable(table("plain")).split("\n").length);
      }),
    );
  });

  test("a line that begins with a bracket is no option of the line before", () => {
    expect(latexTable(table("[2] a_b"))).toContain("    {}[2] a\\_b & 1.000 [--, 2.000] \\\\");
  });
});

describe("CSV", () => {
  test("comes back as it was, with full precision and empty fields for what is undefined", () => {
    fc.assert(
      fc.property(anything, fc.double(), (text, x) => {
        const { columns } = table("h");
        const [head, row] = readCsv(csvTable({ ...table("h"), columns, rows: [[text, x]] }));
        expect(head).toEqual(["a", "b", "b_low", "b_high"]);
        expect(row).toEqual([text, Number.isNaN(x) ? "" : String(x), "", ""]);
      }),
    );
    expect(csvTable(table("x"))).toBe("a,b,b_low,b_high\r\nx,1,,2\r\n");
  });
});

/** RFC 4180, written apart from the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let i = 0; i < text.length; ) {
    const quoted = text[i] === '"';
    const match = quoted ? /"((?:[^"]|"")*)"/y : /([^,\r\n]*)/y;
    match.lastIndex = i;
    const found = match.exec(text)!;
    rows.at(-1)!.push(quoted ? found[1]!.replaceAll('""', '"') : found[1]!);
    i += found[0].length;
    if (text[i] === ",") i += 1;
    else {
      i += 2;
      if (i < text.length) rows.push([]);
    }
  }
  return rows;
}

describe("Markdown", () => {
  test("a cell stays one cell of one line, and holds no tag", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const escaped = escapeMarkdown(text);
        const open = escaped.replace(/\\[\\`*_{}[\]#|~!>]/g, "");
        expect(open).not.toMatch(/[\\`*_{}[\]<>#|~!]/);
      }),
    );
  });
});
