/** A figure with what it rests on. Where it is undefined `value` is NaN, never 0, and `count` says why. */
export interface Metric {
  readonly value: number;
  /** Items in the denominator. */
  readonly count: number;
}

/** numerator / count; NaN where the count is 0. */
export const ratio = (numerator: number, count: number): Metric => ({
  value: count === 0 ? Number.NaN : numerator / count,
  count,
});

/** Throws unless every value of an array is an integer in [0, classes). */
export function checkClasses(
  where: string,
  name: string,
  values: ArrayLike<number>,
  classes: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isInteger(value) || value < 0 || value >= classes) {
      throw new Error(
        `${where}: ${name}[${i}] must be an integer in [0, ${classes - 1}], got ${value}`,
      );
    }
  }
}

/** Throws unless two arrays are of one length. */
export function checkSameLength(
  where: string,
  name: string,
  values: ArrayLike<unknown>,
  expected: number,
): void {
  if (values.length !== expected) {
    throw new Error(`${where}: ${name}.length must be ${expected}, got ${values.length}`);
  }
}
