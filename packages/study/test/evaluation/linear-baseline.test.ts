import { EXPRESSION_TASK, EXPRESSIONS } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { expect, test } from "vitest";
import { type BaselineItem, runLinearBaseline } from "../../src/evaluation/index.ts";

/** 20 subjects, each with a hidden offset; `signal` moves one feature for each expression. */
function makeItems(signal: number, seed = 5): BaselineItem[] {
  const random = createRandom(seed);
  return Array.from({ length: 20 }, (_, s) => {
    const offset = Array.from({ length: 8 }, () => random.normal());
    return EXPRESSIONS.map((label, c) => ({
      id: `S${s}/${label}`,
      subjectId: `S${s}`,
      label,
      features: Float64Array.from(offset, (x, f) => {
        return 0.3 * x + 0.3 * random.normal() + (f === c ? signal : 0);
      }),
    }));
  }).flat();
}

const folds = { scheme: "id-order-modulo", folds: 5 } as const;

test("finds a signal that is there, and none that is not", () => {
  const found = runLinearBaseline(makeItems(2), { folds, resamples: 200 });
  expect(found.metrics.accuracy.value).toBeGreaterThan(0.9);
  expect(found.confusion.flat().reduce((a, b) => a + b, 0)).toBe(120);
  expect(found.errors.length).toBe(120 - Math.round(120 * found.metrics.accuracy.value));
  const noise = runLinearBaseline(makeItems(0), { folds, resamples: 200 });
  expect(noise.metrics.accuracy.value).toBeLessThan(0.3);
  expect(noise.accuracyInterval.low).toBeLessThan(1 / 6);
});

test("a test fold's labels decide nothing about its own predictions", () => {
  const items = makeItems(1);
  const base = runLinearBaseline(items, { folds, resamples: 1 });
  const first = items.filter(({ subjectId }) => subjectId === "S0");
  const relabelled = items.map((item) =>
    first.includes(item) ? { ...item, label: "anger" as const } : item,
  );
  const other = runLinearBaseline(relabelled, { folds, resamples: 1 });
  const predictions = (run: typeof base, of: readonly BaselineItem[]) =>
    of
      .filter(({ subjectId }) => subjectId === "S0")
      .map(({ id, label }) => run.errors.find((error) => error.id === id)?.predicted ?? label);
  expect(predictions(other, relabelled)).toEqual(predictions(base, items));
});

test("the same seed gives the same figures", () => {
  const run = () => runLinearBaseline(makeItems(1), { folds, seed: 3, resamples: 50 });
  expect(run()).toEqual(run());
});

test("tells any labels apart, as it does the six under other names", () => {
  const items = makeItems(1);
  const labels = EXPRESSIONS.map((label) => `own-${label}`);
  const task = { name: "own", labels, exclusive: true };
  const own = items.map((item) => ({ ...item, label: `own-${item.label}` }));
  const { task: named, errors, ...figures } = runLinearBaseline(own, { task, folds });
  const six = runLinearBaseline(items, { folds });
  expect(six).toEqual({ ...six, ...figures });
  expect([six.task, named]).toEqual([EXPRESSION_TASK, task]);
  expect(errors.map(({ predicted }) => predicted)).toEqual(
    six.errors.map(({ predicted }) => `own-${predicted}`),
  );
  const three = items.filter(({ label }) => ["anger", "fear", "sadness"].includes(label));
  const smaller = { name: "three", labels: ["anger", "fear", "sadness"], exclusive: true };
  const result = runLinearBaseline(three, { task: smaller, folds });
  expect([result.items, result.confusion.length, result.auc.length]).toEqual([60, 3, 3]);
  expect(result.metrics.alwaysNo.value).toBeCloseTo(2 / 3, 12);
});

test.each([
  [
    makeItems(1),
    { folds, task: { name: "gestures", labels: ["nodding", "anger"], exclusive: true } },
    "S0/disgust must be one of nodding, anger, got disgust",
  ],
  [
    makeItems(1),
    { folds, task: { ...EXPRESSION_TASK, exclusive: false } },
    "task must be exclusive, got expressions, of which a face may show several at once",
  ],
  [[], { folds }, "expected at least 1 item, got 0"],
  [makeItems(1).slice(0, 12), { folds }, "5 folds need at least 5 subjects, got 2"],
  [
    makeItems(1),
    { folds, lambda: 1 },
    "has no key lambda, expected task, folds, l2, seed, resamples",
  ],
])("refuses nonsense (%#)", (items, options, message) => {
  expect(() => runLinearBaseline(items, options)).toThrow(message);
});
