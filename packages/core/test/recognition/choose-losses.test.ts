import { expect, test } from "vitest";
import { EXPRESSION_TASK, EXPRESSIONS } from "../../src/face/index.ts";
import { chooseLosses, countClasses, resolveRecipe } from "../../src/recognition/index.ts";

/** CK+ without contempt: 309 recordings. */
const COUNTS = [45, 59, 25, 69, 28, 83];
const classes = COUNTS.flatMap((count, k) => Array.from({ length: count }, () => k));
const withContempt = [...classes, ...Array.from({ length: 18 }, () => -1)];
const counts = (of: readonly number[]) => countClasses(of, EXPRESSION_TASK);
const kinds = (chosen: ReturnType<typeof chooseLosses>) => chosen.map(({ loss }) => loss.kind);
const [BCE, WEIGHTED, FOCAL] = ["binary-cross-entropy", "weighted-binary-cross-entropy", "focal"];

test("the choice, its counts and its ratio of each head on CK+", () => {
  const chosen = chooseLosses(counts(classes), resolveRecipe());
  expect(chosen.map(({ label }) => label)).toEqual(EXPRESSIONS);
  expect(kinds(chosen)).toEqual([WEIGHTED, WEIGHTED, WEIGHTED, BCE, WEIGHTED, BCE]);
  expect(chosen[2]).toEqual({
    label: "fear",
    positives: 25,
    total: 309,
    ratio: 284 / 25,
    loss: { kind: WEIGHTED, positiveWeight: 284 / 25 },
  });
});

test("contempt as a negative moves fear and happiness to the other side", () => {
  const chosen = chooseLosses(
    counts(withContempt),
    resolveRecipe({ focalAlpha: 0.3, focalGamma: 1 }),
  );
  expect(kinds(chosen)).toEqual([WEIGHTED, WEIGHTED, FOCAL, WEIGHTED, WEIGHTED, BCE]);
  expect(chosen[2]!.loss).toEqual({ kind: FOCAL, alpha: 0.3, gamma: 1 });
});

test("by total / positives the ratio is 1 more, and the weight stays negatives / positives", () => {
  const chosen = chooseLosses(counts(classes), resolveRecipe({ ratio: "total/positives" }));
  expect(kinds(chosen)).toEqual([WEIGHTED, WEIGHTED, FOCAL, WEIGHTED, WEIGHTED, WEIGHTED]);
  expect(chosen[5]).toMatchObject({
    ratio: 309 / 83,
    loss: { positiveWeight: (309 - 83) / 83 },
  });
});

test("standard is plain cross-entropy for all six, with the ratios kept", () => {
  const chosen = chooseLosses(counts(withContempt), resolveRecipe({ loss: "standard" }));
  expect(kinds(chosen)).toEqual(EXPRESSIONS.map(() => BCE));
  expect(chosen[2]!.ratio).toBe(302 / 25);
});

test("no positive: no ratio, plain cross-entropy; one trunk: softmax", () => {
  expect(chooseLosses(counts([1, 1, -1]), resolveRecipe())[0]).toEqual({
    label: "anger",
    positives: 0,
    total: 3,
    ratio: null,
    loss: { kind: BCE },
  });
  expect(kinds(chooseLosses(counts(classes), resolveRecipe({ heads: "one-trunk" })))).toEqual(
    EXPRESSIONS.map(() => "softmax-cross-entropy"),
  );
});
