import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXPRESSION_TASK } from "@mien/core";
import { configHash, type StudyRecord } from "@mien/study";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { tinyConfig, tinyTuning } from "../../../study/test/support/tiny-config.ts";
import { openJournal, openStudyFolder, readJournal } from "../../src/studies/index.ts";

const config = tinyConfig();
const STUDY: StudyRecord = {
  kind: "study",
  version: 2,
  task: EXPRESSION_TASK,
  config,
  configHash: configHash(config),
  data: [],
};
const trial = (number: number, value = 0.5) => ({
  kind: "trial",
  key: "a",
  seconds: 1,
  trial: { number, params: {}, state: "complete", value, reports: [] },
});
const lines = (...records: unknown[]) => records.map((one) => `${JSON.stringify(one)}\n`).join("");

const reading = (text: string, use: (path: string) => void) =>
  inTree({ "journal.jsonl": text }, (root) => use(join(root, "journal.jsonl")));

describe("readJournal", () => {
  test("knows nothing of a file that is not there, or that holds half a first line", () =>
    reading(lines(STUDY).slice(0, 40), (path) => {
      expect(readJournal(`${path}.other`)).toBeNull();
      expect(readJournal(path)).toBeNull();
    }));

  test("passes over a torn last line, and the next line takes its place", () =>
    reading(lines(STUDY, trial(0)) + lines(trial(1)).slice(0, -9), (path) => {
      const before = readJournal(path)!;
      expect(before.trials.get("a")).toHaveLength(1);
      expect(before.tornBytes).toBe(lines(trial(1)).length - 9);
      const journal = openJournal(path);
      journal.append({ kind: "measurement", measurements: [] });
      journal.close();
      const after = readFileSync(path, "utf8");
      expect(after).toBe(lines(STUDY, trial(0), { kind: "measurement", measurements: [] }));
    }));

  test("counts a trial that stands there twice once", () =>
    reading(lines(STUDY, trial(0), trial(1), trial(0)), (path) => {
      const numbers = readJournal(path)!
        .trials.get("a")!
        .map((one) => one.trial.number);
      expect(numbers).toEqual([0, 1]);
    }));

  const altered = { ...STUDY, config: { ...config, seeds: [2] } };
  test.each([
    ["garbage", `${lines(STUDY, trial(0))}{"kind":\n${lines(trial(1))}`, ":3: expected a record"],
    [
      "an unknown kind",
      lines(STUDY, { kind: "note" }),
      ":2: expected a record of a study, trial or",
    ],
    ["a record of no kind", lines(STUDY, null), ":2: expected a record"],
    ["another first line", lines(trial(0)), ":1: expected the study's configuration, got trial"],
    ["a second study", lines(STUDY, trial(0), STUDY), ":3: expected one study a journal"],
    ["a newer version", lines({ ...STUDY, version: 3 }), ":1: expected version 1 or 2, the newest"],
    ["an altered configuration", lines(altered), ":1: the configuration was altered"],
    ["no configuration", lines({ kind: "study", version: 1 }), ":1: the configuration was altered"],
  ])("names the line of %s", (_, text, message) =>
    reading(text, (path) => {
      expect(() => readJournal(path)).toThrow(`${path}${message}`);
    }),
  );

  test("says which path it cannot read", () =>
    inTree({ "journal.jsonl/inside": "" }, (root) => {
      const path = join(root, "journal.jsonl");
      expect(() => readJournal(path)).toThrow(`${path}: cannot be read (EISDIR`);
      expect(() => openJournal(path)).toThrow(`${path}: cannot be read (EISDIR`);
    }));
});

describe("openJournal", () => {
  test("appends nothing more once it is closed", () =>
    reading(lines(STUDY), (path) => {
      const journal = openJournal(path);
      journal.close();
      journal.close();
      const append = () => journal.append({ kind: "measurement", measurements: [] });
      expect(append).toThrow(`${path}: the journal is closed`);
      expect(readFileSync(path, "utf8")).toBe(lines(STUDY));
    }));
});

describe("openStudyFolder", () => {
  test("names each difference of another configuration, and touches nothing", () =>
    reading(lines(STUDY, trial(0)), (path) => {
      const folder = join(path, "..");
      const other = tinyConfig({ seeds: [1, 2], tuning: tinyTuning({ trials: 5 }) });
      expect(() => openStudyFolder(folder, other)).toThrow(
        `${path}: holds a study of another configuration (seeds: [1] there, [1,2] asked; tuning.trials: 2 there, 5 asked). Give the same configuration to go on, or another --out`,
      );
      expect(readFileSync(path, "utf8")).toBe(lines(STUDY, trial(0)));
      expect(openStudyFolder(folder, config)?.study).toEqual(STUDY);
    }));

  test("says when the folder cannot be made", () =>
    inTree({ file: "" }, (root) => {
      const folder = join(root, "file/study");
      expect(() => openStudyFolder(folder, config)).toThrow(`${folder}: cannot be made (ENOTDIR`);
    }));
});
