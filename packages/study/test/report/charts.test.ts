/** Charts of the sample study as files that a person can open; a change that is meant is taken with `vitest -u`, and looked at. */
import { describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/index.ts";
import { CHART_STYLE, COLOURS } from "../../src/report/plots/chart-style.ts";
import { confusionPlot } from "../../src/report/plots/confusion-plot.ts";
import { sampleEfficiency } from "../support/sample-efficiency.ts";
import { sampleAnalysis } from "../support/sample-study.ts";
import { parseXml } from "../support/xml.ts";

const page = reportHtml(sampleAnalysis(), sampleEfficiency());
const charts = page.match(/<svg class="chart"[\s\S]*?<\/svg>/g)!;

/** With its style, on its ground: as it stands in the page. */
const alone = (svg: string): string =>
  `${svg.replace("</title>", `</title>\n<style>${COLOURS}${CHART_STYLE}svg{background:var(--ground)}</style>`)}\n`;

const titled = (title: string): string => {
  const found = charts.filter((svg) => svg.includes(`<title>${title}`));
  expect(found, `charts whose title begins with ${title}`).not.toEqual([]);
  return alone(found[0]!);
};

/** Every kind of chart, and of dot plot every kind of row, that the report draws. */
const KINDS: readonly (readonly [string, string])[] = [
  ["effects", "Effects on balanced accuracy"],
  ["accuracy", "Mean binary accuracy by condition"],
  ["macro-f1", "Macro F1 and unweighted average recall"],
  ["f1-of-fear", "F1 of fear by condition"],
  ["confusion", "Confusion among six expressions"],
  ["reliability", "Reliability of happiness"],
  ["imbalance-ratio", "Imbalance ratio of each training fold"],
  ["searches", "Best value so far after each trial"],
  ["gru-over-lstm", "GRU over LSTM"],
  ["critical-difference", "Mean ranks in balanced accuracy"],
];

describe("charts of the sample study", () => {
  test.each(KINDS)("%s.svg", async (name, title) => {
    const svg = titled(title);
    expect(parseXml(svg)[0]).toMatchObject({ name: "svg" });
    await expect(svg).toMatchFileSnapshot(`charts/${name}.svg`);
  });

  test("confusion-of-twelve.svg: many labels with long names", async () => {
    const labels = Array.from({ length: 12 }, (_, i) => `a rather long label ${i + 1}`);
    const counts = labels.map((_, i) => labels.map((_, j) => (i === j ? 40 : (7 * i + 3 * j) % 5)));
    const svg = alone(
      String(confusionPlot({ title: "Confusion among 12 labels", labels, counts })),
    );
    await expect(svg).toMatchFileSnapshot("charts/confusion-of-twelve.svg");
  });

  test("no kind of title goes without a file", () => {
    const titles = charts.map((svg) => /<title>([^<]*)/.exec(svg)![1]!);
    const kinds = [...KINDS.map(([, title]) => title.split(" ").slice(0, 1).join(" ")), "Accuracy"];
    expect(titles.filter((title) => !kinds.some((kind) => title.startsWith(kind)))).toEqual([]);
  });
});
