import { describe, expect, test } from "vitest";
import { EXPRESSION_TASK } from "../../src/face/index.ts";
import { createRandom, type Random } from "../../src/math/index.ts";
import {
  calibrate,
  createDecider,
  type HeldOutScores,
  type RecognizerModel,
} from "../../src/recognition/index.ts";
import { randomModel } from "../support/recognizers.ts";

/** The six's classes, their targets and what is known of them. */
const truthOf = (classes: readonly number[]) => ({
  task: EXPRESSION_TASK,
  classes,
  targets: classes.flatMap((c) => NAMES.map((_, k) => Number(c === k))),
  known: classes.flatMap(() => NAMES.map(() => 1)),
});

/**
 * Heads that tell a class apart by 2 of log-odds' scale, and overstate it: true log-odds come out times 2, plus 1. Each
 * subject shifts all of their scores a little; every seventh recording is a face at rest, with a small magnitude.
 */
function drawn(random: Random, subjects: number, prefix = "s"): HeldOutScores {
  const scores: number[] = [];
  const classes: number[] = [];
  const subjectIds: string[] = [];
  for (let s = 0; s < subjects; s++) {
    const shift = 0.3 * random.normal();
    for (let kind = 0; kind < 7; kind++) {
      classes.push(kind === 6 ? -1 : kind);
      subjectIds.push(`${prefix}${s}`);
      for (let k = 0; k < 6; k++) {
        // Two normals, of variance 2 and means +-1: true log-odds x plus the prior's.
        const x = (k === kind ? 1 : -1) + shift + Math.SQRT2 * random.normal();
        scores.push(2 * (x - Math.log(5)) + 1);
      }
    }
  }
  return {
    ...truthOf(classes),
    scores: Float64Array.from(scores),
    neutral: classes.map((c) => Number(c < 0)),
    subjectIds,
    peaks: classes.map((c) => (c < 0 ? 0.1 : 1) + 0.05 * random.uniform()),
  };
}

/** Decides with a calibration over scores: plain cross-entropy's logits are scores. */
function modelWith(calibration: RecognizerModel["calibration"]): RecognizerModel {
  const model = randomModel(1);
  const loss = { kind: "binary-cross-entropy" } as const;
  return { ...model, losses: model.losses.map((chosen) => ({ ...chosen, loss })), calibration };
}

describe("on subjects that nothing was fitted to", () => {
  const random = createRandom(12);
  const calibration = calibrate(drawn(random, 80));
  const fresh = drawn(random, 400, "new");
  const decider = createDecider(modelWith(calibration), { largestSet: 6 });
  const answers = Array.from(fresh.classes, (c, n) => {
    const logits = fresh.scores.subarray(6 * n, 6 * n + 6);
    const { probabilities, set, label } = decider.decide(0, logits, fresh.peaks[n]!);
    return { c, probabilities: Object.values(probabilities), size: set.length, set, label };
  });
  const shown = answers.filter(({ c }) => c >= 0);

  test("probabilities are calibrated: expected calibration error at most 0.05 for each head", () => {
    for (let k = 0; k < 6; k++) {
      const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, was: 0 }));
      for (const { c, probabilities } of shown) {
        const bin = bins[Math.min(9, Math.floor(10 * probabilities[k]!))]!;
        bin.count++;
        bin.said += probabilities[k]!;
        bin.was += Number(c === k);
      }
      const error = bins.reduce((sum, { said, was }) => sum + Math.abs(said - was), 0);
      expect(error / shown.length, `head ${k}`).toBeLessThan(0.05);
    }
  });

  test("the heads' overstatement is taken back: a slope near a half", () => {
    for (const { slope } of calibration.platt) expect(Math.abs(slope - 0.5)).toBeLessThan(0.15);
  });

  test("the conformal set holds the truth as often as was asked", () => {
    const held = shown.filter(({ c, set }) => set.some((name) => name === NAMES[c])).length;
    const N = 400; // subjects are the independent draws, each with six recordings
    const error = 3 * Math.sqrt((0.9 * 0.1) / N);
    expect(held / shown.length).toBeGreaterThan(0.9 - error - 0.01);
    expect(held / shown.length).toBeLessThan(0.9 + error + 1 / 81);
    expect(shown.reduce((sum, { size }) => sum + size, 0) / shown.length).toBeLessThan(5);
  });

  test("faces at rest are called neutral, but for the false alarms; no expression is", () => {
    const rest = answers.filter(({ c }) => c < 0);
    const alarms = rest.filter(({ label }) => label !== "neutral").length / rest.length;
    expect(calibration.gate).toMatchObject({ setOn: "neutral", rate: 0.05, count: 80 });
    // 5 % of 80 to set it, then 400 to try it: three standard errors of both.
    expect(Math.abs(alarms - 0.05)).toBeLessThan(0.09);
    expect(shown.filter(({ label }) => label === "neutral")).toEqual([]);
  });
});

const NAMES = ["anger", "disgust", "fear", "happiness", "sadness", "surprise"];

test("method none leaves scores alone, temperature has no intercept", () => {
  const held = drawn(createRandom(1), 20);
  const none = calibrate(held, { method: "none" });
  expect(none.platt).toEqual(NAMES.map(() => ({ slope: 1, intercept: 0 })));
  expect(none.temperature).toBe(1);
  const { platt } = calibrate(held, { method: "temperature" });
  expect(platt.map(({ intercept }) => intercept)).toEqual(NAMES.map(() => 0));
  expect(new Set(platt.map(({ slope }) => slope)).size).toBe(6);
});

test("faces at rest are negatives of every head: the louder they score, the less a score says", () => {
  const held = drawn(createRandom(3), 30);
  const loud = held.scores.map((x, i) => (held.neutral[Math.floor(i / 6)] === 1 ? 4 : x));
  const [quiet, changed] = [calibrate(held), calibrate({ ...held, scores: loud })];
  changed.platt.forEach(({ slope }, k) => {
    expect(slope).toBeLessThan(quiet.platt[k]!.slope);
  });
  expect(changed.gate!.threshold).toBe(quiet.gate!.threshold);
});

test("too few subjects for the coverage: no threshold", () => {
  const held = drawn(createRandom(1), 4);
  expect(calibrate(held).conformal).toEqual({ coverage: 0.9, threshold: null });
  expect(calibrate(held, { coverage: 0.5 }).conformal.threshold).toBeGreaterThan(0);
});

test("the order of recordings moves no byte of what matters", () => {
  const held = drawn(createRandom(2), 12);
  const N = held.classes.length;
  const order = Array.from({ length: N }, (_, n) => (n * 5) % N);
  const turned: HeldOutScores = {
    ...truthOf(order.map((n) => held.classes[n]!)),
    scores: Float64Array.from(order.flatMap((n) => [...held.scores.subarray(6 * n, 6 * n + 6)])),
    neutral: order.map((n) => held.neutral[n]!),
    subjectIds: order.map((n) => held.subjectIds[n]!),
    peaks: order.map((n) => held.peaks[n]!),
  };
  const [a, b] = [calibrate(held), calibrate(turned)];
  // Sums in another order round otherwise.
  b.gate!.quietBelow!.forEach((value, k) => {
    expect(value).toBeCloseTo(a.gate!.quietBelow![k]!, 6);
  });
  expect({ ...b.gate, quietBelow: [] }).toEqual({ ...a.gate, quietBelow: [] });
  a.platt.forEach(({ slope, intercept }, k) => {
    expect(b.platt[k]!.slope).toBeCloseTo(slope, 6);
    expect(b.platt[k]!.intercept).toBeCloseTo(intercept, 6);
  });
  expect(b.conformal.threshold).toBeCloseTo(a.conformal.threshold!, 6);
});

test.each([
  [{ coverage: 1 }, "calibrate: coverage must be in (0, 1), got 1"],
  [{ misses: 0 }, "calibrate: misses must be in (0, 1), got 0"],
  [{ method: "isotonic" }, "calibrate: method must be platt, temperature or none, got isotonic"],
  [{ alpha: 0.1 }, "calibrate: has no key alpha, expected method, coverage, falseAlarms, misses"],
])("refuses %o", (options, message) => {
  expect(() => calibrate(drawn(createRandom(1), 2), options as object)).toThrow(message);
});
