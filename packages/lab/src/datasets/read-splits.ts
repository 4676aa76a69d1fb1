import { readFileSync } from "node:fs";
import type { Splits } from "@mien/study";
import type { Dataset } from "./dataset.ts";
import { DatasetError } from "./dataset-error.ts";

/**
 * Splits of a data set out of a JSON file, {"train": [...], "test": [...]}: ids of its subjects, or of
 * items, which stand for their subjects.
 *
 * @returns the subjects of each split
 * @throws DatasetError on another form, or an id that the data set lacks
 */
export function readSplits(file: string, { recordings, clips }: Dataset): Splits {
  const subjectOf = new Map<string, string>();
  for (const { id, subjectId } of [...recordings.map((stored) => stored.recording), ...clips]) {
    subjectOf.set(id, subjectId);
  }
  const subjects = new Set(subjectOf.values());
  const subjectOfId = (id: string): string => {
    const subject = subjects.has(id) ? id : subjectOf.get(id);
    if (subject !== undefined) return subject;
    const expected = "ids of the data set's subjects or items";
    throw new DatasetError({ file, expected, got: `"${id}"` });
  };
  return Object.fromEntries(
    Object.entries(parseIds(file)).map(([name, ids]) => [name, ids.map(subjectOfId)]),
  );
}

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

function parseIds(file: string): Readonly<Record<string, readonly string[]>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const expected = "JSON with an array of ids for each split";
    throw new DatasetError({ file, expected, got: (error as Error).message });
  }
  if (typeof parsed !== "object" || parsed === null || !Object.values(parsed).every(isIds)) {
    const expected = "an object with an array of ids for each split";
    throw new DatasetError({ file, expected, got: typeof parsed });
  }
  return parsed as Record<string, string[]>;
}
