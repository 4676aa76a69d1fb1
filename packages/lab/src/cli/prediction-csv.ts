import { EXPRESSIONS } from "@mien/core";
import type { FrameRecord } from "../inputs/index.ts";

export const CSV_HEADER = [
  "recordingId",
  "timestampMs",
  "detected",
  "expression",
  ...EXPRESSIONS,
  "set",
  "summary",
].join(",");

/** As RFC 4180 quotes it, where it must be. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row; what is null is left empty, the names of a set are parted by spaces. */
export function csvRow(record: FrameRecord): string {
  const { recordingId, timestampMs, detected, expression, probabilities, set } = record;
  return [
    cell(recordingId),
    timestampMs,
    detected,
    expression ?? "",
    ...EXPRESSIONS.map((name) => probabilities?.[name] ?? ""),
    set.join(" "),
    "summary" in record,
  ].join(",");
}
