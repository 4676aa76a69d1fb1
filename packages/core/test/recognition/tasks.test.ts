/** Tasks that are not the six, from data set to model file, answer and ONNX. */
import { describe, expect, test } from "vitest";
import { createTask, type Task } from "../../src/face/index.ts";
import { computeFeatures, resolveFeatureSpec } from "../../src/features/index.ts";
import { createWasmBackend } from "../../src/kernel/index.ts";
import {
  type Calibration,
  createDecider,
  createExampleSet,
  type ExampleSet,
  fit,
  type LabelledSequence,
  loadModel,
  planTraining,
  Recognizer,
  resolveRecipe,
  saveModel,
  trainRecognizer,
} from "../../src/recognition/index.ts";
import { exportOnnx } from "../../src/recognition/onnx/index.ts";
import { exportWeights, importWeights } from "../../src/recognition/weights/index.ts";
import { look, PROVENANCE } from "../support/recognizers.ts";

const backend = await createWasmBackend();
const features = resolveFeatureSpec();
const MOVES = createTask({ name: "moves", labels: ["nod", "yawn", "wink"], exclusive: true });
const UNITS = createTask({ name: "units", labels: ["AU1", "AU12", "AU25"], exclusive: false });
const OPTIONS = {
  recipe: resolveRecipe({ hiddenSize: 8, epochs: 40, learningRate: 0.01, headDropout: 0 }),
  seed: 5,
  calibrationFolds: 3,
  provenance: PROVENANCE,
};

/** Six people with looks 0, 1, 2 and rest, told as the task wants it. */
function setOf(
  task: Task,
  tell: (s: number, kind: number) => Partial<LabelledSequence>,
): ExampleSet {
  const items = Array.from({ length: 6 }, (_, s) => s).flatMap((s) =>
    [0, 1, 2, 6].map((kind) => ({
      sequence: computeFeatures(look(s, kind), features),
      subjectId: `s${s}`,
      label: "other",
      ...tell(s, kind),
    })),
  );
  return createExampleSet(features, items, task);
}

describe("three labels of one's own", () => {
  const set = setOf(MOVES, (_, kind) => ({ label: MOVES.labels[kind] ?? "neutral" }));
  const model = trainRecognizer(backend, set, OPTIONS);

  test("train three heads, and are answered by name", () => {
    expect(model.parameters).toHaveLength(3);
    expect(model.losses.map(({ label, positives, total }) => [label, positives, total])).toEqual([
      ["nod", 6, 24],
      ["yawn", 6, 24],
      ["wink", 6, 24],
    ]);
    const said = new Recognizer(model, backend).recognize(look(3, 1)).summary!;
    expect(Object.keys(said.probabilities)).toEqual(["nod", "yawn", "wink"]);
    expect(Object.values(said.distribution!).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(said.probabilities.yawn).toBeGreaterThan(0.5);
    expect([...MOVES.labels, "neutral", null]).toContain(said.label);
  });

  test("go through the model file and out as weights, with their names", () => {
    const again = loadModel(saveModel(model));
    expect(again).toEqual(model);
    const weights = exportWeights(model, "pytorch");
    expect(importWeights(model, weights, "pytorch").parameters).toEqual(model.parameters);
  });

  test("one trunk has an output for each", () => {
    const recipe = resolveRecipe({ hiddenSize: 8, epochs: 2, heads: "one-trunk" });
    const trunk = trainRecognizer(backend, set, { ...OPTIONS, recipe });
    expect([trunk.parameters.length, trunk.network.outputs]).toEqual([1, 3]);
    expect(loadModel(saveModel(trunk))).toEqual(trunk);
  });

  test("a head without a positive in training is refused by name", () => {
    const fewer = setOf(MOVES, (_, kind) => ({ label: MOVES.labels[kind % 2] ?? "neutral" }));
    expect(() => fit(backend, fewer, planTraining(fewer, OPTIONS).final)).toThrow(
      "fit: final fit: head wink must have a positive in training, got none in 24 recordings",
    );
  });
});

describe("labels that go together, some unknown", () => {
  /** Look 0 shows AU1 and AU25, look 1 AU12, look 2 AU12 and AU25; of the first person AU25 is unknown. */
  const shows = (kind: number) => ({ AU1: kind === 0, AU12: kind === 1 || kind === 2 });
  const open = (kind: number) => kind === 0 || kind === 2;
  const set = setOf(UNITS, (s, kind) => ({
    marks: { ...shows(kind), ...(s === 0 ? {} : { AU25: open(kind) }) },
  }));
  const model = trainRecognizer(backend, set, OPTIONS);

  test("losses and ratios come from the known rows alone", () => {
    expect(model.losses.map(({ positives, total, ratio }) => [positives, total, ratio])).toEqual([
      [6, 24, 3],
      [12, 24, 1],
      [10, 20, 1],
    ]);
  });

  test("each label is answered by itself: no distribution, no one answer, no gate", () => {
    expect(model.calibration).toMatchObject({
      temperature: 1,
      gate: null,
      genericGate: null,
      conformal: { threshold: null },
    });
    const said = new Recognizer(model, backend).recognize(look(3, 2)).summary!;
    expect(said.label).toBeNull();
    expect(said.distribution).toBeNull();
    expect(said.shown).toEqual(["AU12", "AU25"]);
    expect(said.set).toEqual(said.shown);
  });

  test("an unknown mark moves no bit of another head, nor of the model, whatever lies under it", () => {
    const C = 3;
    const targets = set.targets.map((y, i) => (set.known[i] === 1 ? y : 1 - y));
    expect(saveModel(trainRecognizer(backend, { ...set, targets }, OPTIONS))).toEqual(
      saveModel(model),
    );
    const known = set.known.map((value, i) => (i % C === 2 && i < 6 * C * 2 ? 0 : value));
    const fewer = trainRecognizer(backend, { ...set, known }, OPTIONS);
    expect(fewer.parameters.slice(0, 2)).toEqual(model.parameters.slice(0, 2));
    expect(fewer.calibration.platt.slice(0, 2)).toEqual(model.calibration.platt.slice(0, 2));
    expect(fewer.parameters[2]).not.toEqual(model.parameters[2]);
  });

  test("a trunk is refused, for its labels exclude each other", () => {
    const recipe = resolveRecipe({ heads: "one-trunk" });
    const job = { name: "j", recipe, seed: 1, testing: new Int32Array(0) };
    const training = Int32Array.from(set.sequences, (_, n) => n);
    expect(() => fit(backend, set, { ...job, training })).toThrow(
      "fit: one trunk needs an exclusive task, got units, which is not",
    );
  });

  test("the file keeps the task, and ONNX has no distribution to give", () => {
    expect(loadModel(saveModel(model)).task).toEqual(UNITS);
    const text = new TextDecoder("latin1").decode(exportOnnx(model, { form: "sequence" }));
    expect(text).toContain("probabilities");
    expect(text).not.toContain("distribution");
  });
});

test("thirty-two labels: sets by bit mask, up to the last bit", () => {
  const labels = Array.from({ length: 32 }, (_, k) => `l${k}`);
  const task = createTask({ name: "many", labels, exclusive: true });
  const loss = { kind: "binary-cross-entropy" } as const;
  const calibration: Calibration = {
    method: "none",
    platt: labels.map(() => ({ slope: 1, intercept: 0 })),
    thresholds: labels.map(() => 0.5),
    temperature: 1,
    conformal: { coverage: 0.9, threshold: 0.7 },
    gate: null,
    recordings: 1,
    subjects: 1,
  };
  const losses = labels.map((label) => ({ label, positives: 1, total: 2, ratio: 1, loss }));
  const decider = createDecider({ task, losses, calibration });
  const logits = labels.map((_, k) => (k === 0 || k === 31 ? 5 : -5));
  const said = decider.decide(0, logits, Number.NaN);
  expect(said.shown).toEqual(["l0", "l31"]);
  expect(said.set).toEqual(["l0", "l31"]);
  expect(said.label).toBe("l0");
});
