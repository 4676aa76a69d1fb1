export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, lowest and highest: the spread of rounds, not an interval of confidence. */
export const spread = (values) => ({
  median: median(values),
  low: Math.min(...values),
  high: Math.max(...values),
});

/** Three significant digits, without an exponent. */
export function brief(x) {
  if (!Number.isFinite(x)) return "–";
  if (x >= 100) return x.toFixed(0);
  return x.toPrecision(3);
}
