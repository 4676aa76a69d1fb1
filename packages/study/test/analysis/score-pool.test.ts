import { argmax, EXPRESSIONS } from "@mien/core";
import { createRandom, sigmoid } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import { createPool } from "../../src/analysis/pool.ts";
import { scorePool, statisticPlaces } from "../../src/analysis/score-pool.ts";
import { createScoreTable, scoreOf } from "../../src/analysis/score-table.ts";
import { viewStudy } from "../../src/analysis/study-view.ts";
import { drawSubjects, subjectsOf } from "../../src/analysis/subjects.ts";
import {
  auc,
  binaryMetrics,
  brierScore,
  classMetrics,
  confusion,
  countBinary,
  expectedCalibrationError,
} from "../../src/evaluation/index.ts";
import { simulateStudy } from "../support/simulated-study.ts";

// Contempt (-1) among the recordings, and fewer of some expressions than of others.
const { study, runs } = simulateStudy({
  subjects: 13,
  classOf: (subject, item) => (item < 4 ? item : subject % 3 === 0 ? -1 : 4 + (subject % 2)),
});
const view = viewStudy(study, runs);
const subjects = subjectsOf(view);
const at = statisticPlaces(EXPRESSIONS.length);
const own = view.runs[3]!.filter(({ replicate }) => replicate.seed === 2);

describe("scorePool", () => {
  const pool = createPool(own, view.task, subjects, "undistorted");
  const predictions = own.flatMap((run) => run.predictions);
  const draws = [
    new Uint16Array(subjects.count).fill(1),
    ...drawSubjects(subjects, createRandom(3), 5),
  ];

  test.each(draws.map((times, i) => [i, times] as const))(
    "says of draw %i what the evaluation room says of the repeated list",
    (_, times) => {
      const out = new Float64Array(at.count).fill(Number.NaN);
      scorePool(pool, times, at, out);
      const repeated = predictions.flatMap((p) =>
        new Array<typeof p>(times[subjects.indexOf("cast", p.subjectId)]!).fill(p),
      );
      EXPRESSIONS.forEach((_, k) => {
        const truth = repeated.map((p) => Number(p.class === k));
        const x = repeated.map((p) => p.scores[k]!);
        const found = binaryMetrics(
          countBinary(
            truth,
            x.map((v) => Number(v >= 0)),
          ),
        );
        for (const name of ["accuracy", "alwaysNo", "precision", "recall", "f1", "mcc"] as const) {
          expect(out[at.of(name, k)]).toBe(found[name].value);
        }
        expect(out[at.of("balancedAccuracy", k)]).toBe(found.balancedAccuracy.value);
        expect(out[at.of("auc", k)]).toBe(auc(truth, x).value);
        const p = x.map(sigmoid);
        // The same sums in another order: 60 terms, each rounded to 1e-16.
        expect(out[at.of("brier", k)]).toBeCloseTo(brierScore(truth, p).value, 13);
        expect(out[at.of("ece", k)]).toBeCloseTo(expectedCalibrationError(truth, p).value, 13);
      });
      const shown = repeated.filter((p) => p.class >= 0);
      const truth = shown.map((p) => p.class);
      const six = classMetrics(
        confusion(
          truth,
          shown.map((p) => argmax(p.scores)),
          6,
        ),
      );
      expect(out[at.multiclassOf("war")]).toBe(six.accuracy.value);
      expect(out[at.multiclassOf("uar")]).toBe(six.uar.value);
      expect(out[at.multiclassOf("macroF1")]).toBe(six.macroF1.value);
      expect(out[at.multiclassOf("majority")]).toBe(six.majority.value);
    },
  );

  test("calls ties of the log-odds by halves", () => {
    const tied = own.map((run) => ({
      ...run,
      predictions: run.predictions.map((p) => ({ ...p, scores: p.scores.map(Math.round) })),
    }));
    const out = new Float64Array(at.count);
    scorePool(createPool(tied, view.task, subjects, "undistorted"), draws[1]!, at, out);
    const repeated = tied
      .flatMap((run) => run.predictions)
      .flatMap((p) =>
        new Array<typeof p>(draws[1]![subjects.indexOf("cast", p.subjectId)]!).fill(p),
      );
    const truth = repeated.map((p) => Number(p.class === 0));
    const expected = auc(
      truth,
      repeated.map((p) => p.scores[0]!),
    ).value;
    expect(out[at.of("auc", 0)]).toBe(expected);
  });
});

test("drawSubjects draws as many subjects as there are, of each data set its own", () => {
  for (const times of drawSubjects(subjects, createRandom(1), 20)) {
    expect(times.reduce((a, b) => a + b)).toBe(13);
  }
  const two = viewStudy(...asPair(simulateStudy({ subjects: 7, config: { data: ["a", "b"] } })));
  const both = subjectsOf(two);
  expect(both.count).toBe(14);
  expect(both.indexOf("a", "s3")).not.toBe(both.indexOf("b", "s3"));
  for (const times of drawSubjects(both, createRandom(1), 20)) {
    for (const group of both.groups) {
      expect(Array.from(group).reduce((sum, s) => sum + times[s]!, 0)).toBe(7);
    }
  }
});

const asPair = ({ study, runs }: ReturnType<typeof simulateStudy>) => [study, runs] as const;

test("a table averages over seeds, and its interval is the percentile interval of that average", () => {
  const pools = [1, 2].map((seed) =>
    createPool(
      view.runs[3]!.filter(({ replicate }) => replicate.seed === seed),
      view.task,
      subjects,
      "undistorted",
    ),
  );
  const draws = drawSubjects(subjects, createRandom(5), 41);
  const table = createScoreTable(pools, draws, subjects.count);
  const each = (times: ArrayLike<number>) =>
    pools.map((pool) => {
      const out = new Float64Array(at.count);
      scorePool(pool, times, at, out);
      return out[at.of("recall", 1)]!;
    });
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const samples = draws.map((times) => mean(each(times))).sort((a, b) => a - b);
  const score = scoreOf(table, at.of("recall", 1), {
    ...study.config.analysis,
    confidence: 0.9,
  });
  // 41 samples: the 5 % and 95 % points are the third and the 39th, to the rounding of 0.05 * 40.
  expect(score.low).toBeCloseTo(samples[2]!, 12);
  expect(score.high).toBeCloseTo(samples[38]!, 12);
  expect(score).toMatchObject({ count: 2, resamples: 41 });
  expect(score.value).toBeCloseTo(mean(each(new Uint8Array(subjects.count).fill(1))), 15);
  const means = EXPRESSIONS.map((_, k) => table.values[at.of("auc", k)]!);
  expect(table.values[at.meanOf("auc")]).toBeCloseTo(mean(means), 15);
});
