/** `given` over `defaults`; an unknown key throws, and a key set to undefined counts as not given. */
export function fillOptions<T extends object>(where: string, defaults: T, given: Partial<T>): T {
  const known = Object.keys(defaults);
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) {
      throw new Error(`${where}: expected one of the keys ${known.join(", ")}, got ${key}`);
    }
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

export function checkInteger(where: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${where} must be an integer >= ${least}, got ${value}`);
  }
}

export function checkOneOf(where: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) {
    throw new Error(`${where} must be one of ${allowed.join(", ")}, got ${String(value)}`);
  }
}
