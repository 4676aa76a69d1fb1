import type { LabelledRecording } from "@mien/core";
import {
  argmax,
  createExampleSet,
  createMagnitude,
  EXPRESSIONS,
  type ExampleSet,
  type FeatureSpec,
  farthestFrame,
  type HeldOutScores,
  MIEN_VERSION,
  type Recipe,
  type RecognizerModel,
  resolveFeatureSpec,
  resolveRecipe,
} from "@mien/core";
import { createSha256, encodeUtf8 } from "@mien/core/math";
import {
  type ClassMetrics,
  classMetrics,
  confusion,
  linearProbabilities,
  type RunOptions,
  trainOnExecutor,
  type ViewScores,
} from "@mien/study";
import type { BackendName } from "../executors/index.ts";
import { createThreadExecutor } from "../executors/index.ts";
import { VIEWS, type View, type ViewOptions, viewsOf } from "./views.ts";

/** Features of the shipped model: the same numbers from MediaPipe's, OpenFace's and CK+'s own points; 15 a second. */
export const SHIPPED_FEATURES: Partial<FeatureSpec> = {
  sets: ["geometry"],
  baseline: "person",
  unit: true,
  resample: { kind: "step", stepMs: 1000 / 15 },
};

/** What decides a shipped model's bytes but for cast and seed. */
export interface ShippedRecipe extends ViewOptions {
  readonly features: Partial<FeatureSpec>;
  readonly recipe: Partial<Recipe>;
  /** Inner folds of actors, for the calibration. The training takes one fit more. */
  readonly folds: number;
}

export const SHIPPED_RECIPE: Partial<Recipe> = {
  hiddenSize: 40,
  epochs: 10,
  batchSize: 64,
  learningRate: 0.002,
  headDropout: 0.4,
  weightDecay: 0.1,
};

/** The recipe of version 1. */
export const SHIPPED: ShippedRecipe = {
  features: SHIPPED_FEATURES,
  recipe: SHIPPED_RECIPE,
  folds: 5,
};

/** The recipe of version 2: whitened features, of the second large cast, whose clips come back to rest. */
export const SHIPPED_2: ShippedRecipe = {
  features: { ...SHIPPED_FEATURES, unit: false, whiten: true },
  recipe: { ...SHIPPED_RECIPE, epochs: 8, schedule: "cosine", readout: "strongest" },
  jitter: [0.002, 0.008],
  folds: 2,
};

/** By the name that `mien train --preset` takes. */
export const SHIPPED_PRESETS = { shipped: SHIPPED, "shipped-2": SHIPPED_2 } as const;
export type ShippedPreset = keyof typeof SHIPPED_PRESETS;

/** One in ten faces at rest may get an expression; more would cost weak expressions. */
const SHIPPED_CALIBRATION = { falseAlarms: 0.1, misses: 0.01, coverage: 0.9 } as const;
const C = EXPRESSIONS.length;

export interface ShippedOptions {
  /** Default: of version 1. Features and recipe below are changes to it. */
  readonly base?: ShippedRecipe;
  readonly features?: Partial<FeatureSpec>;
  readonly recipe?: Partial<Recipe>;
  readonly seed: number;
  readonly workers: number;
  readonly backend: BackendName;
  readonly dataset: string;
  readonly command: string;
  /** Of the cast's file; default: none is recorded. */
  readonly fingerprint?: string;
}

/**
 * Trains the model that ships: on every view of a large cast, so that it serves sequences and photos, with the person's own
 * neutral or the generic one. A linear model on the same features is judged beside it, on the same folds of actors.
 */
export async function trainShipped(
  recordings: Iterable<LabelledRecording>,
  options: ShippedOptions,
  run: RunOptions = {},
): Promise<{ readonly model: RecognizerModel; readonly views: readonly ViewScores[] }> {
  const { base = SHIPPED } = options;
  const features = resolveFeatureSpec({ ...base.features, ...options.features });
  const recipe = resolveRecipe({ ...base.recipe, ...options.recipe });
  const counts: Record<string, number> = {};
  const items = [...viewsOf(countLabels(recordings, counts), features, options.seed, base)];
  const set = createExampleSet(features, items);
  const executor = await createThreadExecutor({
    workers: options.workers,
    backend: options.backend,
  });
  const { seed, dataset, command } = options;
  try {
    const { model, plan, held } = await trainOnExecutor(
      executor,
      set,
      {
        recipe,
        seed,
        calibrationFolds: base.folds,
        calibration: SHIPPED_CALIBRATION,
        provenance: {
          dataset,
          fingerprint: options.fingerprint ?? fingerprintOf(set),
          recordings: Object.values(counts).reduce((a, b) => a + b, 0),
          subjects: new Set(set.subjectIds).size,
          counts,
          seed,
          version: MIEN_VERSION,
          command,
        },
      },
      run,
    );
    const linear = linearScores(set, plan.inner);
    const views = VIEWS.flatMap((view) => scoreView(view, items, held, linear));
    return { model: { ...model, records: { folds: base.folds, views } }, views };
  } finally {
    await executor.close();
  }
}

function* countLabels(
  recordings: Iterable<LabelledRecording>,
  counts: Record<string, number>,
): Generator<LabelledRecording, void, undefined> {
  for (const item of recordings) {
    counts[item.label] = (counts[item.label] ?? 0) + 1;
    yield item;
  }
}

function fingerprintOf(set: ExampleSet): string {
  const hash = createSha256();
  for (const { recordingId, values } of set.sequences) {
    hash.update(encodeUtf8(recordingId));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest();
}

/** Of each sequence the frame that is farthest from the neutral [N, F]: its best single frame. */
function farthestFrames(set: ExampleSet, rows: Int32Array): Float64Array {
  const F = set.sequences[0]!.names.length;
  const magnitude = createMagnitude(set.features, "mediapipe478")!;
  const out = new Float64Array(rows.length * F);
  rows.forEach((n, i) => {
    const sequence = set.sequences[n]!;
    const t = Math.max(0, farthestFrame(sequence, magnitude));
    out.set(sequence.values.subarray(t * F, (t + 1) * F), i * F);
  });
  return out;
}

/** Class that a multinomial logistic regression gives each recording, fitted on the fits' own folds; -1: never tested. */
function linearScores(
  set: ExampleSet,
  folds: readonly { readonly training: Int32Array; readonly testing: Int32Array }[],
): Int32Array {
  const probabilities = linearProbabilities({
    rows: (indices) => farthestFrames(set, indices),
    features: set.sequences[0]!.names.length,
    truth: set.classes,
    classes: C,
    folds: folds.map(({ training, testing }) => ({ training, test: testing })),
    l2: 1,
  });
  return Int32Array.from(set.sequences, (_, n) => {
    const own = probabilities.subarray(n * C, (n + 1) * C);
    return Number.isNaN(own[0]) ? -1 : argmax(own);
  });
}

function scoreView(
  view: View,
  items: readonly { readonly view: View }[],
  held: HeldOutScores & { readonly recordings: Int32Array },
  linear: Int32Array,
): ViewScores[] {
  const rows = Array.from(held.recordings, (n, i) => ({ n, i })).filter(
    ({ n, i }) => items[n]!.view === view && held.classes[i]! >= 0,
  );
  if (rows.length === 0) return [];
  const truth = rows.map(({ i }) => held.classes[i]!);
  const judge = (predicted: readonly number[]): ClassMetrics =>
    classMetrics(confusion(truth, predicted, C));
  const own = judge(
    rows.map(({ i }) => {
      const scores = held.scores.subarray(i * C, (i + 1) * C);
      return argmax(scores);
    }),
  );
  const floor = judge(rows.map(({ n }) => linear[n]!));
  return [
    {
      view,
      recordings: rows.length,
      accuracy: own.accuracy.value,
      macroF1: own.macroF1.value,
      linearAccuracy: floor.accuracy.value,
      linearMacroF1: floor.macroF1.value,
    },
  ];
}
