import { createWasmBackend } from "@mien/core";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type ConductedStudy,
  conductStudy,
  createInlineExecutor,
  createTextJournal,
  type Executor,
  parseJournal,
} from "../src/index.ts";
import { smallRecordings } from "./support/small-recordings.ts";
import { tinyConfig } from "./support/tiny-config.ts";

const now = () => performance.now();
const recordings = { cast: smallRecordings(6) };
let executor: Executor;
let whole: ConductedStudy;
beforeAll(async () => {
  executor = createInlineExecutor(await createWasmBackend());
  whole = await conductStudy(tinyConfig(), recordings, { executor, now });
});

describe("conductStudy", () => {
  test("goes from recordings to journal, analysis and report", () => {
    expect(whole.journal.runs.size).toBe(4 * 2);
    expect(whole.analysis.runs).toMatchObject({ planned: 8, done: 8, isComplete: true });
    expect(JSON.parse(whole.analysisJson)).toEqual(JSON.parse(JSON.stringify(whole.analysis)));
    expect(whole.html).toContain("<!doctype html>");
    expect(whole.markdown).toContain('Study "tiny"');
  });

  test("goes on from a journal that was cut off, to the same bytes", async () => {
    const journal = createTextJournal();
    const stop = new AbortController();
    const stopped = conductStudy(tinyConfig(), recordings, {
      executor,
      now,
      journal,
      signal: stop.signal,
      onProgress: ({ done }) => done === 3 && stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
    const earlier = parseJournal("cut off", journal.text());
    expect(earlier?.runs.size).toBe(3);
    const again = await conductStudy(tinyConfig(), recordings, { executor, now, journal, earlier });
    expect(again.analysisJson).toBe(whole.analysisJson);
    expect(parseJournal("whole", journal.text())?.runs.size).toBe(8);
  });

  test("refuses what it cannot go on from, and what it was not given", async () => {
    const { journal: earlier } = whole;
    await expect(
      conductStudy(tinyConfig({ seeds: [2] }), recordings, { executor, now, earlier }),
    ).rejects.toThrow("conductStudy: expected an earlier journal of configuration ");
    await expect(
      conductStudy(tinyConfig(), { cast: smallRecordings(7) }, { executor, now, earlier }),
    ).rejects.toThrow("conductStudy: data set cast has changed since the study began");
    await expect(conductStudy(tinyConfig(), { mine: [] }, { executor, now })).rejects.toThrow(
      "conductStudy: expected recordings of data set cast, got mine",
    );
    await expect(conductStudy({}, recordings, { executor, now })).rejects.toThrow(
      "conductStudy: not a study configuration",
    );
  });
});
