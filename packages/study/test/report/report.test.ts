import { EXPRESSIONS } from "@mien/core";
import { describe, expect, test } from "vitest";
import type { StudyAnalysis } from "../../src/analysis/index.ts";
import {
  reportFiles,
  reportHtml,
  reportMarkdown,
  reportTables,
  terminalTable,
} from "../../src/report/index.ts";
import { sampleEfficiency } from "../support/sample-efficiency.ts";
import { sampleAnalysis } from "../support/sample-study.ts";
import { parseXml } from "../support/xml.ts";

const analysis = sampleAnalysis();
const efficiency = sampleEfficiency();
const page = reportHtml(analysis, efficiency, { command: "mien study --preset full" });
const elements = parseXml(page);

/** All its texts are marks, its figures undefined; the configuration has been checked before, and stays. */
function hostile(): StudyAnalysis {
  const json = JSON.stringify(analysis, (key, value) => {
    if (["id", "statement", "paper", "note", "decision", "definition"].includes(key)) {
      return `<script>alert("${value}")</script> & ]]> \\end{tabular} | \u0000`;
    }
    return typeof value === "number" &&
      ["value", "low", "high", "p", "estimate", "mean"].includes(key)
      ? null
      : value;
  });
  return { ...(JSON.parse(json) as StudyAnalysis), config: analysis.config };
}

describe("reportHtml", () => {
  test("is well-formed, with a language, a title and one heading of the first rank", () => {
    expect(elements[0]).toMatchObject({ name: "html", attributes: new Map([["lang", "en"]]) });
    expect(elements.filter(({ name }) => name === "h1")).toHaveLength(1);
    expect(elements.find(({ name }) => name === "title")?.text).toBe("mien study: full");
    const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("asks nobody for anything: no script, no address but in links", () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ["script", "img", "iframe", "object", "form"])
      expect(names).not.toContain(name);
    for (const { name, attributes, text } of elements) {
      for (const [key, value] of attributes) {
        if (key === "href") expect([name, value.replace(/#.*/, "")]).toSatisfy(isAllowed);
        else if (key !== "xmlns") expect(value).not.toMatch(/https?:|\/\/|url\(/);
      }
      if (name === "style") expect(text).not.toMatch(/@import|url\(|https?:/);
    }
  });

  const isAllowed = ([name, value]: readonly string[]) =>
    name === "link" ? value === "data:," : value === "" || value!.startsWith("https://doi.org/");

  test("every link inside it has its target, every plot its title, every table its caption and heads", () => {
    const ids = new Set(elements.map(({ attributes }) => attributes.get("id")));
    const inner = elements.flatMap(({ attributes }) => attributes.get("href") ?? []);
    for (const href of inner.filter((one) => one.startsWith("#")))
      expect(ids).toContain(href.slice(1));
    elements.forEach(({ name, attributes }, i) => {
      if (name === "svg") {
        expect(attributes.get("role")).toBe("img");
        expect(elements[i + 1]).toMatchObject({ name: "title" });
        expect(elements[i + 1]!.text).not.toBe("");
      }
      if (name === "table") expect(elements[i + 1]!.name).toBe("caption");
      if (name === "th") expect(attributes.get("scope")).toMatch(/^(col|row|rowgroup)$/);
    });
    expect(elements.filter(({ name }) => name === "svg").length).toBeGreaterThan(20);
  });

  test("shows each claim with the paper's figure, its own, and the verdict in words", () => {
    for (const { id, statement, paper } of analysis.claims) {
      const row = elements.find(({ attributes }) => attributes.get("id") === `claim-${id}`)!;
      expect(row.text).toContain(statement.replaceAll("'", "&#39;"));
      expect(row.text).toContain(paper);
      expect(row.text).toMatch(/✓ holds|✗ does not hold|\? undecided on this data/);
    }
    expect(page).toContain(
      "Of 6 claims of the paper examined, 3 hold, 1 does not hold, and 2 are undecided on this data.",
    );
  });

  test("has what a serious report has to say", () => {
    for (const words of [
      "always answering no",
      "always the majority",
      "Art. 5(1)(f)",
      "Art. 50(3)",
      "Barrett et al. 2019",
      "resembles posed happiness",
      "under an agreement",
      analysis.configHash,
      "mien study --preset full",
      analysis.data[0]!.fingerprint,
      "20.20.0",
      "Nadeau and Bengio",
      "margin of equivalence",
      ...EXPRESSIONS.map((name) => `F1 of ${name}`),
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("Synthetic data.");
    const cast = { ...analysis, data: [{ ...analysis.data[0]!, name: "cast" }] };
    expect(reportHtml(cast, efficiency)).toContain("Synthetic data.");
  });

  test("says at the top where the study is not complete", () => {
    const runs = { ...analysis.runs, isComplete: false, note: "3 of 9 runs." };
    expect(reportHtml({ ...analysis, runs }, efficiency)).toContain(
      "Not complete.</strong> 3 of 9 runs.",
    );
  });

  test("the same bytes each time, also after JSON, and no date unless it is given", () => {
    const again = JSON.parse(JSON.stringify(sampleAnalysis())) as StudyAnalysis;
    expect([...reportFiles(again, efficiency)]).toEqual([...reportFiles(analysis, efficiency)]);
    expect(page).not.toContain("report made");
    const dated = reportHtml(analysis, efficiency, { date: "1 May 2026" });
    expect(dated).toContain("<dt>report made</dt><dd>1 May 2026</dd>");
  });

  test("stays whole whatever its texts hold and whatever is undefined", () => {
    const text = reportHtml(hostile(), efficiency, { command: "a </code><script>" });
    const names = new Set(parseXml(text).map(({ name }) => name));
    expect(names).not.toContain("script");
    expect(text).not.toMatch(/NaN|undefined</);
    expect(reportMarkdown(hostile(), efficiency)).not.toContain("<script>");
  });

  test("a study without searches, advanced losses, controls or rankings has a report too", () => {
    const small: StudyAnalysis = {
      ...analysis,
      effects: [],
      controls: [],
      anova: [],
      rankings: [],
      claims: [],
      expressionEffects: [],
      tuning: { ...analysis.tuning, conditions: [] },
      rule: { ...analysis.rule, isApplied: false, expressions: [], costs: [] },
    };
    const text = reportHtml(small, { ...efficiency, conditions: [] });
    expect(parseXml(text).length).toBeGreaterThan(100);
    expect(text).toContain("Nothing was searched in this study.");
    expect(text).toContain("No claim of the paper could be examined.");
  });

  test("refuses what it does not know", () => {
    const bad = { colour: "red" } as object;
    expect(() => reportHtml(analysis, efficiency, bad)).toThrow(
      "reportHtml: has no option colour, expected command, date",
    );
    expect(() => reportMarkdown(analysis, efficiency, { command: " " })).toThrow(
      'reportMarkdown: command must be a text, got " "',
    );
  });
});

describe("the tables", () => {
  test("are each a CSV and a LaTeX file, every row as long as its head", () => {
    const tables = reportTables(analysis, efficiency);
    const paths = [...reportFiles(analysis, efficiency).keys()];
    for (const { name, columns, rows } of tables) {
      expect(paths).toEqual(expect.arrayContaining([`tables/${name}.csv`, `tables/${name}.tex`]));
      for (const row of rows) expect(row).toHaveLength(columns.length);
      expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
    }
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["claims", "conditions", "effects", "expressions", "anova"]),
    );
  });

  test("GRU over LSTM: arithmetic beside the clock", () => {
    const ratios = reportTables(analysis, efficiency).find(({ name }) => name === "gru-to-lstm")!;
    expect(ratios.rows).toHaveLength(4);
    for (const row of ratios.rows) expect(row[1]).toBe(0.75);
    const [gru, lstm] = ["gru/bayesian/advanced", "lstm/bayesian/advanced"].map(
      (id) => efficiency.conditions.find((one) => one.id === id)!.fitSeconds.median!,
    );
    expect(ratios.rows.at(-1)![3]).toBe(gru! / lstm!);
  });
});

describe("reportMarkdown", () => {
  test("holds the claims, every table that has rows, and the command", () => {
    const text = reportMarkdown(analysis, efficiency, { command: "mien study ```" });
    for (const { caption, rows } of reportTables(analysis, efficiency).slice(1)) {
      if (rows.length > 0) expect(text.replaceAll("\\", "")).toContain(`*${caption}*`);
    }
    expect(text).toContain("| undecided on this data |");
    expect(text).toContain("````\nmien study ```\n````");
  });
});

describe("terminalTable", () => {
  test("fits its width, and has every condition beside always no and every claim", () => {
    for (const width of [72, 80, 96]) {
      const text = terminalTable(analysis, { width });
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    }
    const text = terminalTable(analysis);
    for (const { id } of analysis.conditions) expect(text).toContain(id);
    expect(text).toMatch(/always no/);
    expect(text.match(/^(holds|does not hold|undecided on this data) /gm)).toHaveLength(6);
  });

  test("no name breaks its lines", () => {
    const text = terminalTable(hostile(), { width: 80 });
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).not.toContain("\u0000");
  });

  test("refuses a width that holds no table", () => {
    expect(() => terminalTable(analysis, { width: 60 })).toThrow(
      "terminalTable: width must be an integer of at least 72, got 60",
    );
  });
});
