import { describe, expect, test } from "vitest";
import { EXPRESSIONS } from "../../src/face/index.ts";
import {
  type Calibration,
  createDecider,
  type DecisionOptions,
  type RecognizerModel,
} from "../../src/recognition/index.ts";
import { randomModel } from "../support/recognizers.ts";

const LOGITS = [0.3, -0.4, 1.5, 1.4, -2, 0.1];
const plain = (calibration: Partial<Calibration> = {}, seed = 1): RecognizerModel => {
  const model = randomModel(seed);
  const identity = EXPRESSIONS.map(() => ({ slope: 1, intercept: 0 }));
  const losses = model.losses.map((chosen) => ({
    ...chosen,
    loss: { kind: "binary-cross-entropy" as const },
  }));
  return {
    ...model,
    losses,
    calibration: {
      ...model.calibration,
      platt: identity,
      temperature: 1,
      conformal: { coverage: 0.9, threshold: null },
      ...calibration,
    },
  };
};
const decide = (
  model: RecognizerModel,
  options: DecisionOptions = {},
  logits: readonly number[] = LOGITS,
  magnitude = Number.NaN,
) => createDecider(model, options).decide(0, logits, magnitude);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test("probabilities are the heads' own, the distribution their odds, normalised", () => {
  const { probabilities, distribution, label, set } = decide(plain());
  const odds = LOGITS.map((x) => Math.exp(x));
  const sum = odds.reduce((a, b) => a + b);
  LOGITS.forEach((x, k) => {
    expect(probabilities[EXPRESSIONS[k]!]).toBeCloseTo(sigmoid(x), 9);
    expect(distribution![EXPRESSIONS[k]!]).toBeCloseTo(odds[k]! / sum, 9);
  });
  // No conformal threshold: nothing is ruled out, which is more than may be.
  expect(set).toEqual(EXPRESSIONS);
  expect(label).toBeNull();
  expect(decide(plain(), { largestSet: 6 }).label).toBe("fear");
});

test("Platt and temperature come after the loss is undone", () => {
  const model = plain({
    platt: EXPRESSIONS.map((_, k) => ({ slope: k + 1, intercept: -k })),
    temperature: 2,
  });
  const weighted = { kind: "weighted-binary-cross-entropy", positiveWeight: 4 } as const;
  const losses = model.losses.map((chosen) => ({ ...chosen, loss: weighted }));
  const { probabilities, distribution } = decide({ ...model, losses });
  const z = LOGITS.map((x, k) => (k + 1) * (x - Math.log(4)) - k);
  const powers = z.map((x) => Math.exp(x / 2));
  const sum = powers.reduce((a, b) => a + b);
  z.forEach((x, k) => {
    expect(probabilities[EXPRESSIONS[k]!]).toBeCloseTo(sigmoid(x), 9);
    expect(distribution![EXPRESSIONS[k]!]).toBeCloseTo(powers[k]! / sum, 9);
  });
});

describe("abstention", () => {
  const odds = LOGITS.map((x) => Math.exp(x));
  const share = (k: number) => odds[k]! / odds.reduce((a, b) => a + b);
  const at = (threshold: number, options: DecisionOptions = {}) =>
    decide(plain({ conformal: { coverage: 0.9, threshold } }), options);

  test("the set holds what is likelier than 1 - threshold", () => {
    // fear and happiness are likelier than anger, which is the third.
    expect(at(1 - share(0) - 1e-6).set).toEqual(["fear", "happiness"]);
    expect(at(1 - share(0) + 1e-6).set).toEqual(["anger", "fear", "happiness"]);
    expect(at(1 - share(0) + 1e-6).label).toBe("fear");
  });

  test("too many in the set, or none: no answer", () => {
    expect(at(1 - share(0) + 1e-6, { largestSet: 2 }).label).toBeNull();
    const none = at(1 - share(2) - 1e-6);
    expect(none.set).toEqual([]);
    expect(none.label).toBeNull();
  });

  test("a face at rest is neutral, whatever the heads say; one on the threshold is not", () => {
    const gate = { threshold: 0.2, setOn: "neutral", rate: 0.05, count: 20 } as const;
    const model = plain({ gate });
    expect(decide(model, { largestSet: 6 }, LOGITS, 0.19).label).toBe("neutral");
    expect(decide(model, { largestSet: 6 }, LOGITS, 0.2).label).toBe("fear");
    expect(decide(model, { largestSet: 6 }, LOGITS, Number.NaN).label).toBe("fear");
  });
});

describe("paper mode", () => {
  test("is the raw argmax, whatever losses, calibration, gate and set say", () => {
    const gate = { threshold: 9, setOn: "neutral", rate: 0.05, count: 20 } as const;
    const random = randomModel(3);
    const model = { ...random, calibration: { ...random.calibration, gate } };
    const { label, probabilities, set } = decide(model, { mode: "paper" }, LOGITS, 0);
    expect(label).toBe("fear");
    expect(set).toEqual(["fear"]);
    LOGITS.forEach((x, k) => {
      expect(probabilities[EXPRESSIONS[k]!]).toBeCloseTo(sigmoid(x), 9);
    });
    // Calibrated, the same model says something else of the same logits: of two kinds of loss, it is no contest.
    expect(
      decide({ ...model, calibration: { ...random.calibration } }, { largestSet: 6 }).label,
    ).not.toBe("fear");
  });

  test("of one trunk it is the softmax", () => {
    const { probabilities, distribution } = decide(randomModel(4, { heads: "one-trunk" }), {
      mode: "paper",
    });
    expect(probabilities).toEqual(distribution);
    expect(Object.values(probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

test("the object and its arrays are the same every time", () => {
  const decider = createDecider(plain());
  const first = decider.decide(0, LOGITS, 1);
  const { probabilities, distribution, set } = first;
  const second = decider.decide(1, [...LOGITS].reverse(), 2);
  expect(second).toBe(first);
  expect(second.probabilities).toBe(probabilities);
  expect(second.distribution).toBe(distribution);
  expect(second.set).toBe(set);
  expect(second).toMatchObject({ timestampMs: 1, magnitude: 2 });
});

test.each([
  [{ mode: "raw" }, "decision: mode must be calibrated or paper, got raw"],
  [{ largestSet: 0 }, "decision: largestSet must be an integer in [1, 6], got 0"],
  [{ biggest: 1 }, "decision: has no key biggest, expected mode, largestSet"],
])("refuses %o", (options, message) => {
  expect(() => createDecider(plain(), options as DecisionOptions)).toThrow(message);
});
