import { parseStudyConfig, presetConfig, type StudyConfig } from "../../src/design/index.ts";

/** Any part replaced; plain JSON, as a file holds it. */
export function tinyConfig(overrides: Readonly<Record<string, unknown>> = {}): StudyConfig {
  const quick = presetConfig("quick");
  return parseStudyConfig(
    {
      ...quick,
      name: "tiny",
      factors: {
        architecture: ["gru"],
        optimization: ["predefined", "bayesian"],
        loss: ["standard", "advanced"],
      },
      recipe: { hiddenSize: 8, epochs: 3 },
      folds: { scheme: "id-order-modulo", folds: 2 },
      seeds: [1],
      tuning: tinyTuning(),
      analysis: { ...quick.analysis, resamples: 100 },
      ...overrides,
    },
    "tiny",
  );
}

export const tinyTuning = (overrides: Partial<StudyConfig["tuning"]> = {}) => ({
  ...presetConfig("quick").tuning,
  trials: 2,
  innerFolds: 2,
  space: {
    hiddenSize: { type: "categorical", choices: [8, 12] },
    learningRate: { type: "float", low: 0.001, high: 0.01, log: true },
    epochs: { type: "integer", low: 2, high: 4 },
  },
  ...overrides,
});
