import { describe, expect, test } from "vitest";
import {
  planConditions,
  planReplicates,
  presetConfig,
  recipeOf,
  runKey,
  spaceOf,
  varyingFactors,
} from "../../src/design/index.ts";
import { tinyConfig } from "../support/tiny-config.ts";

const withFactors = (factors: Readonly<Record<string, unknown>>) =>
  tinyConfig({ factors: { ...tinyConfig().factors, ...factors } });

describe("planConditions", () => {
  test("crosses the paper's factors, the last varying fastest", () => {
    expect(planConditions(presetConfig("quick")).map(({ id }) => id)).toEqual([
      "gru/predefined/standard",
      "gru/predefined/advanced",
      "gru/bayesian/standard",
      "gru/bayesian/advanced",
      "lstm/predefined/standard",
      "lstm/predefined/advanced",
      "lstm/bayesian/standard",
      "lstm/bayesian/advanced",
    ]);
  });

  test("holds a factor of one level fixed, and names it nowhere", () => {
    const config = tinyConfig();
    expect(varyingFactors(config)).toEqual(["optimization", "loss"]);
    const conditions = planConditions(config);
    expect(conditions).toHaveLength(4);
    expect(conditions[1]).toMatchObject({
      id: "predefined/advanced",
      levels: { optimization: "predefined", loss: "advanced" },
      architecture: "gru",
    });
  });

  test("takes features and hidden size as further factors", () => {
    const config = withFactors({
      optimization: ["predefined"],
      loss: ["advanced"],
      featureSet: ["geometry", "geometry+landmarks"],
      hiddenSize: [8, 16],
    });
    const conditions = planConditions(config);
    expect(conditions.map(({ id }) => id)).toEqual([
      "geometry/8",
      "geometry/16",
      "geometry+landmarks/8",
      "geometry+landmarks/16",
    ]);
    expect(conditions.map((one) => recipeOf(config, one).hiddenSize)).toEqual([8, 16, 8, 16]);
  });

  test("does not search the hidden size where it is a factor", () => {
    const config = withFactors({ hiddenSize: [8, 16] });
    const [first] = planConditions(config);
    expect(Object.keys(spaceOf(config, first!))).toEqual(["learningRate", "epochs"]);
    const plain = tinyConfig();
    expect(spaceOf(plain, planConditions(plain)[0]!)).toEqual(plain.tuning.space);
  });

  test("puts controls beside the factorial: the first cell, not searched, with what they change", () => {
    const config = tinyConfig({
      factors: { ...tinyConfig().factors, optimization: ["bayesian"] },
      controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
    });
    const control = planConditions(config).at(-1)!;
    expect(control).toMatchObject({
      id: "one-trunk",
      isControl: true,
      levels: {},
      optimization: "predefined",
      loss: "standard",
    });
    expect(recipeOf(config, control)).toMatchObject({ heads: "one-trunk", hiddenSize: 8 });
  });
});

describe("planReplicates", () => {
  test("goes through data sets, seeds and folds", () => {
    const config = tinyConfig({ data: ["cast", "ck+:there"], seeds: [4, 9] });
    const replicates = planReplicates(config, (name) => (name === "cast" ? 2 : 3));
    expect(replicates).toHaveLength(2 * 2 + 2 * 3);
    expect(replicates[0]).toEqual({ data: "cast", seed: 4, fold: 0 });
    expect(replicates.at(-1)).toEqual({ data: "ck+:there", seed: 9, fold: 2 });
    expect(runKey({ id: "a/b" }, replicates[1]!)).toBe("a/b | cast | fold 1 | seed 4");
    const keys = replicates.map((replicate) => runKey({ id: "a" }, replicate));
    expect(new Set(keys).size).toBe(replicates.length);
  });
});
