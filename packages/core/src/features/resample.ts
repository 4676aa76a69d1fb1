/** Time of the k-th frame at a fixed step. Streams and whole recordings must agree on its last bit. */
export const stepTime = (fromMs: number, stepMs: number, k: number): number => fromMs + k * stepMs;

/** fromMs, fromMs + stepMs, .. up to toMs, inclusive. */
export function stepGrid(fromMs: number, toMs: number, stepMs: number): Float64Array {
  let count = Math.floor((toMs - fromMs) / stepMs) + 1;
  // The division's rounding can be off by one frame either way.
  while (stepTime(fromMs, stepMs, count) <= toMs) count++;
  while (count > 1 && stepTime(fromMs, stepMs, count - 1) > toMs) count--;
  return Float64Array.from({ length: count }, (_, k) => stepTime(fromMs, stepMs, k));
}

/** `frames` >= 2 times spread evenly from fromMs to toMs, both included. */
export function lengthGrid(fromMs: number, toMs: number, frames: number): Float64Array {
  const last = frames - 1;
  return Float64Array.from({ length: frames }, (_, k) =>
    k === last ? toMs : Math.min(fromMs + ((toMs - fromMs) * k) / last, toMs),
  );
}

/** out = a + share (b - a), where a and b are rows of `rows` at two offsets, each as long as out. */
export function interpolate(
  rows: Float64Array,
  a: number,
  b: number,
  share: number,
  out: Float64Array,
): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = rows[a + i]! + share * (rows[b + i]! - rows[a + i]!);
  }
}
