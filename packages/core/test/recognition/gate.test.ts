import { expect, test } from "vitest";
import { fitGate } from "../../src/recognition/index.ts";

const RATES = { falseAlarms: 0.05, misses: 0.01, least: 0.25 };
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const items = (peaks: readonly number[]) =>
  peaks.map((peak) => ({ peak, probabilities: [0.5, 0.1] }));

test("of faces at rest at most the false alarms have a probability that passes, as many of each expression", () => {
  const calm = upTo(40).map((i) => ({ peak: i / 100, probabilities: [i / 50, (41 - i) / 45] }));
  const gate = fitGate(calm, items([0.1, 3]), RATES)!;
  expect(gate).toEqual({
    threshold: 0.1,
    quietBelow: [0.8, 40 / 45],
    calmBelow: 0.39,
    setOn: "neutral",
    rate: 0.05,
    count: 40,
  });
  const passes = calm.filter(({ probabilities: p }) => p.some((v, k) => v >= gate.quietBelow![k]!));
  expect(passes).toHaveLength(2);
  expect(calm.filter(({ peak }) => !(peak < gate.calmBelow!))).toHaveLength(2);
});

test("an expression that faces at rest never seem to show must still be one in four likely", () => {
  const calm = upTo(40).map((i) => ({ peak: 0.1, probabilities: [i / 50, 0.01] }));
  expect(fitGate(calm, [], { ...RATES, falseAlarms: 0.1 })!.quietBelow![1]).toBe(0.25);
});

test("where no false alarm is allowed, every face at rest stays below", () => {
  const calm = upTo(5).map((i) => ({ peak: 0.1, probabilities: [0.5 + i / 50] }));
  expect(fitGate(calm, [], RATES)!.quietBelow![0]).toBeGreaterThan(0.6);
});

test("the threshold on displacement never lies above that of faces at rest", () => {
  expect(fitGate(items([0.2]), items([5]), RATES)!.threshold).toBe(0.2);
});

test("without faces at rest, at most the misses of the expressive ones stay below", () => {
  const gate = fitGate([], items(upTo(200).reverse()), RATES)!;
  expect(gate).toEqual({ threshold: 3, setOn: "expressions", rate: 0.01, count: 200 });
  expect(upTo(200).filter((peak) => peak < gate.threshold)).toHaveLength(2);
});

test("few recordings miss none; unknown magnitudes set no gate", () => {
  expect(fitGate([], items([5, 4]), RATES)!.threshold).toBe(4);
  expect(fitGate(items([Number.NaN]), items([Number.NaN]), RATES)).toBeNull();
});
