import { checkParams, type Params, type SearchSpace } from "./search-space.ts";

/** `failed` trials teach nothing: samplers and pruners pass them over. */
export type TrialState = "running" | "complete" | "pruned" | "failed";
/** Whether less is better, or more. */
export type Direction = "minimise" | "maximise";

/** One evaluation of the objective. Plain JSON: a journal can hold it and give it back. */
export interface Trial {
  /** From 0, its place in the history. */
  readonly number: number;
  readonly params: Params;
  readonly state: TrialState;
  /** Finite where `state` is complete, null elsewhere. */
  readonly value: number | null;
  /** [step, value] of values reported on the way, steps ascending; null stands for NaN. */
  readonly reports: readonly (readonly [step: number, value: number | null])[];
}

/**
 * Trials in order of their numbers, at most one a number; later ones may stand there before earlier
 * ones have finished.
 */
export type History = readonly Trial[];

/** A history that cannot be: names the trial. */
export class HistoryError extends Error {
  readonly trial: number;

  constructor(where: string, trial: number, expected: string, got: string) {
    super(`${where}: trial ${trial}: expected ${expected}, got ${got}`);
    this.name = "HistoryError";
    this.trial = trial;
  }
}

/** What a trial may know of the others. */
export interface View {
  /** Complete, pruned and failed trials of earlier batches. */
  readonly finished: readonly Trial[];
  /** Trials of the same batch with a lower number: as if they ran still, whether they do or not. */
  readonly running: readonly Trial[];
}

/**
 * The fixed rule by which parallel trials stay deterministic: trials come in batches of
 * `batchSize`; trial i sees the results of all earlier batches, and of its own batch the parameters
 * of the trials before it, never their results. So what it sees does not depend on how many workers
 * there are, nor on which finishes first.
 *
 * @throws HistoryError where a trial that it must see is missing, or one of an earlier batch has
 *   not finished
 */
export function viewOf(where: string, history: History, number: number, batchSize: number): View {
  const first = firstOfBatch(number, batchSize);
  const seen = history.slice(0, number);
  for (let i = 0; i < number; i++) {
    const state = seen[i]?.state ?? "no trial";
    if (seen[i]?.number !== i || (i < first && state === "running")) {
      const expected = i < first ? "a finished trial of an earlier batch" : "a trial";
      throw new HistoryError(where, i, `${expected} in its place before trial ${number}`, state);
    }
  }
  return { finished: seen.slice(0, first), running: seen.slice(first) };
}

/** The number of the first trial in the batch of trial `number`. */
export function firstOfBatch(number: number, batchSize: number): number {
  return Math.floor(number / batchSize) * batchSize;
}

/** @throws HistoryError or SearchSpaceError unless each trial is sound and lies in the space */
export function checkTrials(where: string, space: SearchSpace, trials: History): void {
  for (const { number, params, state, value, reports } of trials) {
    checkParams(`${where}: trial ${number}`, space, params);
    if ((state === "complete") !== Number.isFinite(value)) {
      const expected = state === "complete" ? "a finite value" : `value null when ${state}`;
      throw new HistoryError(where, number, expected, String(value));
    }
    const unordered = reports.findIndex(([step], i) => i > 0 && step <= reports[i - 1]![0]);
    if (unordered > 0) {
      throw new HistoryError(where, number, "reports in ascending steps", `${reports[unordered]}`);
    }
  }
}

/** The value as one to be minimised. */
export function loss(direction: Direction, value: number): number {
  return direction === "minimise" ? value : -value;
}
