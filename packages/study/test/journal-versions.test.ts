import { readFileSync } from "node:fs";
import { EXPRESSION_TASK } from "@mien/core";
import { encodeUtf8, sha256 } from "@mien/core/math";
import { expect, test } from "vitest";
import { analysisJson, analyzeStudy, parseJournal } from "../src/index.ts";

const text = readFileSync(new URL("fixtures/journal-v1.jsonl", import.meta.url), "utf8");

/** Of the analysis.json that the last release with version 1 made of the fixture, which it had written itself. */
const ANALYSIS = "dfa37081124aaca7cc14cac3bcd286d037ceb895f7f2036401f3218354f503f9";

test("a journal of version 1 is one of the six expressions, and its analysis has kept its bytes", () => {
  const { study, runs } = parseJournal("journal-v1.jsonl", text)!;
  expect([study.version, study.task]).toEqual([1, EXPRESSION_TASK]);
  for (const { losses } of runs.values()) {
    expect(losses.map(({ label }) => label)).toEqual(EXPRESSION_TASK.labels);
  }
  expect(sha256(encodeUtf8(analysisJson(analyzeStudy(study, [...runs.values()]))))).toBe(ANALYSIS);
});
