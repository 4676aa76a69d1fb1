/** Throws on a key that an options object may not have, naming those that it may. */
export function checkKeys(where: string, options: object, keys: readonly string[]): void {
  const stray = Object.keys(options).find((key) => !keys.includes(key));
  if (stray === undefined) return;
  throw new Error(`${where}: expected one of the keys ${keys.join(", ")}, got ${stray}`);
}

/**
 * `given` over `defaults`; an unknown key throws, and a key set to undefined counts as not given.
 */
export function fillOptions<T extends object>(where: string, defaults: T, given: Partial<T>): T {
  checkKeys(where, given, Object.keys(defaults));
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** Throws unless a value is an integer from a least one on. */
export function checkInteger(where: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${where} must be an integer >= ${least}, got ${value}`);
  }
}

/** Throws unless a value is one of a list. */
export function checkOneOf(where: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) {
    throw new Error(`${where} must be one of ${allowed.join(", ")}, got ${String(value)}`);
  }
}
