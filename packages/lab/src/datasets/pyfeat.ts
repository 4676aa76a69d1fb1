import { basename } from "node:path";
import type { Recording } from "@mien/core";
import { type CsvRow, type CsvTable, columnOf, numberIn, numberOrNaN, readCsv } from "./csv.ts";
import { DatasetError } from "./dataset-error.ts";
import {
  axisColumns,
  guessImageSize,
  readPoints,
  stem,
  type TableFrame,
  tableRecording,
} from "./point-table.ts";

/** Frames a second that a frame number is turned into time by: the table has none. */
const ASSUMED_FRAME_RATE = 30;

/**
 * Recordings from py-feat's Fex CSV (Cheong et al. 2023): columns frame, x_0 .. x_67, y_0 .. y_67 in pixels, empty where no
 * face was found; one recording for each `input`. Of several faces in a frame the largest counts. py-feat's own guesses at
 * expressions are no labels and are not read. The table tells neither size nor frame rate: 30 frames a second and 640 x 480
 * are assumed, the latter doubled until it holds every point.
 *
 * @throws DatasetError naming line and column
 */
export function loadPyFeat(file: string, subjectId = stem(file)): Recording[] {
  const table = readCsv(file);
  if (table.rows.length === 0) {
    throw new DatasetError({ file, expected: "at least one row under the header", got: "none" });
  }
  const input = table.columns.get("input");
  const sources = new Map<string, CsvRow[]>();
  for (const row of table.rows) {
    const key = input === undefined ? "" : row.fields[input]!;
    const rows = sources.get(key);
    if (rows === undefined) sources.set(key, [row]);
    else rows.push(row);
  }
  const taken = new Set<string>();
  return [...sources].map(([source, rows]) => {
    const id = uniqueName(sources.size === 1 ? stem(file) : nameOf(source), taken);
    const frames = readFrames(table, rows);
    return tableRecording({
      file,
      id,
      subjectId,
      imageSize: guessImageSize(frames),
      frames,
      provenance: { extractor: "py-feat", version: "unknown", frameRate: null },
    });
  });
}

/** The last part of a path of either system, without its ending. */
function nameOf(source: string): string {
  const name = basename(source.replaceAll("\\", "/")).replace(/\.[^.]+$/, "");
  return name === "" ? "unnamed" : name;
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${name}#${n}`;
  taken.add(unique);
  return unique;
}

function readFrames(table: CsvTable, rows: readonly CsvRow[]): TableFrame[] {
  const [x, y] = [axisColumns(table, "x"), axisColumns(table, "y")];
  const frame = columnOf(table, "frame");
  const size = ["FaceRectWidth", "FaceRectHeight"].map((name) => table.columns.get(name));
  const largest = new Map<number, { area: number; found: TableFrame }>();
  for (const row of rows) {
    const number = numberIn(table, row, frame);
    const points = readPoints(table, row, x, y);
    const sides = size.map((column) =>
      column === undefined ? 1 : numberOrNaN(table, row, column),
    );
    const area = points === null ? -1 : sides[0]! * sides[1]! || 0;
    const found = { timestampMs: (number * 1000) / ASSUMED_FRAME_RATE, points };
    if (area > (largest.get(number)?.area ?? Number.NEGATIVE_INFINITY)) {
      largest.set(number, { area, found });
    }
  }
  return [...largest.values()].map(({ found }) => found);
}
