import { describe, expect, test } from "vitest";
import { parseStudyConfig, presetConfig, studyCommand } from "../../src/design/index.ts";
import { tinyConfig } from "../support/tiny-config.ts";

describe("studyCommand", () => {
  test("is a preset where flags can say it", () => {
    const quick = presetConfig("quick");
    expect(studyCommand(quick)).toBe("mien study --preset quick");
    const other = {
      ...quick,
      data: ["cast", "ck+:my films"],
      folds: { ...quick.folds, folds: 3 },
      seeds: [1],
      tuning: { ...quick.tuning, trials: 4 },
    };
    expect(studyCommand(parseStudyConfig(other, "test"))).toBe(
      "mien study --preset quick --data cast --data 'ck+:my films' --folds 3 --seeds 1 --trials 4",
    );
  });

  test("is a file's where they cannot", () => {
    expect(studyCommand(tinyConfig())).toBe("mien study --config config.json");
    const seeds = parseStudyConfig({ ...presetConfig("quick"), seeds: [7, 8] }, "test");
    expect(studyCommand(seeds)).toBe("mien study --config config.json");
  });
});
