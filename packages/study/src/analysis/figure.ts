/** A number, or null where it is undefined: JSON has no NaN. */
export type Figure = number | null;

/** NaN and infinite become null. */
export const figure = (x: number): Figure => (Number.isFinite(x) ? x : null);

/** Numbers that are defined. */
export const defined = (values: readonly number[]): number[] =>
  values.filter((x) => !Number.isNaN(x));

/** Mean over what is defined; NaN of none. */
export function meanDefined(values: readonly number[]): number {
  const known = defined(values);
  return known.reduce((a, b) => a + b, 0) / known.length;
}

/** Calls with each name, and keeps the answers under it. */
export const byName = <K extends string, T>(
  names: readonly K[],
  of: (name: K) => T,
): Record<K, T> => Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, T>;
