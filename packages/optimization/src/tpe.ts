import type { Random } from "@mien/core/math";
import { checkInteger, fillOptions } from "./options.ts";
import { createParzenEstimator, PARZEN_DEFAULTS } from "./parzen-estimator.ts";
import { toNumber } from "./search-space.ts";
import type { Searched, Strategy } from "./strategy.ts";
import type { Trial } from "./trial.ts";

/** Options of the tree-structured Parzen estimator. */
export interface TpeOptions {
  /** Random trials until so many have finished; default 10. */
  readonly startupTrials: number;
  /** Draws from the good trials' density, of which the best is taken; default 24. */
  readonly candidates: number;
  /** One density over all parameters, not one for each; default false. */
  readonly multivariate: boolean;
}

export const TPE_DEFAULTS: TpeOptions = { startupTrials: 10, candidates: 24, multivariate: false };

/**
 * Tree-structured Parzen estimator (Bergstra et al. 2011; Watanabe 2023, arXiv 2304.11127) as
 * Optuna 5.0 does it: of n finished trials the best min(ceil(n / 10), 25) make one density and all
 * others another; of draws from the first the one with the greatest ratio is next. Running trials
 * count among the others (constant liar), so that parallel trials keep apart.
 */
export function createTpe(options: Partial<TpeOptions>): Strategy {
  const filled = fillOptions("createTpe", TPE_DEFAULTS, options);
  checkInteger("createTpe: startupTrials", filled.startupTrials, 1);
  checkInteger("createTpe: candidates", filled.candidates, 1);
  if (typeof filled.multivariate !== "boolean") {
    throw new Error(`createTpe: multivariate must be true or false, got ${filled.multivariate}`);
  }
  return ({ searched, finished, running, random }) => {
    if (finished.length < filled.startupTrials) return null;
    const { below, above } = splitTrials(finished, running);
    const choose = (group: readonly Searched[], own: Random) =>
      bestCandidate(group, below, above, filled.candidates, own);
    if (filled.multivariate) return choose(searched, random.fork(0));
    return searched.flatMap((one, p) => Array.from(choose([one], random.fork(p))));
  };
}

/** The good trials and the others, each in order of number. */
export function splitTrials(
  finished: readonly Trial[],
  running: readonly Trial[],
): { readonly below: Trial[]; readonly above: Trial[] } {
  const good = Math.min(Math.ceil(0.1 * finished.length), 25);
  const ranked = [...finished].sort(compareTrials);
  const inOrder = (trials: readonly Trial[]) => [...trials].sort((a, b) => a.number - b.number);
  return {
    below: inOrder(ranked.slice(0, good)),
    above: inOrder([...ranked.slice(good), ...running]),
  };
}

/**
 * Complete trials by value; then pruned ones, those that went further first, at the same step by
 * their last report (one that is no number last), those without a report at the end. Equals keep
 * their order.
 */
function compareTrials(a: Trial, b: Trial): number {
  if (a.state !== b.state) return a.state === "complete" ? -1 : 1;
  if (a.state === "complete") return a.value! - b.value!;
  const [stepA, valueA] = lastReport(a);
  const [stepB, valueB] = lastReport(b);
  if (stepA !== stepB) return stepB - stepA;
  return valueA === valueB ? 0 : valueA - valueB;
}

function lastReport(trial: Trial): readonly [number, number] {
  const [step, value] = trial.reports.at(-1) ?? [-1, 0];
  return [step, value ?? Number.POSITIVE_INFINITY];
}

function bestCandidate(
  group: readonly Searched[],
  below: readonly Trial[],
  above: readonly Trial[],
  candidates: number,
  random: Random,
): Float64Array {
  const parameters = group.map(({ parameter }) => parameter);
  const estimate = (trials: readonly Trial[]) => {
    const rows = trials.map(({ params }) =>
      group.map(({ name, parameter }) => toNumber(parameter, params[name]!)),
    );
    return createParzenEstimator(parameters, rows, PARZEN_DEFAULTS);
  };
  const good = estimate(below);
  const others = estimate(above);
  let best = good.sample(random);
  let most = good.logPdf(best) - others.logPdf(best);
  for (let i = 1; i < candidates; i++) {
    const candidate = good.sample(random);
    const ratio = good.logPdf(candidate) - others.logPdf(candidate);
    if (ratio > most) [best, most] = [candidate, ratio];
  }
  return best;
}
