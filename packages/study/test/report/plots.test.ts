import { describe, expect, test } from "vitest";
import { confusionPlot } from "../../src/report/plots/confusion-plot.ts";
import { criticalDifferencePlot } from "../../src/report/plots/critical-difference-plot.ts";
import { dotPlot } from "../../src/report/plots/dot-plot.ts";
import { linePlot } from "../../src/report/plots/line-plot.ts";
import { extent, linearScale, logScale } from "../../src/report/plots/scale.ts";
import { parseXml } from "../support/xml.ts";

const texts = (svg: unknown) =>
  parseXml(String(svg))
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);
const named = (svg: unknown, kind: string) =>
  parseXml(String(svg)).filter(({ attributes }) => attributes.get("class") === kind);

describe("scales", () => {
  test("end at ticks, which are round numbers", () => {
    const x = linearScale([0.213, 0.967], [0, 100]);
    expect(x.ticks).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect([x(0.2), x(1)]).toEqual([0, 100]);
    expect(linearScale([-0.012, 0.031], [0, 1]).ticks).toEqual([
      -0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.04,
    ]);
    expect(linearScale([3, 3], [0, 1])(3)).toBeCloseTo(0.5, 12);
    expect(linearScale([0, 30000], [0, 1]).ticks).toEqual([0, 10000, 20000, 30000]);
  });

  test("logarithmic ones give equal room to equal ratios", () => {
    const x = logScale([1, 100], [0, 200]);
    expect(x(10)).toBeCloseTo(100, 10);
    expect(x.ticks).toEqual([1, 2, 3, 5, 10, 20, 30, 50, 100]);
  });

  test("pass over what is undefined", () => {
    expect(extent([null, Number.NaN, 2, -1])).toEqual([-1, 2]);
    expect(extent([null])).toEqual([0, 1]);
  });
});

describe("dotPlot", () => {
  const plot = {
    title: "Effects <of> all",
    axis: "difference",
    band: [-1, 1] as const,
    rows: [
      { label: "a", points: [{ value: 0, low: -2, high: 2, inner: [-1, 1] as const }] },
      { label: "undefined", points: [{ value: null, low: null, high: null }] },
    ],
  };

  test("draws a dot, its two intervals and the band on one scale", () => {
    const svg = dotPlot(plot);
    const [interval] = named(svg, "interval s0");
    const [inner] = named(svg, "inner s0");
    const [band] = named(svg, "band");
    const x = (element: typeof band, key: string) => Number(element!.attributes.get(key));
    // Places are written in hundredths: one is off by half of one, a sum of two by one.
    expect(Math.abs(x(inner, "x1") - x(band, "x"))).toBeLessThanOrEqual(0.010001);
    expect(Math.abs(x(inner, "x2") - x(band, "x") - x(band, "width"))).toBeLessThan(0.015001);
    expect(x(interval, "x1")).toBeLessThan(x(inner, "x1"));
    expect(named(svg, "mark s0")).toHaveLength(1);
  });

  test("has a title, and its text as text", () => {
    const svg = String(dotPlot(plot));
    expect(parseXml(svg)[1]).toMatchObject({ name: "title", text: "Effects &lt;of&gt; all" });
    expect(texts(svg)).toEqual(expect.arrayContaining(["a", "undefined", "difference", "−2"]));
  });

  test("nothing at all is drawn without failing", () => {
    expect(texts(dotPlot({ title: "t", axis: "x", rows: [] }))).toContain("x");
  });
});

test("confusionPlot shades by the share of a row and shows its counts", () => {
  const svg = confusionPlot({
    title: "t",
    labels: ["a", "b"],
    counts: [
      [3, 1],
      [0, 0],
    ],
  });
  const shades = named(svg, "shade").map(({ attributes }) => attributes.get("fill-opacity"));
  expect(shades).toEqual(["0.41", "0.14", "0", "0"]);
  expect(texts(svg)).toEqual(expect.arrayContaining(["3", "1", "0"]));
});

test("linePlot parts its line where a value is undefined", () => {
  const points = [1, 2, null, 3].map((value, x) => ({ x, value }));
  const [line] = named(
    linePlot({ title: "t", xAxis: "x", yAxis: "y", series: [{ name: "s", points }] }),
    "line s0",
  );
  expect(line!.attributes.get("d")!.match(/[ML]/g)!.join("")).toBe("MLM");
});

test("criticalDifferencePlot names all conditions in order of rank, a bar for each group and one for the difference", () => {
  const svg = criticalDifferencePlot({
    title: "t",
    names: ["slow", "quick", "middling"],
    averageRanks: [2.9, 1.2, 1.9],
    criticalDifference: 0.8,
    groups: [[1, 2]],
  });
  expect(texts(svg).slice(-3)).toEqual(["quick 1.20", "middling 1.90", "slow 2.90"]);
  expect(named(svg, "bar")).toHaveLength(2);
});
