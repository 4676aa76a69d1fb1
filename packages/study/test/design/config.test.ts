import { describe, expect, test } from "vitest";
import {
  parseStudyConfig,
  presetConfig,
  STUDY_PRESETS,
  studyConfigSchema,
} from "../../src/design/index.ts";
import { tinyConfig, tinyTuning } from "../support/tiny-config.ts";

const parse = (overrides: Readonly<Record<string, unknown>>) => () =>
  parseStudyConfig({ ...tinyConfig(), ...overrides }, "my.json");

describe("parseStudyConfig", () => {
  test("gives back a whole configuration as it is", () => {
    const config = tinyConfig();
    expect(parseStudyConfig(JSON.parse(JSON.stringify(config)), "a file")).toEqual(config);
  });

  test.each(STUDY_PRESETS)("takes the preset %s", (preset) => {
    expect(presetConfig(preset).name).toBe(preset);
  });

  test("names the file, every wrong key and every wrong value at once", () => {
    const { folds: _, ...rest } = tinyConfig();
    const wrong = {
      ...rest,
      seeds: [1, 1],
      sedes: [2],
      tuning: tinyTuning({ trials: 0, sampler: "grid" as "tpe" }),
      analysis: { ...tinyConfig().analysis, margin: 0, Alpha: 0.05 },
    };
    let text = "";
    try {
      parseStudyConfig(wrong, "my.json");
    } catch (error) {
      text = (error as Error).message;
    }
    expect(text).toMatch(/^my\.json: not a study configuration\n/);
    for (const part of [
      'Unrecognized key: "sedes"',
      "expected distinct levels\n  → at seeds",
      "→ at folds",
      "→ at tuning.trials",
      '"tpe"|"gp"|"random"\n  → at tuning.sampler',
      "→ at analysis.margin",
      'Unrecognized key: "Alpha"',
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each([
    ["no object", 3, "expected object, received number"],
    ["an unknown factor", { factors: { ...tinyConfig().factors, colour: ["red"] } }, '"colour"'],
    ["a level of none", { factors: { ...tinyConfig().factors, loss: ["hinge"] } }, "factors.loss"],
    ["no level", { factors: { ...tinyConfig().factors, loss: [] } }, "factors.loss"],
  ])("refuses %s", (_, value, text) => {
    const wrong = typeof value === "object" ? { ...tinyConfig(), ...value } : value;
    expect(() => parseStudyConfig(wrong, "my.json")).toThrow(text);
  });

  test.each([
    ["a recipe's key", { recipe: { hidden: 8 } }, "my.json: recipe: has no key hidden"],
    [
      "a recipe's value",
      { recipe: { epochs: 0 } },
      "my.json: recipe: epochs must be an integer in [1, 100000], got 0",
    ],
    [
      "a control's key",
      { controls: [{ name: "x", recipe: { head: 1 } }] },
      "my.json: recipe: has no key head",
    ],
    [
      "a control with a condition's name",
      { controls: [{ name: "bayesian/standard", recipe: {} }] },
      "my.json: study: two conditions are named bayesian/standard",
    ],
    [
      "a parameter that no search may set",
      { tuning: tinyTuning({ space: { cell: { type: "categorical", choices: ["gru"] } } }) },
      "my.json: tuning.space: has no parameter cell, expected hiddenSize",
    ],
    [
      "a parameter whose end is no recipe",
      { tuning: tinyTuning({ space: { batchSize: { type: "integer", low: 0, high: 8 } } }) },
      "my.json: tuning.space: recipe: batchSize must be an integer in [1, 4096], got 0",
    ],
    [
      "a feature set of nothing known",
      { factors: { ...tinyConfig().factors, featureSet: ["geometry", "pixels"] } },
      "pixels",
    ],
  ])("refuses %s before the first run", (_, overrides, text) => {
    expect(parse(overrides)).toThrow(text);
  });

  test("says its schema as JSON Schema, which refuses unknown keys too", () => {
    const schema = studyConfigSchema() as Record<string, unknown>;
    expect(schema).toMatchObject({ type: "object", additionalProperties: false });
    const withTask = tinyConfig({
      task: { name: "looks", labels: ["nod", "yawn"], exclusive: true },
    });
    expect(Object.keys(schema.properties as object)).toEqual(Object.keys(withTask));
  });
});
