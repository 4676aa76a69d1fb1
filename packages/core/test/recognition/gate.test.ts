import { expect, test } from "vitest";
import { fitGate } from "../../src/recognition/index.ts";

const RATES = { falseAlarms: 0.05, misses: 0.01 };
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test("of neutral recordings at most the false alarms reach the gate", () => {
  const gate = fitGate(upTo(40), [1], RATES)!;
  expect(gate).toEqual({ threshold: 39, setOn: "neutral", rate: 0.05, count: 40 });
  expect(upTo(40).filter((peak) => !(peak < gate.threshold))).toHaveLength(2);
});

test("without neutral recordings, at most the misses of the expressive ones stay below", () => {
  const gate = fitGate([], upTo(200).reverse(), RATES)!;
  expect(gate).toEqual({ threshold: 3, setOn: "expressions", rate: 0.01, count: 200 });
  expect(upTo(200).filter((peak) => peak < gate.threshold)).toHaveLength(2);
});

test("few recordings miss none; unknown magnitudes set no gate", () => {
  expect(fitGate([], [5, 4], RATES)!.threshold).toBe(4);
  expect(fitGate([Number.NaN], [Number.NaN], RATES)).toBeNull();
});
