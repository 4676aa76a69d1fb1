/**
 * Real number in [low, high]; with `log` uniform in its logarithm, with `step` on the grid low, low
 * + step, ..., high.
 */
export interface FloatParameter {
  readonly type: "float";
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  readonly step?: number;
}

/**
 * Integer in [low, high]; with `log` uniform in its logarithm, with `step` on the grid low, low +
 * step, ..., high.
 */
export interface IntegerParameter {
  readonly type: "integer";
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  readonly step?: number;
}

/** One of distinct choices, without an order. */
export interface CategoricalParameter {
  readonly type: "categorical";
  readonly choices: readonly Choice[];
}

/** A choice of a categorical parameter, or any parameter's value. */
export type Choice = string | number | boolean;
/** A parameter whose values are in an order. */
export type NumericParameter = FloatParameter | IntegerParameter;
/** One dimension of a search space. */
export type Parameter = NumericParameter | CategoricalParameter;

/**
 * Parameters by name. Their order is part of the space: it fixes which random stream belongs to
 * which parameter.
 */
export type SearchSpace = Readonly<Record<string, Parameter>>;

/** A value of each parameter, by name. */
export type Params = Readonly<Record<string, Choice>>;

/** What is wrong with a search space, or with values that should lie in it. Names the parameter. */
export class SearchSpaceError extends Error {
  readonly parameter: string | null;

  constructor(where: string, parameter: string | null, expected: string, got: unknown) {
    const place = parameter === null ? where : `${where}: ${parameter}`;
    super(`${place}: expected ${expected}, got ${show(got)}`);
    this.name = "SearchSpaceError";
    this.parameter = parameter;
  }
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// A number as a name would move to the front of its object, whatever the order it was written in.
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/**
 * The same space, frozen, if it is sound: from a file or from code.
 *
 * @throws SearchSpaceError on no parameters, an unknown type or key, a bound that is no finite
 *   number, low > high, low <= 0 with `log`, `step` with `log`, a step that does not divide high -
 *   low, choices that are not distinct
 */
export function createSearchSpace(space: unknown): SearchSpace {
  const where = "createSearchSpace";
  if (!isRecord(space) || Object.keys(space).length === 0) {
    throw new SearchSpaceError(where, null, "an object of at least 1 parameter", space);
  }
  const entries = Object.entries(space).map(([name, parameter]) => {
    const fail = (expected: string, got: unknown) =>
      new SearchSpaceError(where, name, expected, got);
    if (!NAME.test(name)) throw fail("a name of letters, digits, _ . -, not a digit first", name);
    return [name, checkParameter(parameter, fail)] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}

type Fail = (expected: string, got: unknown) => SearchSpaceError;

function checkParameter(parameter: unknown, fail: Fail): Parameter {
  if (!isRecord(parameter)) throw fail("an object", parameter);
  if (parameter.type === "categorical") return checkCategorical(parameter, fail);
  if (parameter.type === "float" || parameter.type === "integer") {
    return checkNumeric(parameter, parameter.type, fail);
  }
  throw fail("type float, integer or categorical", parameter.type);
}

function checkKeys(parameter: object, known: readonly string[], fail: Fail): void {
  const unknown = Object.keys(parameter).find((key) => !known.includes(key));
  if (unknown !== undefined) throw fail(`one of the keys ${known.join(", ")}`, unknown);
}

function checkCategorical(parameter: Record<string, unknown>, fail: Fail): CategoricalParameter {
  checkKeys(parameter, ["type", "choices"], fail);
  const { choices } = parameter;
  if (!Array.isArray(choices) || choices.length === 0) throw fail("at least 1 choice", choices);
  for (const choice of choices) {
    const sound = typeof choice === "string" || typeof choice === "boolean";
    if (!sound && !Number.isFinite(choice)) {
      throw fail("choices that are strings, booleans or finite numbers", choice);
    }
  }
  const twice = choices.find((choice, i) => choices.indexOf(choice) !== i);
  if (twice !== undefined) throw fail("distinct choices", twice);
  return Object.freeze({ type: "categorical", choices: Object.freeze([...choices]) });
}

function checkNumeric(
  parameter: Record<string, unknown>,
  type: NumericParameter["type"],
  fail: Fail,
): NumericParameter {
  checkKeys(parameter, ["type", "low", "high", "log", "step"], fail);
  const { low, high, log = false, step } = parameter;
  const sound = type === "integer" ? Number.isSafeInteger : Number.isFinite;
  const kind = type === "integer" ? "an integer" : "a finite number";
  if (typeof low !== "number" || !sound(low)) throw fail(`low ${kind}`, low);
  if (typeof high !== "number" || !sound(high)) throw fail(`high ${kind}`, high);
  if (typeof log !== "boolean") throw fail("log true or false", log);
  if (low > high) throw fail("low <= high", [low, high]);
  if (log && low <= 0) throw fail("low > 0 with log", low);
  if (step === undefined) return Object.freeze({ type, low, high, log });
  if (log) throw fail("no step with log", step);
  if (typeof step !== "number" || !sound(step) || step <= 0) throw fail(`step ${kind} > 0`, step);
  const steps = (high - low) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-8) throw fail("step to divide high - low", step);
  return Object.freeze({ type, low, high, log, step });
}

/** The grid's step: 1 for integers without one, 0 where there is no grid. */
export function stepOf(parameter: NumericParameter): number {
  return parameter.step ?? (parameter.type === "integer" ? 1 : 0);
}

/** Whether there is but one value, so nothing to search. */
export function isSingle(parameter: Parameter): boolean {
  if (parameter.type === "categorical") return parameter.choices.length === 1;
  return parameter.low === parameter.high;
}

/**
 * The value of the grid nearest to x, or x itself where there is none; within [low, high] in either
 * case.
 */
export function snap(parameter: NumericParameter, x: number): number {
  const { low, high } = parameter;
  const step = stepOf(parameter);
  const y = step === 0 ? x : low + Math.round((x - low) / step) * step;
  return Math.min(Math.max(y, low), high);
}

/** A parameter's value as a number: itself, or the index of the choice. */
export function toNumber(parameter: Parameter, value: Choice): number {
  return parameter.type === "categorical" ? parameter.choices.indexOf(value) : Number(value);
}

export function fromNumber(parameter: Parameter, x: number): Choice {
  return parameter.type === "categorical" ? parameter.choices[x]! : x;
}

/**
 * @throws SearchSpaceError unless `params` gives each parameter of the space, and no other, a value
 *   that it may take
 */
export function checkParams(where: string, space: SearchSpace, params: Params): void {
  const extra = Object.keys(params).find((name) => !Object.hasOwn(space, name));
  if (extra !== undefined) {
    const known = Object.keys(space).join(", ");
    throw new SearchSpaceError(where, extra, `one of the parameters ${known}`, params[extra]);
  }
  for (const [name, parameter] of Object.entries(space)) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (!contains(parameter, value)) {
      throw new SearchSpaceError(where, name, describe(parameter), value);
    }
  }
}

function contains(parameter: Parameter, value: unknown): boolean {
  if (parameter.type === "categorical") {
    return parameter.choices.some((choice) => choice === value);
  }
  if (typeof value !== "number" || !(value >= parameter.low && value <= parameter.high)) {
    return false;
  }
  const step = stepOf(parameter);
  const places = step === 0 ? 0 : (value - parameter.low) / step;
  if (parameter.type === "integer") return Number.isInteger(places);
  return Math.abs(places - Math.round(places)) < 1e-8;
}

function describe(parameter: Parameter): string {
  if (parameter.type === "categorical") return `one of ${JSON.stringify(parameter.choices)}`;
  const { type, low, high } = parameter;
  const step = stepOf(parameter);
  const grid = step === 0 || (type === "integer" && step === 1) ? "" : ` in steps of ${step}`;
  return `${type === "integer" ? "an integer" : "a number"} in [${low}, ${high}]${grid}`;
}
