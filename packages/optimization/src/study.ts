import type { Sampler } from "./sampler.ts";
import {
  type Direction,
  firstOfBatch,
  type History,
  HistoryError,
  loss,
  type Trial,
} from "./trial.ts";

/** How a trial ended. */
export type Outcome =
  | { readonly state: "complete"; readonly value: number; readonly reports?: Trial["reports"] }
  | { readonly state: "pruned" | "failed"; readonly reports?: Trial["reports"] };

/**
 * The next trial, running; null while its turn has not come: trials of an earlier batch run still.
 * Put it at the end of the history. Asked again with the same history it is the same trial, so a
 * journal can be replayed.
 */
export function askTrial(sampler: Sampler, history: History): Trial | null {
  const number = history.length;
  const first = firstOfBatch(number, sampler.batchSize);
  if (history.slice(0, first).some(({ state }) => state === "running")) return null;
  return runningTrial(sampler, history);
}

/** The trial at the end of a history. */
function runningTrial(sampler: Sampler, history: History): Trial {
  const number = history.length;
  const params = sampler.suggest(history, number);
  return { number, params, state: "running", value: null, reports: [] };
}

/**
 * The history with one running trial ended; the old one is left alone.
 *
 * @throws HistoryError unless the trial runs, and on a complete trial without a finite value
 */
export function tellTrial(history: History, number: number, outcome: Outcome): History {
  const trial = history[number];
  if (trial?.state !== "running") {
    throw new HistoryError("tellTrial", number, "a running trial", trial?.state ?? "no trial");
  }
  const value = outcome.state === "complete" ? outcome.value : null;
  if (value !== null && !Number.isFinite(value)) {
    throw new HistoryError("tellTrial", number, "a finite value (or state failed)", `${value}`);
  }
  const ended = {
    ...trial,
    state: outcome.state,
    value,
    reports: outcome.reports ?? trial.reports,
  };
  return history.map((other, i) => (i === number ? ended : other));
}

/**
 * The history that the ended trials of a journal, in any order, stand for. Trials before the last
 * of them whose end was lost, as when the study was killed, run again: they get the parameters that
 * they had.
 *
 * @throws HistoryError on a trial that has not ended or stands there twice, and where a whole batch
 *   hides a lost one
 */
export function resumeHistory(sampler: Sampler, ended: readonly Trial[]): History {
  const byNumber = new Map<number, Trial>();
  for (const trial of ended) {
    const twice = byNumber.has(trial.number);
    if (twice || trial.state === "running") {
      const got = twice ? "a second one" : "one that runs";
      throw new HistoryError("resumeHistory", trial.number, "one ended trial", got);
    }
    byNumber.set(trial.number, trial);
  }
  const length = Math.max(-1, ...byNumber.keys()) + 1;
  const history: Trial[] = [];
  for (let number = 0; number < length; number++) {
    history.push(byNumber.get(number) ?? runAgain(sampler, history, length - 1));
  }
  return history;
}

function runAgain(sampler: Sampler, history: History, last: number): Trial {
  const number = history.length;
  if (number < firstOfBatch(last, sampler.batchSize)) {
    throw new HistoryError("resumeHistory", number, `an end before trial ${last} began`, "none");
  }
  return runningTrial(sampler, history);
}

/** The complete trial of the best value, of equals the first; null where none is complete. */
export function bestTrial(history: History, direction: Direction): Trial | null {
  let best: Trial | null = null;
  for (const trial of history) {
    if (trial.state !== "complete") continue;
    if (best === null || loss(direction, trial.value!) < loss(direction, best.value!)) best = trial;
  }
  return best;
}
