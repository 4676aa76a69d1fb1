import {
  chooseLosses,
  countClasses,
  EXPRESSION_TASK,
  EXPRESSIONS,
  resolveRecipe,
} from "@mien/core";
import { describe, expect, test } from "vitest";
import { analyzeStudy } from "../../src/analysis/index.ts";
import { simulateStudy } from "../support/simulated-study.ts";

/** CK+'s labelled sequences: 309 of the six expressions, and 18 of contempt. */
const CK_PLUS = { anger: 45, disgust: 59, fear: 25, happiness: 69, sadness: 28, surprise: 83 };

const SHORT: Readonly<Record<string, string>> = {
  "binary-cross-entropy": "BCE",
  "weighted-binary-cross-entropy": "wBCE",
  focal: "focal",
};

describe("the paper's rule on CK+'s own counts", () => {
  test.each([
    [309, 0, "5.87 wBCE, 4.24 wBCE, 11.36 wBCE, 3.48 BCE, 10.04 wBCE, 2.72 BCE"],
    [327, 18, "6.27 wBCE, 4.54 wBCE, 12.08 focal, 3.74 wBCE, 10.68 wBCE, 2.94 BCE"],
  ])("gives the known table on %i sequences", (total, contempt, expected) => {
    const classes = [
      ...EXPRESSIONS.flatMap((name, k) => new Array<number>(CK_PLUS[name]).fill(k)),
      ...new Array<number>(contempt).fill(-1),
    ];
    expect(classes).toHaveLength(total);
    const chosen = chooseLosses(countClasses(classes, EXPRESSION_TASK), resolveRecipe());
    expect(
      chosen.map(({ ratio, loss }) => `${ratio!.toFixed(2)} ${SHORT[loss.kind]}`).join(", "),
    ).toBe(expected);
    const weighted = chosen.find(({ loss }) => loss.kind === "weighted-binary-cross-entropy")!;
    expect(weighted.loss).toMatchObject({ positiveWeight: weighted.ratio });
  });
});

describe("rule stability", () => {
  // Happiness (3) at a ratio of 60 / 17 = 3.53 on the whole, weighted; folds that hold fewer of it in training fall... either way.
  const classOf = (subject: number, item: number) => {
    if (item < 5) return [0, 1, 2, 4, 5][item]!;
    return subject % 5 < 2 || subject % 10 === 2 ? 3 : 5;
  };
  const simulated = simulateStudy({ subjects: 20, classOf, itemsOfSubject: 6 });
  const { rule } = analyzeStudy(simulated.study, simulated.runs);

  test("says the range of the ratio and how often each loss was chosen", () => {
    const happiness = rule.expressions[3]!;
    expect(happiness.wholeRatio).toBe(110 / 10);
    expect(happiness.wholeChoice).toBe("weighted-binary-cross-entropy");
    // Folds hold four subjects: two of them hold 4 of the 10, one 2, two none.
    expect(happiness.ratios).toEqual([90 / 6, 90 / 6, 88 / 8, 86 / 10, 86 / 10]);
    expect(happiness.ratio).toEqual({ low: 8.6, median: 11, high: 15, count: 5 });
    expect(happiness.chosen).toEqual({ focal: 2, "weighted-binary-cross-entropy": 3 });
    expect(happiness.flips).toBe(2);
    expect(rule).toMatchObject({ isApplied: true, flips: 2, choices: 30 });
  });

  test("says what a flip costs, from pairs of runs that differ in their loss alone", () => {
    const cost = rule.costs.find((c) => c.metric === "f1" && c.expression === "happiness")!;
    // Of folds without happiness in the test no F1 is known: folds 0 and 1 flip, fold 2 does not; 4 pairs of conditions, 2 seeds.
    expect(cost.withFlip.count).toBe(2 * 4 * 2);
    expect(cost.withoutFlip.count).toBe(4 * 2);
    expect(cost.cost).toBeCloseTo(cost.withoutFlip.mean! - cost.withFlip.mean!, 15);
    const all = rule.costs.find((c) => c.metric === "f1" && c.expression === null)!;
    expect(all).toMatchObject({ withFlip: cost.withFlip, cost: cost.cost });
  });

  test("a loss that is worth more without a flip costs that much", () => {
    const kept = simulated.runs.map((run) => {
      const isBad = run.condition.loss === "advanced" && run.replicate.fold < 2;
      const answer = (isYes: boolean) => (isYes ? 1 : -1);
      return {
        ...run,
        predictions: run.predictions.map((p) => ({
          ...p,
          scores: EXPRESSIONS.map((_, k) => answer(p.class === k && !(isBad && k === 3))),
        })),
      };
    });
    const { costs } = analyzeStudy(simulated.study, kept).rule;
    const cost = costs.find((c) => c.metric === "f1" && c.expression === "happiness")!;
    expect(cost).toMatchObject({ withFlip: { mean: -1 }, withoutFlip: { mean: 0 }, cost: 1 });
  });

  test("without a flip the cost is not known, and said to be so", () => {
    const even = simulateStudy({ subjects: 10 });
    const { rule: stable } = analyzeStudy(even.study, even.runs);
    expect(stable.flips).toBe(0);
    expect(stable.costs.map(({ cost, expression }) => [cost, expression])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(stable.costs[0]!.note).toMatch(/^not known/);
  });
});
