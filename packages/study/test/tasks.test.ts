/** Studies of other tasks than the six expressions, from labelled recordings to the report. */
import { createWasmBackend, type LabelledRecording } from "@mien/core";
import { beforeAll, describe, expect, test } from "vitest";
import { conductStudy, createInlineExecutor, type Executor } from "../src/index.ts";
import { smallRecordings } from "./support/small-recordings.ts";
import { tinyConfig } from "./support/tiny-config.ts";

const now = () => performance.now();
let executor: Executor;
beforeAll(async () => {
  executor = createInlineExecutor(await createWasmBackend());
});

const LABELS = ["nod", "yawn", "wink"];
const LOOKS = { name: "looks", labels: LABELS, exclusive: true };
const PARTS = { ...LOOKS, name: "parts", exclusive: false };
const FACTORS = {
  architecture: ["gru"],
  optimization: ["predefined"],
  loss: ["standard", "advanced"],
};

/** Each recording shows its own label and the next; of the last one's nothing is known for every third subject. */
const marked = (items: readonly LabelledRecording[]): LabelledRecording[] =>
  items.map(({ recording, label }, i) => {
    const own = LABELS.indexOf(label);
    const marks = { nod: own === 0 || own === 2, yawn: own === 1 || own === 0, wink: own === 2 };
    const { wink, ...known } = marks;
    return { recording, label, marks: Math.floor(i / 3) % 3 === 1 ? known : { ...known, wink } };
  });

describe("an exclusive task of one's own labels", () => {
  test("goes through plan, search, runs, analysis and report, which say its labels and no claim", async () => {
    const config = tinyConfig({
      task: LOOKS,
      controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
    });
    const recordings = { cast: smallRecordings(6, [...LABELS, "neutral"]) };
    const { analysis, journal, html, markdown } = await conductStudy(config, recordings, {
      executor,
      now,
    });
    expect(journal.study).toMatchObject({ version: 2, task: LOOKS });
    expect(analysis.task).toEqual(LOOKS);
    expect(analysis.claims).toEqual([]);
    const [first] = analysis.conditions;
    expect(first!.expressions.map(({ expression }) => expression)).toEqual(LABELS);
    expect(first!.expressions.map(({ positives, negatives }) => [positives, negatives])).toEqual(
      LABELS.map(() => [6, 18]),
    );
    // Of 24 recordings each label is shown by 6: "no" is right for 18. Among the three, each is a third.
    expect(first!.mean.alwaysNo.value).toBe(0.75);
    expect(first!.sixWay!.scores.majority.value).toBeCloseTo(1 / 3, 15);
    expect(first!.sixWay!.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([6, 6, 6]);
    for (const text of [html, markdown]) {
      expect(text).toContain("Task looks: one of nod, yawn, wink.");
      expect(text).toContain("by chance: 33.3 %");
      expect(text).not.toMatch(/paper’s claims hold|happiness<|[Ss]ix ways|expression-effects/);
    }
    expect(markdown).toContain("three ways: accuracy");
  });
});

describe("a task that is not exclusive", () => {
  test("goes through without the part that rests on one answer; what is not known counts nowhere", async () => {
    const config = tinyConfig({ task: PARTS, factors: FACTORS });
    const recordings = { cast: marked(smallRecordings(6, LABELS)) };
    const { analysis, journal, html, markdown } = await conductStudy(config, recordings, {
      executor,
      now,
    });
    expect(analysis.task).toEqual(PARTS);
    expect(analysis.data[0]).toMatchObject({
      counts: { nod: 12, yawn: 12, wink: 4 },
      known: { nod: 18, yawn: 18, wink: 12 },
    });
    const [first] = analysis.conditions;
    expect(first!.sixWay).toBeNull();
    expect(first!.expressions.map(({ positives, negatives }) => [positives, negatives])).toEqual([
      [12, 6],
      [12, 6],
      [4, 8],
    ]);
    const [run] = journal.runs.values();
    expect(run!.predictions.map((p) => p.class)).toEqual(run!.predictions.map(() => -1));
    expect(new Set(run!.predictions.map((p) => p.targets![2]))).toEqual(new Set([0, 1, null]));
    for (const text of [html, markdown]) {
      expect(text).toContain("Task parts: any of nod, yawn, wink.");
      expect(text).not.toMatch(/three ways|Confusion among|macro F1/);
    }
  });

  test.each([
    [
      "macro F1 as objective",
      { tuning: { ...tinyConfig().tuning, objective: "macroF1" } },
      "tuning.objective: must be auc",
    ],
    [
      "one trunk",
      { controls: [{ name: "t", recipe: { heads: "one-trunk" } }] },
      "condition t: heads must be one-vs-all",
    ],
  ])("refuses %s, which needs one answer", (_, overrides, text) => {
    expect(() => tinyConfig({ task: PARTS, ...overrides })).toThrow(text);
  });
});
