/** Small recognisers and the recordings that they are tried on. */
import { EXPRESSION_TASK, EXPRESSIONS, type Label, type Recording } from "../../src/face/index.ts";
import {
  computeFeatures,
  type FeatureSpec,
  fitWhitening,
  genericNeutral,
  resolveFeatureSpec,
  type Whitening,
} from "../../src/features/index.ts";
import { createRandom, type Random } from "../../src/math/index.ts";
import { type LossSpec, parameterShapes } from "../../src/nn/index.ts";
import {
  type Calibration,
  createExampleSet,
  type ExampleSet,
  networkSpecOf,
  type Recipe,
  type RecognizerModel,
  resolveRecipe,
} from "../../src/recognition/index.ts";
import { canonicalPoints, movedPoints, performance, project, recordingOf } from "./faces.ts";

export const PROVENANCE: RecognizerModel["provenance"] = {
  dataset: "generated",
  fingerprint: "0".repeat(64),
  recordings: 0,
  subjects: 0,
  counts: {},
  seed: 1,
  version: "0.0.0",
  command: "test",
};

/** One of each kind that the rule chooses, so that a model's heads differ. */
const LOSSES: readonly LossSpec[] = [
  { kind: "focal", alpha: 0.25, gamma: 2 },
  { kind: "weighted-binary-cross-entropy", positiveWeight: 4.5 },
  { kind: "binary-cross-entropy" },
  { kind: "focal", alpha: 0.6, gamma: 0.7 },
  { kind: "binary-cross-entropy" },
  { kind: "weighted-binary-cross-entropy", positiveWeight: 0.3 },
];

/** Of calm faces that are nothing but random numbers [B]. */
function randomWhitening(seed: number, B: number): Whitening {
  const random = createRandom(seed);
  const rows = Array.from({ length: 2 * B }, () =>
    Float64Array.from({ length: B }, () => 0.1 * random.normal()),
  );
  return fitWhitening(new Array<number>(B).fill(0.2), rows, rows);
}

/** A model of random weights, of the size that training leaves behind; nothing in it is like anything else in it. */
export function randomModel(
  seed: number,
  recipeOptions: Partial<Recipe> = {},
  featureOptions: Partial<FeatureSpec> = {},
): RecognizerModel {
  const random = createRandom(seed);
  const recipe = resolveRecipe({ hiddenSize: 8, ...recipeOptions });
  const features = resolveFeatureSpec(featureOptions);
  const { names } = computeFeatures(
    performance(1, 2),
    features,
    features.baseline === "person" ? { neutral: genericNeutral() } : {},
  );
  const network = networkSpecOf(recipe, names.length, EXPRESSION_TASK);
  const isTrunk = recipe.heads === "one-trunk";
  const parameters = (isTrunk ? ["trunk"] : EXPRESSIONS).map(
    () =>
      new Map(
        [...parameterShapes(network)].map(([name, shape]) => {
          const size = shape.reduce((a, b) => a * b, 1);
          const values = Float32Array.from({ length: size }, () => 0.4 * random.normal());
          return [name, { shape, values }];
        }),
      ),
  );
  return {
    task: EXPRESSION_TASK,
    features,
    recipe,
    network,
    parameters,
    scaler: {
      names,
      mean: names.map(() => 0.1 * random.normal()),
      scale: names.map(() => 0.1 + random.uniform()),
      ...(features.whiten === true ? { whitening: randomWhitening(seed, names.length - 1) } : {}),
    },
    losses: EXPRESSIONS.map((label, k) => ({
      label,
      positives: k + 1,
      total: 21,
      ratio: (20 - k) / (k + 1),
      loss: isTrunk ? { kind: "softmax-cross-entropy" } : LOSSES[k]!,
    })),
    calibration: randomCalibration(random),
    neutral: genericNeutral(),
    provenance: PROVENANCE,
    records: null,
  };
}

function randomCalibration(random: Random): Calibration {
  return {
    method: "platt",
    platt: EXPRESSIONS.map(() => ({
      slope: 0.5 + random.uniform(),
      intercept: random.normal(),
    })),
    thresholds: EXPRESSIONS.map(() => random.uniform()),
    temperature: 0.5 + random.uniform(),
    conformal: { coverage: 0.9, threshold: 0.85 },
    gate: null,
    recordings: 21,
    subjects: 7,
  };
}

/** A recording of a subject who goes from rest to their form of one of seven looks (6: at rest throughout). */
export function look(subject: number, kind: number, frames = 12): Recording {
  const random = createRandom(1000 * subject + kind);
  const rest = movedPoints(subject, 0.004);
  const apex = movedPoints(500 + kind, kind === 6 ? 0 : 0.03);
  const base = canonicalPoints();
  const faces = Array.from({ length: frames }, (_, t) => {
    const share = t / (frames - 1);
    const points = rest.map((v, i) => v + share * (apex[i]! - base[i]!) + 0.0005 * random.normal());
    return project(points, { yaw: 0.1 * random.uniform() });
  });
  return recordingOf(faces, { id: `s${subject}-${kind}` });
}

export const labelOf = (kind: number): Label => EXPRESSIONS[kind] ?? "neutral";

/** The set with other classes and the targets that follow from them. */
export function withClasses(set: ExampleSet, of: (c: number, n: number) => number): ExampleSet {
  const classes = set.classes.map(of);
  const { labels } = set.task;
  const targets = Array.from(classes).flatMap((c) => labels.map((_, k) => Number(c === k)));
  return { ...set, classes, targets: Uint8Array.from(targets) };
}

/** Each of `subjects` people with all seven looks, none twice. */
export function exampleSet(
  subjects: number,
  features: Partial<FeatureSpec> = {},
  kinds: readonly number[] = [0, 1, 2, 3, 4, 5, 6],
): ExampleSet {
  const spec = resolveFeatureSpec(features);
  return createExampleSet(
    spec,
    Array.from({ length: subjects }, (_, s) => s).flatMap((s) =>
      kinds.map((kind) => ({
        sequence: computeFeatures(look(s, kind, 8 + (s % 3)), spec),
        subjectId: `s${s}`,
        label: labelOf(kind),
      })),
    ),
  );
}
