/**
 * Refuses a key that an options object, a spec or a file's entry does not have: a misspelt option is never ignored.
 *
 * @param where begins the error, such as `recipe:`
 * @param keys that it may have
 * @throws naming the first key that it may not have, and those that it may
 */
export function checkKeys(where: string, options: object, keys: readonly string[]): void {
  const stray = Object.keys(options).find((key) => !keys.includes(key));
  if (stray === undefined) return;
  const expected = keys.length === 0 ? "none" : keys.join(", ");
  throw new Error(`${where} has no key ${stray}, expected ${expected}`);
}
