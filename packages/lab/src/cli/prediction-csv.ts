import type { FrameRecord } from "../inputs/index.ts";

/** As RFC 4180 quotes it, where it must be. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** @param labels of the model's task, a column each */
export const csvHeader = (labels: readonly string[]): string =>
  [
    "recordingId",
    "timestampMs",
    "detected",
    "label",
    ...labels,
    "shown",
    "set",
    "summary",
    "person",
  ]
    .map(cell)
    .join(",");

/** One row; what is null is left empty, names of a list are parted by semicolons. */
export function csvRow(labels: readonly string[], record: FrameRecord): string {
  const { recordingId, timestampMs, detected, label, probabilities, shown, set } = record;
  return [
    cell(recordingId),
    timestampMs,
    detected,
    cell(label ?? ""),
    ...labels.map((name) => probabilities?.[name] ?? ""),
    cell(shown.join(";")),
    cell(set.join(";")),
    "summary" in record,
    record.person ?? "",
  ].join(",");
}
