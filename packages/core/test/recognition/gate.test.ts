import { expect, test } from "vitest";
import { fitGate } from "../../src/recognition/index.ts";

const RATES = { falseAlarms: 0.05, misses: 0.01 };
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const items = (peaks: readonly number[], best = 0.5) => peaks.map((peak) => ({ peak, best }));

test("of faces at rest at most the false alarms have a probability that passes", () => {
  const calm = upTo(40).map((i) => ({ peak: i / 100, best: i / 50 }));
  const gate = fitGate(calm, items([0.1, 3]), RATES)!;
  expect(gate).toEqual({
    ...{ threshold: 0.1, quietBelow: 0.78, calmBelow: 0.39 },
    ...{ setOn: "neutral", rate: 0.05, count: 40 },
  });
  expect(calm.filter(({ best }) => !(best < gate.quietBelow!))).toHaveLength(2);
  expect(calm.filter(({ peak }) => !(peak < gate.calmBelow!))).toHaveLength(2);
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
