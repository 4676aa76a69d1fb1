import type { AnalysisComparison } from "@mien/study";
import { formatTable } from "./table.ts";

const figure = (value: number | null) => (value === null ? "undefined" : value.toFixed(3));

/** Two studies side by side: settings that differ, conditions, and the claims. */
export function comparisonText(compared: AnalysisComparison): string {
  const settings = compared.settings.map(({ key, a, b }) => [key, a, b]);
  const conditions = compared.conditions.map(({ id, metric, a, b, difference }) => [
    id,
    metric,
    figure(a.value),
    figure(b.value),
    figure(difference),
  ]);
  const claims = compared.claims.map(({ statement, a, b }) => [
    statement,
    figure(a.value),
    a.verdict,
    figure(b.value),
    b.verdict,
  ]);
  const left = (n: number) => new Array<"left">(n).fill("left");
  return [
    settings.length === 0
      ? "the same settings"
      : formatTable(["setting", "A", "B"], left(3), settings),
    "",
    formatTable(
      ["condition", "metric", "A", "B", "B - A"],
      ["left", "left", "right", "right", "right"],
      conditions,
    ),
    "",
    formatTable(["claim", "A", "", "B", ""], ["left", "right", "left", "right", "left"], claims),
  ].join("\n");
}
