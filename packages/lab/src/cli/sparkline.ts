const BARS = "▁▂▃▄▅▆▇█";

/**
 * Values as a line of bars, at most `width` of them, each the mean of its share of the values; a space where all are NaN.
 *
 * @param range what the lowest and the highest bar stand for; of the values where it is left out
 */
export function sparkline(
  values: ArrayLike<number>,
  width = 40,
  range?: readonly [low: number, high: number],
): string {
  const count = Math.min(width, values.length);
  const means = Array.from({ length: count }, (_, k) => {
    const [from, to] = [k, k + 1].map((i) => Math.floor((i * values.length) / count));
    const some = Array.from({ length: to! - from! }, (_, i) => values[from! + i]!);
    const finite = some.filter(Number.isFinite);
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
  const finite = means.filter(Number.isFinite);
  const [low, high] = range ?? [Math.min(...finite), Math.max(...finite)];
  return means
    .map((mean) => {
      if (!Number.isFinite(mean)) return " ";
      const share = high > low ? (mean - low) / (high - low) : 0;
      return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))];
    })
    .join("");
}
