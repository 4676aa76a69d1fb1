import { createRandom } from "@mien/core/math";
import { createGp, type GpOptions } from "./gp-strategy.ts";
import { checkInteger, checkOneOf, fillOptions } from "./options.ts";
import { randomSearch } from "./random-search.ts";
import {
  type Choice,
  createSearchSpace,
  fromNumber,
  isSingle,
  type Params,
  type SearchSpace,
} from "./search-space.ts";
import type { Searched, Strategy } from "./strategy.ts";
import { createTpe, type TpeOptions } from "./tpe.ts";
import { checkTrials, type Direction, type History, loss, type Trial, viewOf } from "./trial.ts";

/** The samplers there are: tree-structured Parzen estimator, Gaussian process, random search. */
export const SAMPLER_KINDS = ["tpe", "gp", "random"] as const;
/** One of `SAMPLER_KINDS`. */
export type SamplerKind = (typeof SAMPLER_KINDS)[number];

/** Plain JSON: with the space and a history it fixes every suggestion. */
export interface SamplerOptions {
  /** Default "tpe". */
  readonly kind?: SamplerKind;
  /** Any safe integer; default 0. */
  readonly seed?: number;
  /** Default "minimise". */
  readonly direction?: Direction;
  /** Trials that may run at once; default 1. Part of the design: another size is another study. */
  readonly batchSize?: number;
  readonly tpe?: Partial<TpeOptions>;
  readonly gp?: Partial<GpOptions>;
}

/** Suggests parameters; keeps no state, so that one may serve many studies of its space. */
export interface Sampler {
  readonly kind: SamplerKind;
  readonly space: SearchSpace;
  readonly direction: Direction;
  readonly batchSize: number;
  /**
   * The parameters of a trial. They depend on the options, the space, the trial's number and what
   * `viewOf` lets it see of the history, and on nothing else.
   *
   * @throws HistoryError, SearchSpaceError on a history that does not fit
   */
  suggest(history: History, number: number): Params;
}

/**
 * A sampler over a space; it keeps no state, the history belongs to the caller.
 *
 * @param space checked by `createSearchSpace`
 */
export function createSampler(space: unknown, options: SamplerOptions = {}): Sampler {
  const checked = createSearchSpace(space);
  const { kind, seed, direction, batchSize, strategy } = resolve(options);
  const searched: Searched[] = Object.entries(checked)
    .filter(([, parameter]) => !isSingle(parameter))
    .map(([name, parameter]) => ({ name, parameter }));
  return {
    kind,
    space: checked,
    direction,
    batchSize,
    suggest(history, number) {
      checkInteger(`${kind} sampler: trial number`, number, 0);
      const view = viewOf(`${kind} sampler`, history, number, batchSize);
      checkTrials(`${kind} sampler`, checked, [...view.finished, ...view.running]);
      const learned = view.finished.filter(({ state }) => state !== "failed");
      const situation = {
        searched,
        finished: learned.map((trial) => asLoss(trial, direction)),
        running: view.running,
        random: createRandom(seed).fork(number),
      };
      return toParams(checked, searched, strategy(situation) ?? randomSearch(situation)!);
    },
  };
}

function resolve(options: SamplerOptions) {
  const where = "createSampler";
  const defaults: Required<SamplerOptions> = {
    kind: "tpe",
    seed: 0,
    direction: "minimise",
    batchSize: 1,
    tpe: {},
    gp: {},
  };
  const filled = fillOptions(where, defaults, options);
  checkOneOf(`${where}: kind`, filled.kind, SAMPLER_KINDS);
  checkOneOf(`${where}: direction`, filled.direction, ["minimise", "maximise"]);
  checkInteger(`${where}: seed`, filled.seed, Number.MIN_SAFE_INTEGER);
  checkInteger(`${where}: batchSize`, filled.batchSize, 1);
  // Both are made, so that a wrong option is found whichever kind is chosen.
  const strategies: Record<SamplerKind, Strategy> = {
    tpe: createTpe(filled.tpe),
    gp: createGp(filled.gp),
    random: randomSearch,
  };
  return { ...filled, strategy: strategies[filled.kind] };
}

/** The trial with values turned so that less is better. */
function asLoss(trial: Trial, direction: Direction): Trial {
  const turn = (value: number | null) => (value === null ? null : loss(direction, value));
  const reports = trial.reports.map(([step, value]) => [step, turn(value)] as const);
  return { ...trial, value: turn(trial.value), reports };
}

/**
 * All parameters in the space's order: those searched by their numbers, the others by their only
 * value.
 */
function toParams(
  space: SearchSpace,
  searched: readonly Searched[],
  point: ArrayLike<number>,
): Params {
  const places = new Map(searched.map(({ name }, p) => [name, p]));
  const params: Record<string, Choice> = {};
  for (const [name, parameter] of Object.entries(space)) {
    const place = places.get(name);
    const only = parameter.type === "categorical" ? 0 : parameter.low;
    params[name] = fromNumber(parameter, place === undefined ? only : point[place]!);
  }
  return params;
}
