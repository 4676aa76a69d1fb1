import { parseStudyConfig } from "./config.ts";
import type { StudyConfig } from "./config-schema.ts";

export const STUDY_PRESETS = ["quick", "paper", "full"] as const;
export type StudyPreset = (typeof STUDY_PRESETS)[number];

/** The paper's design with its conditions paired; what each preset changes stands below. */
const BASE = {
  data: ["cast"],
  contempt: "out",
  features: { sets: ["geometry"], baseline: "first-frame" },
  factors: {
    architecture: ["gru", "lstm"],
    optimization: ["predefined", "bayesian"],
    loss: ["standard", "advanced"],
  },
  controls: [],
  recipe: {},
  folds: { scheme: "id-order-modulo", folds: 10 },
  seeds: [1, 2, 3],
  tuning: {
    sampler: "tpe",
    trials: 25,
    innerFolds: 3,
    batchSize: 2,
    objective: "auc",
    pruning: true,
    space: {
      hiddenSize: { type: "categorical", choices: [16, 32, 64] },
      layers: { type: "integer", low: 1, high: 2 },
      learningRate: { type: "float", low: 0.0003, high: 0.01, log: true },
      headDropout: { type: "float", low: 0, high: 0.6 },
      weightDecay: { type: "float", low: 0.001, high: 1, log: true },
      batchSize: { type: "categorical", choices: [8, 16, 32] },
      epochs: { type: "integer", low: 10, high: 60, log: true },
      focalGamma: { type: "float", low: 0.5, high: 4 },
      focalAlpha: { type: "float", low: 0.1, high: 0.9 },
    },
  },
  analysis: {
    margin: 0.02,
    alpha: 0.05,
    confidence: 0.95,
    resamples: 2000,
    primaryMetric: "balancedAccuracy",
    decision: "undistorted",
  },
} as const;

/** Small enough to run while one waits: every part of the design, few replicates, few trials. */
const QUICK_SPACE = {
  ...BASE.tuning.space,
  hiddenSize: { type: "categorical", choices: [16, 32] },
  layers: { type: "integer", low: 1, high: 1 },
  epochs: { type: "integer", low: 8, high: 30, log: true },
};

const PRESETS: Readonly<Record<StudyPreset, unknown>> = {
  quick: {
    ...BASE,
    name: "quick",
    folds: { scheme: "id-order-modulo", folds: 5 },
    seeds: [1, 2],
    tuning: { ...BASE.tuning, trials: 6, innerFolds: 2, space: QUICK_SPACE },
  },
  // Six replicates a condition and the raw sigmoid at 0.5, as published; the six are folds, and paired.
  paper: {
    ...BASE,
    name: "paper",
    folds: { scheme: "id-order-modulo", folds: 6 },
    seeds: [1],
    analysis: { ...BASE.analysis, decision: "raw", primaryMetric: "accuracy" },
  },
  full: {
    ...BASE,
    name: "full",
    controls: [{ name: "one-trunk", recipe: { heads: "one-trunk" } }],
  },
};

/** A preset's whole configuration. */
export const presetConfig = (preset: StudyPreset): StudyConfig =>
  parseStudyConfig(PRESETS[preset], `preset ${preset}`);
