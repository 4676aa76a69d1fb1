/** Throws on a key that an options object may not have, naming those that it may. */
export function checkKeys(where: string, options: object, keys: readonly string[]): void {
  const stray = Object.keys(options).find((key) => !keys.includes(key));
  if (stray === undefined) return;
  throw new Error(`${where}: has no key ${stray}, expected ${keys.join(", ")}`);
}

/**
 * Options completed by their defaults.
 *
 * @throws on a key that the defaults lack
 */
export function resolveOptions<T extends object>(
  where: string,
  options: Partial<T>,
  defaults: T,
): T {
  checkKeys(where, options, Object.keys(defaults));
  return { ...defaults, ...options };
}

/** Throws unless a value lies strictly between two bounds. */
export function checkBetween(
  where: string,
  name: string,
  value: number,
  low: number,
  high: number,
): void {
  if (!(value > low && value < high)) {
    throw new Error(`${where}: ${name} must be in (${low}, ${high}), got ${value}`);
  }
}

/** Throws unless a value is one of a list. */
export function checkOneOf<T>(where: string, name: string, value: T, known: readonly T[]): void {
  if (!known.includes(value)) {
    throw new Error(`${where}: ${name} must be one of ${known.join(", ")}, got ${value}`);
  }
}

/** Throws unless a value is an integer from a least one on. */
export function checkInteger(where: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${where}: ${name} must be an integer >= ${least}, got ${value}`);
  }
}

/** Throws unless every value is finite. */
export function checkFinite(where: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new Error(`${where}: ${name}[${i}] must be finite, got ${values[i]}`);
    }
  }
}

/** Throws unless an array has the expected length. */
export function checkLength(
  where: string,
  name: string,
  values: ArrayLike<unknown>,
  expected: number,
): void {
  if (values.length !== expected) {
    throw new Error(`${where}: ${name}.length must be ${expected}, got ${values.length}`);
  }
}
