/**
 * b(0) + a(1) / (b(1) + a(2) / (b(2) + ...)) by Lentz's method, until a step changes it by less
 * than an ulp.
 *
 * @param term [a(m), b(m)]; a(0) is not read
 */
export function continuedFraction(term: (m: number) => readonly [number, number]): number {
  const tiny = 1e-300;
  let value = term(0)[1] || tiny;
  let c = value;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const [a, b] = term(m);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < Number.EPSILON) return value;
  }
  return value;
}
