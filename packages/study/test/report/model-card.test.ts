import type { NeutralGate, RecognizerModel } from "@mien/core";
import { describe, expect, test } from "vitest";
import { randomModel } from "../../../core/test/support/recognizers.ts";
import type { ViewScores } from "../../src/evaluation/index.ts";
import { modelCard } from "../../src/report/index.ts";

const views: readonly ViewScores[] = [
  {
    view: "sequence",
    recordings: 3000,
    accuracy: 0.85,
    macroF1: 0.8456,
    linearAccuracy: 0.835,
    linearMacroF1: 0.834,
  },
  {
    view: "photo, generic",
    recordings: 12,
    accuracy: 0.5,
    macroF1: Number.NaN,
    linearAccuracy: 0.4,
    linearMacroF1: 0.3,
  },
];
const gate: NeutralGate = {
  threshold: 0.1234,
  quietBelow: [0.5, 0.4, 0.3, 0.25, 0.6, 0.25],
  calmBelow: 0.456,
  setOn: "neutral",
  rate: 0.1,
  count: 300,
};

function shipped(change: Partial<RecognizerModel["calibration"]> = {}): RecognizerModel {
  const model = randomModel(1, {}, { baseline: "person", unit: true });
  const genericGate = { ...gate, threshold: 0.7, count: 299 };
  return {
    ...model,
    calibration: { ...model.calibration, gate, genericGate, ...change },
    records: { folds: 5, views },
  };
}

describe("the card of the model that ships", () => {
  const card = modelCard(shipped(), "shipped.mien");

  test("has each view's figures, the linear model's beside them", () => {
    expect(card).toContain("| sequence | 3000 | 0.850 | 0.846 | 0.835 | 0.834 |");
    expect(card).toContain("| photo, generic | 12 | 0.500 | undefined | 0.400 | 0.300 |");
    expect(card).toContain("a fit of 5 that had not seen its subject");
    expect(card).not.toContain("Nothing was recorded");
  });

  test("says in words when a face is called neutral, and how often that fails", () => {
    expect(card).toContain(
      "Neutral gate, where the person's own face is subtracted: a face that moved less than 0.123 is neutral. " +
        "A face whose likeliest expression is less probable than 0.500 (anger), 0.400 (disgust), 0.300 (fear), 0.250 (happiness), " +
        "0.600 (sadness), 0.250 (surprise) is neutral too if it moved less than 0.456; " +
        "if it moved more, nothing is said of it. False alarms: at most 10 % of 300 faces at rest get an expression.",
    );
    expect(card).toContain(
      "Where the generic neutral is: a face that moved less than 0.700 is neutral.",
    );
    expect(card).toContain("at most 10 % of 299 faces at rest");
  });

  test("says where it fails, for what it is not, and how to make it again", () => {
    const heads = [...card.matchAll(/^## (.*)$/gm)].map(([, head]) => head);
    expect(heads).toEqual([
      "Trained on",
      "Measured",
      "Calibration",
      "Where it fails",
      "Uses",
      "Limits",
      "Reproduce",
    ]);
    expect(card).toContain("Art. 5(1)(f)");
  });
});

test("a card without views has no such claims; an old gate keeps its words", () => {
  const { genericGate: _, ...calibration } = shipped().calibration;
  const model = { ...shipped(), calibration, records: null };
  const old = { threshold: 0.2, setOn: "expressions", rate: 0.01, count: 50 } as const;
  const card = modelCard({ ...model, calibration: { ...calibration, gate: old } }, "own.mien");
  expect(card).toContain("Nothing was recorded");
  expect(card).not.toContain("Where it fails");
  expect(card).toContain(
    "Neutral gate: a displacement of 0.200, set without neutral recordings, so that 1 % of 50 expressive ones stay below it.",
  );
  const none = modelCard({ ...model, calibration: { ...calibration, gate: null } }, "own.mien");
  expect(none).toContain("Neutral gate: none.");
});
