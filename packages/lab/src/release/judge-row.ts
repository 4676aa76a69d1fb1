import type { LabelledRecording } from "@mien/core";
import {
  argmax,
  createExampleSet,
  EXPRESSIONS,
  type ExampleSet,
  type FitJob,
  type FitResult,
  isExpression,
  type LabelledSequence,
  type Recipe,
  scoreTesting,
} from "@mien/core";
import { createRandom } from "@mien/core/math";

import { bootstrapBySubject, classMetrics, confusion, type Interval } from "@mien/study";
import { type AblationRow, seenBy } from "./ablation-rows.ts";
import { subjectNumber } from "./film-casts.ts";

/** What recordings a row is trained and judged on. */
export interface AblationMaterial {
  /** Recordings of the row's cast. */
  readonly cast: readonly LabelledRecording[];
  /** Of the full cast's actors that train no row. */
  readonly heldOut: readonly LabelledRecording[];
  /** Of mien-cast: other actors, drawn and filmed otherwise. */
  readonly other: readonly LabelledRecording[];
}

export interface RowPlan {
  readonly row: AblationRow;
  readonly set: ExampleSet;
  readonly jobs: readonly FitJob[];
  /** Indices into the set that each judgement is of. */
  readonly heldOut: Int32Array;
  readonly other: Int32Array;
}

export interface Judgement {
  readonly recordings: number;
  readonly accuracy: Interval;
  readonly macroF1: Interval;
}

export interface RowScores {
  readonly name: string;
  readonly actors: number;
  readonly trainingRecordings: number;
  readonly heldOut: Judgement;
  readonly other: Judgement;
}

const C = EXPRESSIONS.length;

/** Fits of one row: the same split and recipe with several seeds, so that a lucky start decides little. */
export function planRow(
  row: AblationRow,
  { cast, heldOut, other }: AblationMaterial,
  { actors, recipe, seeds }: { actors: number; recipe: Recipe; seeds: readonly number[] },
): RowPlan {
  const most = Math.round(actors * row.share);
  const trains = cast.filter(({ recording }) => subjectNumber(recording.subjectId) <= most);
  const items: LabelledSequence[] = [];
  const add = (recordings: readonly LabelledRecording[], prefix: string) => {
    const from = items.length;
    for (const one of recordings) {
      const sequence = isExpression(one.label) ? seenBy(row, one) : null;
      if (sequence?.valid.includes(1) !== true) continue;
      // Both casts number their actors from 1: without the prefix, strangers would be one subject.
      items.push({ sequence, subjectId: prefix + one.recording.subjectId, label: one.label });
    }
    return Int32Array.from({ length: items.length - from }, (_, i) => from + i);
  };
  const training = add(trains, "large ");
  const judged = { heldOut: add(heldOut, "large "), other: add(other, "mien-cast ") };
  const testing = Int32Array.from([...judged.heldOut, ...judged.other]);
  const set = createExampleSet(row.features, items);
  const jobs = seeds.map((seed) => ({ name: row.name, recipe, seed, training, testing }));
  return { row, set, jobs, ...judged };
}

/** The row's figures: predictions of all fits pooled, intervals by subject. */
export function judgeRow(plan: RowPlan, results: readonly FitResult[], seed: number): RowScores {
  const { row, set, jobs, heldOut, other } = plan;
  const training = jobs[0]!.training;
  const predicted = results.map((result) => Int32Array.from(scoreTesting(result), argmax));
  const judge = (rows: Int32Array, offset: number) =>
    judgement(
      set,
      rows,
      predicted.map((classes) => classes.subarray(offset, offset + rows.length)),
      seed,
    );
  return {
    name: row.name,
    actors: new Set(Array.from(training, (n) => set.subjectIds[n]!)).size,
    trainingRecordings: training.length,
    heldOut: judge(heldOut, 0),
    other: judge(other, heldOut.length),
  };
}

function judgement(
  set: ExampleSet,
  rows: Int32Array,
  predicted: readonly Int32Array[],
  seed: number,
): Judgement {
  const answers = predicted.flatMap((classes) =>
    Array.from(rows, (n, i) => ({ n, found: classes[i]! })),
  );
  const subjects = answers.map(({ n }) => set.subjectIds[n]!);
  const metrics = (items: Int32Array) => {
    const truth = Array.from(items, (i) => set.classes[answers[i]!.n]!);
    const found = Array.from(items, (i) => answers[i]!.found);
    return classMetrics(confusion(truth, found, C));
  };
  const interval = (of: (items: Int32Array) => number) =>
    bootstrapBySubject(subjects, of, createRandom(seed), { resamples: 1000 });
  return {
    recordings: rows.length,
    accuracy: interval((items) => metrics(items).accuracy.value),
    macroF1: interval((items) => metrics(items).macroF1.value),
  };
}
