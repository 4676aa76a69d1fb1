import { checkKeys } from "../face/index.ts";
import { cos } from "../math/index.ts";

/** Factors multiply the base learning rate, the optimiser's own. Omitted keys take the defaults. */
export type ScheduleOptions =
  | { readonly kind: "constant" }
  /** base factor^floor(step / everySteps). Default factor 0.1. */
  | { readonly kind: "step-decay"; readonly everySteps: number; readonly factor?: number }
  /**
   * base (step + 1) / (warmupSteps + 1) for `warmupSteps` steps, then half a cosine from base towards base finalFactor,
   * which the step after the last would reach (Loshchilov & Hutter 2017, one cycle). Defaults 0 and 0.
   */
  | { readonly kind: "cosine"; readonly warmupSteps?: number; readonly finalFactor?: number }
  /**
   * Half a cosine from base startFactor up to base at step riseShare totalSteps - 1, another down to base finalFactor at
   * the last (Smith & Topin 2018, in PyTorch's two phases). Defaults 0.3, 1 / 25 and 1 / 250000.
   */
  | {
      readonly kind: "one-cycle";
      readonly riseShare?: number;
      readonly startFactor?: number;
      readonly finalFactor?: number;
    };

/** Learning rate as a function of the step. */
export interface Schedule {
  /**
   * @param step from 0 to totalSteps - 1
   * @param base the peak learning rate
   * @throws if step or totalSteps is out of range
   */
  learningRate(step: number, totalSteps: number, base: number): number;
}

/**
 * A learning rate as a pure function of the step, the same bits on every engine.
 *
 * @throws on an unknown kind or key, a missing key or a value out of range
 */
export function createSchedule(options: ScheduleOptions): Schedule {
  const factor = resolveFactor(options);
  return {
    learningRate(step, totalSteps, base) {
      if (!(Number.isInteger(totalSteps) && totalSteps >= 1)) {
        throw new Error(`learningRate: totalSteps must be an integer >= 1, got ${totalSteps}`);
      }
      if (!(Number.isInteger(step) && step >= 0 && step < totalSteps)) {
        throw new Error(`learningRate: step must be in [0, ${totalSteps - 1}], got ${step}`);
      }
      return base * factor(step, totalSteps);
    },
  };
}

type Factor = (step: number, totalSteps: number) => number;

function resolveFactor(options: ScheduleOptions): Factor {
  switch (options.kind) {
    case "constant":
      resolve(options, {}, {});
      return () => 1;
    case "step-decay": {
      const given = resolve(options, { factor: 0.1 }, { everySteps: COUNT, factor: UNIT });
      return (step) => integerPower(given.factor, Math.floor(step / given.everySteps));
    }
    case "cosine": {
      const defaults = { warmupSteps: 0, finalFactor: 0 };
      const given = resolve(options, defaults, { warmupSteps: COUNT_0, finalFactor: UNIT_0 });
      return (step, total) => cosine(step, total, given.warmupSteps, given.finalFactor);
    }
    case "one-cycle": {
      const defaults = { riseShare: 0.3, startFactor: 1 / 25, finalFactor: 1 / 250_000 };
      const checks = { riseShare: SHARE, startFactor: UNIT_0, finalFactor: UNIT_0 };
      const given = resolve(options, defaults, checks);
      return (step, total) => {
        const top = given.riseShare * total - 1;
        if (step < top) return between(given.startFactor, 1, step / top);
        return between(1, given.finalFactor, (step - top) / (total - 1 - top));
      };
    }
    default:
      throw new Error(
        "createSchedule: kind must be constant, step-decay, cosine or one-cycle, " +
          `got ${String((options as { kind?: unknown }).kind)}`,
      );
  }
}

function cosine(step: number, total: number, warmup: number, final: number): number {
  if (step < warmup) return (step + 1) / (warmup + 1);
  return between(1, final, (step - warmup) / (total - warmup));
}

/** Half a cosine from `start` at u = 0 to `end` at u = 1. */
function between(start: number, end: number, u: number): number {
  return end + (start - end) * ((1 + cos(Math.PI * u)) / 2);
}

/** By repeated squaring: + and * alone, so the same bits everywhere. */
function integerPower(x: number, n: number): number {
  let [result, square] = [1, x];
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** Divides the learning rate when a metric that should fall no longer does. Omitted keys take PyTorch's defaults. */
export interface PlateauOptions {
  /** Default 0.1. */
  readonly factor?: number;
  /** Metrics without improvement that are borne before a reduction. Default 10. */
  readonly patience?: number;
  /** A metric improves if below best (1 - threshold). Default 1e-4. */
  readonly threshold?: number;
  /** Metrics after a reduction in which nothing is counted. Default 0. */
  readonly cooldown?: number;
  /** Least learning rate. Default 0. */
  readonly minimum?: number;
}

/** The caller's to keep, and to save with a checkpoint. */
export interface PlateauState {
  readonly learningRate: number;
  readonly best: number;
  readonly badMetrics: number;
  readonly cooldownLeft: number;
}

/** Lowers the learning rate where a metric no longer improves. Pure: the state belongs to the caller. */
export interface Plateau {
  start(learningRate: number): PlateauState;
  /** The state after a metric; `state` is left alone. NaN is no improvement. */
  next(state: PlateauState, metric: number): PlateauState;
}

/**
 * PyTorch's ReduceLROnPlateau (mode min, relative threshold, eps 0) as a pure transition.
 *
 * @throws on an unknown key or a value out of range
 */
export function createPlateau(options: PlateauOptions = {}): Plateau {
  const { factor, patience, threshold, cooldown, minimum } = resolve(
    options,
    { factor: 0.1, patience: 10, threshold: 1e-4, cooldown: 0, minimum: 0 },
    { factor: UNIT, patience: COUNT_0, threshold: SHARE, cooldown: COUNT_0, minimum: RATE },
  );
  return {
    start: (learningRate) => ({
      learningRate,
      best: Number.POSITIVE_INFINITY,
      badMetrics: 0,
      cooldownLeft: 0,
    }),
    next(state, metric) {
      const better = metric < state.best * (1 - threshold);
      const best = better ? metric : state.best;
      const cooling = state.cooldownLeft > 0;
      const badMetrics = better || cooling ? 0 : state.badMetrics + 1;
      if (badMetrics <= patience) {
        const cooldownLeft = cooling ? state.cooldownLeft - 1 : 0;
        return { learningRate: state.learningRate, best, badMetrics, cooldownLeft };
      }
      const learningRate = Math.max(state.learningRate * factor, minimum);
      return { learningRate, best, badMetrics: 0, cooldownLeft: cooldown };
    },
  };
}

type Check = readonly [holds: (x: number) => boolean, expected: string];
const COUNT: Check = [(x) => Number.isSafeInteger(x) && x >= 1, "an integer >= 1"];
const COUNT_0: Check = [(x) => Number.isSafeInteger(x) && x >= 0, "an integer >= 0"];
const UNIT: Check = [(x) => x > 0 && x <= 1, "in (0, 1]"];
const UNIT_0: Check = [(x) => x >= 0 && x <= 1, "in [0, 1]"];
const SHARE: Check = [(x) => x >= 0 && x < 1, "in [0, 1)"];
const RATE: Check = [(x) => x >= 0 && x < Number.POSITIVE_INFINITY, "finite and >= 0"];

/** Options over defaults, each key checked. */
function resolve<K extends string>(
  options: object,
  defaults: Readonly<Partial<Record<K, number>>>,
  checks: Readonly<Record<K, Check>>,
): Readonly<Record<K, number>> {
  const where = "kind" in options ? `createSchedule: ${options.kind}` : "createPlateau:";
  const { kind: _, ...own } = options as { readonly kind?: unknown };
  checkKeys(where, own, Object.keys(checks));
  const resolved: Record<string, unknown> = { ...defaults, ...options };
  for (const [key, [holds, expected]] of Object.entries<Check>(checks)) {
    const value = resolved[key];
    if (typeof value !== "number" || !holds(value)) {
      throw new Error(`${where} ${key} must be ${expected}, got ${String(value)}`);
    }
  }
  return resolved as Readonly<Record<K, number>>;
}
