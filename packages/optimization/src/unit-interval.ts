import { exp, log } from "@mien/core/math";
import { type NumericParameter, snap, stepOf } from "./search-space.ts";

/**
 * Where a parameter is searched: its logarithm with `log`, and half a step more on either side of a
 * grid.
 */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export function rangeOf(parameter: NumericParameter): Range {
  const half = stepOf(parameter) / 2;
  const low = parameter.low - half;
  const high = parameter.high + half;
  return parameter.log ? { low: log(low), high: log(high) } : { low, high };
}

/** The parameter's value as a point of its range's scale. */
export function toScale(parameter: NumericParameter, value: number): number {
  return parameter.log ? log(value) : value;
}

/** Back again, to the nearest value that the parameter may take. */
export function fromScale(parameter: NumericParameter, x: number): number {
  return snap(parameter, parameter.log ? exp(x) : x);
}

/** The value's place in its range, in [0, 1]. */
export function toUnit(parameter: NumericParameter, value: number): number {
  const { low, high } = rangeOf(parameter);
  return (toScale(parameter, value) - low) / (high - low);
}

export function fromUnit(parameter: NumericParameter, unit: number): number {
  const { low, high } = rangeOf(parameter);
  return fromScale(parameter, low + unit * (high - low));
}
