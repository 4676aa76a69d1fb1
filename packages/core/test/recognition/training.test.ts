import { beforeAll, describe, expect, test } from "vitest";
import { fitScaler } from "../../src/features/index.ts";
import { createWasmBackend } from "../../src/kernel/index.ts";
import { sigmoid } from "../../src/math/index.ts";
import {
  assembleModel,
  type FitJob,
  fit,
  heldOutScores,
  planTraining,
  type Recipe,
  recognizeRecording,
  resolveRecipe,
  saveModel,
  trainRecognizer,
} from "../../src/recognition/index.ts";
import { exampleSet, look, PROVENANCE, withClasses } from "../support/recognizers.ts";

const backend = await createWasmBackend();
const set = exampleSet(6);
const recipeOf = (options: Partial<Recipe> = {}) =>
  resolveRecipe({ hiddenSize: 8, epochs: 2, ...options });
const OPTIONS = { recipe: recipeOf(), seed: 5, calibrationFolds: 3, provenance: PROVENANCE };

describe("bytes", () => {
  const bytes = (seed = 5) => saveModel(trainRecognizer(backend, set, { ...OPTIONS, seed }));
  let first: Uint8Array;
  beforeAll(() => {
    first = bytes();
  });

  test("the same seed gives the same file, another seed another", () => {
    expect(bytes()).toEqual(first);
    expect(bytes(6)).not.toEqual(first);
  });

  test("the order in which the jobs run, and who runs them, changes nothing", async () => {
    const plan = planTraining(set, OPTIONS);
    const other = await createWasmBackend({ wideTiles: true });
    const final = fit(other, set, plan.final);
    const backwards = [...plan.inner]
      .reverse()
      .map((job, i) => fit(i % 2 ? other : backend, set, job));
    const model = assembleModel(set, plan, backwards.reverse(), final, OPTIONS);
    expect(saveModel(model)).toEqual(first);
  });

  test("a job that went through JSON and a clone, as to a worker, gives the same", () => {
    const plan = planTraining(set, OPTIONS);
    const here = fit(backend, set, plan.final);
    expect(fit(backend, structuredClone(set), structuredClone(plan.final))).toEqual(here);
  });

  test("results of other jobs, or in another order, are refused", () => {
    const plan = planTraining(set, OPTIONS);
    const results = plan.inner.map((job) => fit(backend, set, job));
    expect(() => heldOutScores(set, plan, results.slice(1))).toThrow(
      "heldOutScores: expected 3 results, one for each inner fold, got 2",
    );
    expect(() => heldOutScores(set, plan, [...results].reverse())).toThrow(
      "heldOutScores: results[0] must be of inner fold 1 of 3, got inner fold 3 of 3",
    );
  });
});

test("six heads together are each what it is alone: another head's loss moves none of its bits", () => {
  const all = Int32Array.from(set.sequences, (_, n) => n);
  const job = (options: Partial<Recipe>): FitJob => ({
    name: "j",
    seed: 3,
    training: all.subarray(0, 35),
    testing: all.subarray(35),
    recipe: recipeOf({ stoppingShare: 0.2, patience: 1, ...options }),
  });
  const plain = fit(backend, set, job({ loss: "standard" }));
  // Anger alone becomes none of the six: its head now learns otherwise, and the other five must not notice.
  // Two remain, for a head without a positive is refused.
  const fewer = withClasses(set, (c, n) => (c === 0 && n > 7 ? -1 : c));
  const without = fit(backend, fewer, job({ loss: "standard" }));
  expect(without.parameters[0]).not.toEqual(plain.parameters[0]);
  expect(without.parameters.slice(1)).toEqual(plain.parameters.slice(1));
  expect(without.bestEpoch.slice(1)).toEqual(plain.bestEpoch.slice(1));
});

test("what a fit predicts, early and late, is what the recogniser then says", () => {
  const plan = planTraining(set, {
    ...OPTIONS,
    training: Int32Array.from({ length: 35 }, (_, n) => n),
    testing: Int32Array.from({ length: 7 }, (_, i) => 35 + i),
  });
  const final = fit(backend, set, plan.final);
  const inner = plan.inner.map((job) => fit(backend, set, job));
  const model = assembleModel(set, plan, inner, final, OPTIONS);
  for (let i = 0; i < 7; i++) {
    // Subject 5 of `exampleSet`: 8 + 5 % 3 frames.
    const { early } = recognizeRecording(backend, model, look(5, i, 10), { mode: "paper" });
    early.forEach(({ prediction }, e) => {
      const logits = final.logits.subarray((4 * i + e) * 6, (4 * i + e + 1) * 6);
      expect(Object.values(prediction.probabilities)).toEqual(Array.from(logits, sigmoid));
    });
  }
});

describe("leakage is refused", () => {
  const indices = (from: number, to: number) =>
    Int32Array.from({ length: to - from }, (_, i) => from + i);
  const job = (training: Int32Array, testing: Int32Array, more: Partial<FitJob> = {}): FitJob => ({
    name: "j",
    recipe: recipeOf({ epochs: 1 }),
    seed: 1,
    training,
    testing,
    ...more,
  });

  test("a subject planted on both sides", () => {
    expect(() => fit(backend, set, job(indices(0, 36), indices(36, 42)))).toThrow(
      "fit: subject s5 is in training and in testing (recording s5-1)",
    );
    const split = { training: indices(0, 36), testing: indices(36, 42) };
    expect(() => planTraining(set, { ...OPTIONS, ...split })).toThrow(
      "planTraining: subject s5 is in training and in testing (recording s5-1)",
    );
  });

  test("a recording given twice, or that is none", () => {
    expect(() => fit(backend, set, job(Int32Array.of(0, 1, 1), indices(35, 42)))).toThrow(
      "fit: recording s0-1 is given twice",
    );
    expect(() => fit(backend, set, job(indices(0, 7), Int32Array.of(42)))).toThrow(
      "fit: testing must hold indices in [0, 41], got 42",
    );
    expect(() => fit(backend, set, job(new Int32Array(0), indices(0, 7)))).toThrow(
      "fit: expected training recordings, got none",
    );
  });

  test("a scaler fitted on all recordings; one fitted on the training side is taken", () => {
    const [training, testing] = [indices(0, 35), indices(35, 42)];
    const scalerOn = (fittedOn: Int32Array) => ({
      scaler: { scaler: fitScaler(set.sequences, fittedOn), fittedOn },
    });
    expect(() => fit(backend, set, job(training, testing, scalerOn(indices(0, 42))))).toThrow(
      "fit: the scaler was fitted on recording s5-0 of subject s5, who is in testing",
    );
    const nowhere = { scaler: { scaler: fitScaler(set.sequences, training), fittedOn: [99] } };
    expect(() => fit(backend, set, job(training, testing, nowhere))).toThrow(
      "fit: scaler.fittedOn must hold indices in [0, 41], got 99",
    );
    const own = fit(backend, set, job(training, testing));
    expect(fit(backend, set, job(training, testing, scalerOn(training)))).toEqual(own);
  });

  test("what is held out moves neither scaler nor losses nor weights", () => {
    const [training, testing] = [indices(0, 35), indices(35, 42)];
    const own = fit(backend, set, job(training, testing));
    const loud = set.sequences.map((sequence, n) =>
      n < 35 ? sequence : { ...sequence, values: sequence.values.map((x) => 100 * x + 7) },
    );
    const turned = withClasses(set, (c, n) => (n < 35 ? c : 5 - c));
    const other = fit(backend, { ...turned, sequences: loud }, job(training, testing));
    expect({ ...other, logits: null }).toEqual({ ...own, logits: null });
    expect(other.logits).not.toEqual(own.logits);
  });
});

describe("the plan", () => {
  test("holds each subject out once, and never beside a training recording of theirs", () => {
    const plan = planTraining(set, OPTIONS);
    const held = plan.inner.flatMap(({ testing }) => [...testing]).sort((a, b) => a - b);
    expect(held).toEqual([...plan.final.training]);
    for (const { training, testing } of plan.inner) {
      const trained = new Set(Array.from(training, (n) => set.subjectIds[n]));
      expect(Array.from(testing).filter((n) => trained.has(set.subjectIds[n]!))).toEqual([]);
      expect(training.length + testing.length).toBe(held.length);
    }
    const seeds = [...plan.inner, plan.final].map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(4);
  });

  test("needs a subject for each fold", () => {
    expect(() => planTraining(set, { ...OPTIONS, calibrationFolds: 7 })).toThrow(
      "planTraining: expected at least 7 subjects, one for each inner fold, got 6",
    );
    expect(() => planTraining(set, { ...OPTIONS, calibrationFolds: 1 })).toThrow(
      "planTraining: calibrationFolds must be an integer >= 2, got 1",
    );
  });

  test("one trunk trains on the six alone, and its calibration sees the rest too", () => {
    const recipe = recipeOf({ heads: "one-trunk" });
    const plan = planTraining(set, { ...OPTIONS, recipe });
    for (const { training } of [...plan.inner, plan.final]) {
      expect(Array.from(training, (n) => set.classes[n]!).includes(-1)).toBe(false);
    }
    const held = plan.inner.flatMap(({ testing }) => [...testing]);
    expect(held).toHaveLength(42);
    const all = Int32Array.from(set.sequences, (_, n) => n);
    const testing = new Int32Array(0);
    expect(() => fit(backend, set, { name: "j", recipe, seed: 1, training: all, testing })).toThrow(
      "fit: one trunk trains on anger, disgust, fear, happiness, sadness, surprise alone, recording s0-6 shows none of them",
    );
    const model = trainRecognizer(backend, set, { ...OPTIONS, recipe });
    expect(model.parameters).toHaveLength(1);
    expect(model.network.outputs).toBe(6);
    expect(model.calibration.recordings).toBe(42);
  });
});

test("six looks told apart: trained long enough, strangers are recognised", () => {
  const more = exampleSet(8);
  const recipe = resolveRecipe({ hiddenSize: 8, epochs: 80, learningRate: 0.01, headDropout: 0 });
  const plan = planTraining(more, { ...OPTIONS, recipe });
  const results = plan.inner.map((job) => fit(backend, more, job));
  const { scores, classes } = heldOutScores(more, plan, results);
  let right = 0;
  let shown = 0;
  Array.from(classes).forEach((c, n) => {
    if (c < 0) return;
    const own = scores.subarray(6 * n, 6 * n + 6);
    shown++;
    right += Number(own.indexOf(Math.max(...own)) === c);
  });
  // Chance is a sixth of 48. Generated looks differ plainly.
  expect(shown).toBe(48);
  expect(right).toBeGreaterThanOrEqual(40);
});
