import { checkInteger, checkOneOf, fillOptions } from "./options.ts";
import { type Direction, firstOfBatch, type History, loss, type Trial } from "./trial.ts";

/** Options of the median pruner; those of Optuna, and the batch. */
export interface MedianPrunerOptions {
  /** Default "minimise". */
  readonly direction: Direction;
  /** Nothing is pruned before so many trials are complete; default 5. */
  readonly startupTrials: number;
  /** Nor a trial before this step; default 0. */
  readonly warmupSteps: number;
  /** Steps from one look to the next, counted from the warm-up's end; default 1. */
  readonly intervalSteps: number;
  /** Nor where fewer complete trials have a report at the step; default 1. */
  readonly leastTrials: number;
  /** The sampler's: a trial is held against complete trials of earlier batches; default 1. */
  readonly batchSize: number;
}

/** Says of a running trial whether it is worth going on with; keeps no state. */
export interface MedianPruner {
  /**
   * Whether the trial, after its last report, is to stop. Trials from its own batch on are not
   * looked at.
   */
  shouldPrune(history: History, trial: Pick<Trial, "number" | "reports">): boolean;
}

const DEFAULTS: MedianPrunerOptions = {
  direction: "minimise",
  startupTrials: 5,
  warmupSteps: 0,
  intervalSteps: 1,
  leastTrials: 1,
  batchSize: 1,
};

/**
 * Optuna's MedianPruner: stops a trial whose best report so far is worse than the median of the
 * complete trials' reports at its step, or whose reports have all been no number.
 *
 * @throws on an unknown key or an option out of range
 */
export function createMedianPruner(options: Partial<MedianPrunerOptions> = {}): MedianPruner {
  const where = "createMedianPruner";
  const filled = fillOptions(where, DEFAULTS, options);
  checkOneOf(`${where}: direction`, filled.direction, ["minimise", "maximise"]);
  checkInteger(`${where}: startupTrials`, filled.startupTrials, 0);
  checkInteger(`${where}: warmupSteps`, filled.warmupSteps, 0);
  checkInteger(`${where}: intervalSteps`, filled.intervalSteps, 1);
  checkInteger(`${where}: leastTrials`, filled.leastTrials, 1);
  checkInteger(`${where}: batchSize`, filled.batchSize, 1);
  return { shouldPrune: (history, trial) => decide(filled, history, trial) };
}

function decide(
  options: MedianPrunerOptions,
  history: History,
  { number, reports }: Pick<Trial, "number" | "reports">,
): boolean {
  const { direction, batchSize, leastTrials, startupTrials } = options;
  const complete = history
    .slice(0, firstOfBatch(number, batchSize))
    .filter(({ state }) => state === "complete");
  const last = reports.at(-1);
  if (last === undefined || complete.length === 0 || complete.length < startupTrials) return false;
  const step = last[0];
  if (!isTimeToLook(step, reports, options)) return false;
  const losses = (trial: Pick<Trial, "reports">, at: (step: number) => boolean) =>
    trial.reports.flatMap(([s, value]) =>
      at(s) && value !== null ? [loss(direction, value)] : [],
    );
  const own = losses({ reports }, () => true);
  if (own.length === 0) return true;
  const reached = complete.filter((trial) => trial.reports.some(([s]) => s === step));
  if (reached.length < leastTrials) return false;
  // NaN, which is greater than nothing and less than nothing, where no report is a number: the trial goes on.
  const bound = median(reached.flatMap((trial) => losses(trial, (s) => s === step)));
  return Math.min(...own) > bound;
}

/** After the warm-up, the first report in its interval. */
function isTimeToLook(
  step: number,
  reports: Trial["reports"],
  { warmupSteps, intervalSteps }: MedianPrunerOptions,
): boolean {
  if (step < warmupSteps) return false;
  const start = step - ((step - warmupSteps) % intervalSteps);
  const before = reports.at(-2)?.[0] ?? -1;
  return before < start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
