import { median } from "@mien/statistics";
import type { Spread } from "./types-of-parts.ts";

/** @param values at least one */
export const spreadOf = (values: readonly number[]): Spread => ({
  low: values.reduce((a, b) => Math.min(a, b)),
  median: median(values),
  high: values.reduce((a, b) => Math.max(a, b)),
  count: values.length,
});

/** How often each name occurs, in the order of their first appearance. */
export function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
