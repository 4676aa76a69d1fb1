/**
 * Blendshapes without landmarks: Apple ARKit as Live Link Face writes it (Timecode, BlendShapeCount, EyeBlinkLeft, ...), and
 * MediaPipe's scores (browDownLeft, ...). mien's features are landmarks' motion, so that no recording comes of such a table:
 * it is read and checked, and what it holds is told.
 */
import { statSync } from "node:fs";
import { BLENDSHAPES } from "@mien/core";
import { type CsvRow, type CsvTable, numberOrNaN, readCsv } from "./csv.ts";
import type { Dataset } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { blendshapeColumns } from "./mediapipe.ts";
import { listTables } from "./table-files.ts";

/** What a table of blendshapes holds. */
export interface BlendshapeTable {
  /** "Live Link Face" where it has a timecode. */
  readonly source: string;
  readonly frames: number;
  /** From the first frame to the last; NaN where the table tells no time. */
  readonly durationMs: number;
  /** Largest value of each of the 52, in the order of BLENDSHAPES; NaN where there is none. */
  readonly largest: Float64Array;
}

/** @throws DatasetError where a single table is broken, or the folder holds none */
export function loadBlendshapeFiles(path: string): Dataset {
  const builder = createDatasetBuilder();
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const add = (file: string) => {
    builder.remark(`${file}: ${describe(readBlendshapeTable(file))}`);
    builder.skip("blendshapes without landmarks");
  };
  if (isFolder) {
    for (const file of listTables(path, [".csv"])) builder.attempt(() => add(file));
    return builder.finish();
  }
  add(path);
  const single = builder.finish();
  return { ...single, summary: { ...single.summary, found: 1 } };
}

function describe({ source, frames, durationMs, largest }: BlendshapeTable): string {
  const seconds = Number.isNaN(durationMs) ? "" : ` in ${(durationMs / 1000).toFixed(2)} s`;
  const strongest = BLENDSHAPES.map((name, i) => ({ name, value: largest[i]! }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ name, value }) => `${name} ${value.toFixed(2)}`);
  const most = strongest.length === 0 ? "" : `, largest ${strongest.join(", ")}`;
  return `${frames} frames of blendshapes${seconds} (${source})${most}; it has no landmarks, which mien recognises by: extract the film itself`;
}

/** @throws DatasetError naming line and column: no blendshapes, a score that is no share, an angle in degrees */
export function readBlendshapeTable(file: string): BlendshapeTable {
  const table = readCsv(file);
  const columns = blendshapeColumns(table);
  if (columns === null) {
    const expected = `columns of the blendshapes (${BLENDSHAPES.slice(1, 4).join(", ")}, ...)`;
    const got = quote([...table.columns.keys()].slice(0, 6).join(", "));
    throw new DatasetError({ file, line: 1, expected, got });
  }
  const largest = new Float64Array(BLENDSHAPES.length).fill(Number.NaN);
  const angles = [...table.columns].filter(([name]) =>
    /^(head|lefteye|righteye)(yaw|pitch|roll)$/i.test(name),
  );
  const times: number[] = [];
  let frames = 0;
  for (const row of table.rows()) {
    frames++;
    columns.forEach((column, i) => {
      const score = column === null ? Number.NaN : readScore(table, row, column);
      if (!(score <= largest[i]!) && !Number.isNaN(score)) largest[i] = score;
    });
    for (const [, column] of angles) checkRadians(table, row, column);
    times.push(readTime(table, row));
  }
  if (frames === 0)
    throw new DatasetError({ file, expected: "at least one row under the header", got: "none" });
  const source = timecodeColumn(table) === null ? "MediaPipe" : "Live Link Face";
  return { source, frames, durationMs: times.at(-1)! - times[0]!, largest };
}

function readScore(table: CsvTable, row: CsvRow, column: number): number {
  const score = numberOrNaN(table, row, column);
  if (!(score > 1.5 || score < -1.5)) return score;
  const [{ file }, { line }] = [table, row];
  const got = `${score}: percent?`;
  throw new DatasetError({ file, line, column: column + 1, expected: "a score from 0 to 1", got });
}

function checkRadians(table: CsvTable, row: CsvRow, column: number): void {
  const angle = numberOrNaN(table, row, column);
  if (!(Math.abs(angle) > 2 * Math.PI)) return;
  const [{ file }, { line }] = [table, row];
  const got = `${angle}: degrees?`;
  throw new DatasetError({ file, line, column: column + 1, expected: "an angle in radians", got });
}

const timecodeColumn = (table: CsvTable) =>
  table.columns.get("Timecode") ?? table.columns.get("timecode") ?? null;

/** Live Link Face counts frames of a sixtieth in its timecodes, unless it is set to another rate. */
const TIMECODE_FRAME_RATE = 60;

/** Milliseconds of a row, NaN where it tells none. @throws DatasetError on a timecode of another form */
function readTime(table: CsvTable, row: CsvRow): number {
  const column = timecodeColumn(table);
  if (column === null) {
    const ms = table.columns.get("timestamp_ms");
    return ms === undefined ? Number.NaN : numberOrNaN(table, row, ms);
  }
  const text = row.fields[column]!.trim();
  const match =
    /^(\d+):(\d+):(\d+)[:;](\d+(?:\.\d+)?)$/.exec(text) ??
    /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) {
    const [{ file }, { line }] = [table, row];
    throw new DatasetError({
      file,
      line,
      column: column + 1,
      expected: "a timecode HH:MM:SS:FF",
      got: quote(text),
    });
  }
  const [hours, minutes, seconds, frames = 0] = match.slice(1).map(Number);
  return 1000 * (3600 * hours! + 60 * minutes! + seconds! + frames / TIMECODE_FRAME_RATE);
}
