import { EXPRESSION_TASK } from "@mien/core";
import { describe, expect, test } from "vitest";
import { configHash, parseJournal, repairJournal } from "../../src/design/index.ts";
import { tinyConfig } from "../support/tiny-config.ts";

const config = tinyConfig();
const studyOf = (own = config) => ({
  kind: "study",
  version: 2,
  task: EXPRESSION_TASK,
  config: own,
  configHash: configHash(own),
  data: [],
});
const trial = (number: number, value = 0.5, seconds = 1) => ({
  kind: "trial",
  key: "a",
  seconds,
  trial: { number, params: {}, state: "complete", value, reports: [] },
});
const run = (key: string, bestEpoch = 1, runSeconds = 1) => ({
  kind: "run",
  key,
  condition: { id: key },
  replicate: { data: "cast", fold: 0, seed: 1 },
  recipe: {},
  inputSize: 3,
  losses: [],
  bestEpoch: [bestEpoch],
  trials: [],
  predictions: [],
  measured: { runSeconds },
});
const lines = (...records: unknown[]) =>
  records.map((one) => `${typeof one === "string" ? one : JSON.stringify(one)}\n`).join("");
const repaired = (text: string) => {
  const { text: kept, aside } = repairJournal("j", text);
  parseJournal("j", kept);
  return { kept, aside: aside.map(({ line, reason }) => `${line}: ${reason}`) };
};

describe("repairJournal", () => {
  test("leaves a whole journal as it is", () => {
    const text = lines(studyOf(), trial(0), trial(1), run("a"));
    expect(repaired(text)).toEqual({ kept: text, aside: [] });
  });

  test("takes out what two writers left: a second study, the same again, a torn line within", () => {
    const text = lines(
      studyOf(),
      studyOf(),
      trial(0),
      trial(0, 0.5, 9),
      '{"kind":"run","ke{"kind":"trial"}',
      run("a"),
      run("a", 1, 9),
    );
    expect(repaired(`${text}{"kind":`)).toEqual({
      kept: lines(studyOf(), trial(0), run("a")),
      aside: [
        "2: the study's configuration again",
        "4: trial 0 of a again",
        "5: no JSON",
        "7: run a again",
        "8: cut off",
      ],
    });
  });

  test("keeps neither of two that differ: the seed decides what a run is, so that one is wrong", () => {
    const text = lines(studyOf(), run("a", 1), run("b"), run("a", 2));
    expect(repaired(text)).toEqual({
      kept: lines(studyOf(), run("b")),
      aside: ["2: run a stands twice and differs", "4: run a stands twice and differs"],
    });
  });

  test("keeps nothing behind another study's configuration", () => {
    const text = lines(studyOf(), run("a"), studyOf(tinyConfig({ seeds: [2] })), run("b"));
    expect(repaired(text)).toEqual({
      kept: lines(studyOf(), run("a")),
      aside: [
        "3: of another configuration, or behind one",
        "4: of another configuration, or behind one",
      ],
    });
  });

  test("sets aside the trials of batches behind a lost one", () => {
    const { batchSize } = config.tuning;
    const far = [trial(0), trial(2 * batchSize)];
    expect(repaired(lines(studyOf(), ...far))).toEqual({
      kept: lines(studyOf(), trial(0)),
      aside: [`3: trial ${2 * batchSize} of a came after one that is lost`],
    });
  });

  test("names what a record lacks, and an altered configuration", () => {
    const text = lines(studyOf(), { kind: "run", key: "a" }, { kind: "note" }, [], {
      ...studyOf(),
      configHash: "x",
    });
    expect(repaired(text).aside).toEqual([
      "2: no whole record (condition)",
      "3: no whole record (kind)",
      "4: no whole record (kind)",
      "5: a configuration that was altered",
    ]);
  });

  test("puts the configuration first where a lost first line is followed by another", () => {
    expect(repaired(lines('{"kind":"stu', run("a"), studyOf()))).toEqual({
      kept: lines(studyOf(), run("a")),
      aside: ["1: no JSON"],
    });
  });

  test("needs a configuration", () => {
    expect(() => repairJournal("j", lines(run("a")))).toThrow("j: cannot be repaired: no whole");
  });
});
