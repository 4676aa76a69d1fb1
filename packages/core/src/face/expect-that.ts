/** @throws `where: what must be expected, got ...` unless it holds; of an object, `got` is the name of its class */
export function expectThat(
  holds: boolean,
  where: string,
  what: string,
  expected: string,
  got: unknown,
): void {
  if (!holds) {
    const text = typeof got === "object" && got !== null ? got.constructor?.name : String(got);
    throw new Error(`${where}: ${what} must be ${expected}, got ${text}`);
  }
}
