import { extname } from "node:path";
import { BLENDSHAPES, type ImageSize, type Recording } from "@mien/core";
import { type CsvRow, type CsvTable, columnOf, numberIn, numberOrNaN, readCsv } from "./csv.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { type MediaPipeFrame, mediaPipeRecordings, type TimeUnit } from "./mediapipe-frames.ts";
import { readMediaPipeJson } from "./mediapipe-json.ts";
import { type OnRemark, stem } from "./point-table.ts";

export const MEDIAPIPE_ENDINGS: readonly string[] = [".csv", ".tsv", ".jsonl", ".ndjson", ".json"];

/**
 * Recordings from MediaPipe's landmarks as people export them, in shares of the picture:
 *
 * wide CSV   x_0, y_0, z_0, x_1, ... (also x0, 0_x, landmark_0_x), one row a frame
 * long CSV   frame, landmark, x, y, z, one row a point
 * JSON lines one frame a line: an array of {x, y, z}, or an object with `landmarks` or `faceLandmarks`; `null` is no face
 *
 * Times are a column timestamp_ms, or timestamp or time in milliseconds or seconds as their steps say; else frame numbers at
 * 30 a second. The picture's size is image_width and image_height, else 640 x 480; what is assumed is said. Several faces
 * are told apart by a column face, face_id, person or Identity. Blendshapes are read where all 52 are there.
 *
 * @throws DatasetError naming line and column
 */
export function loadMediaPipe(file: string, subjectId: string, onRemark: OnRemark): Recording[] {
  const isText = extname(file).toLowerCase().includes("sv");
  const read = isText ? readMediaPipeCsv(file) : readMediaPipeJson(file, onRemark);
  return mediaPipeRecordings({ file, id: stem(file), subjectId, onRemark, ...read });
}

interface ReadTable {
  readonly unit: TimeUnit;
  readonly imageSize: ImageSize | null;
  readonly frames: readonly MediaPipeFrame[];
}

const LANDMARK_NAMES = [
  "landmark",
  "landmark_id",
  "landmark_index",
  "landmark_idx",
  "point",
  "index",
];

function readMediaPipeCsv(file: string): ReadTable {
  const table = readCsv(file);
  const columns = contextColumns(table);
  const landmark = findFirst(table, LANDMARK_NAMES);
  const isLong = landmark !== null && table.columns.has("x") && table.columns.has("y");
  const imageSize: Size = { widthPx: Number.NaN, heightPx: Number.NaN };
  const frames = isLong
    ? readLong(table, columns, landmark, imageSize)
    : readWide(table, columns, imageSize);
  const isSized = imageSize.widthPx > 0 && imageSize.heightPx > 0;
  return { unit: columns.unit, imageSize: isSized ? imageSize : null, frames };
}

type Size = { -readonly [side in keyof ImageSize]: number };

interface ContextColumns {
  readonly unit: TimeUnit;
  readonly time: number | null;
  readonly person: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

const findFirst = (table: CsvTable, names: readonly string[]): number | null =>
  names.map((name) => table.columns.get(name)).find((column) => column !== undefined) ?? null;

function contextColumns(table: CsvTable): ContextColumns {
  const find = (...names: string[]) => findFirst(table, names);
  const ms = find("timestamp_ms", "time_ms", "timestampMs");
  const either = find("timestamp", "time", "seconds", "time_s");
  const frame = find("frame", "frame_index", "frame_number", "frame_id", "frame_idx");
  const unit: TimeUnit =
    ms !== null ? "ms" : either !== null ? "either" : frame !== null ? "frame" : "none";
  return {
    unit,
    time: ms ?? either ?? frame,
    person: find("face", "face_id", "face_index", "person", "person_id", "Identity"),
    width: find("image_width", "image_width_px", "img_width", "frame_width", "width"),
    height: find("image_height", "image_height_px", "img_height", "frame_height", "height"),
  };
}

const numberAt = (table: CsvTable, row: CsvRow, column: number | null): number =>
  column === null ? Number.NaN : numberOrNaN(table, row, column);

function readContext(table: CsvTable, row: CsvRow, columns: ContextColumns, size: Size) {
  const [width, height] = [columns.width, columns.height].map((side) => numberAt(table, row, side));
  if (Number.isNaN(size.widthPx)) size.widthPx = width!;
  if (Number.isNaN(size.heightPx)) size.heightPx = height!;
  return {
    person: columns.person === null ? "" : row.fields[columns.person]!.trim(),
    time: columns.time === null ? Number.NaN : numberIn(table, row, columns.time),
    line: row.line,
  };
}

const WIDE = /^(?:landmark|lm|point|p)?_?(?:([xyz])_?(\d+)|(\d+)_?([xyz]))$/i;

/** Columns [P, 3] of a wide table, -1 where it has no z. @throws DatasetError where a point lacks x or y */
function wideColumns(table: CsvTable): Int32Array {
  const found = [...table.columns].flatMap(([name, column]) => {
    const match = WIDE.exec(name);
    if (match === null) return [];
    const axis = "xyz".indexOf((match[1] ?? match[4]!).toLowerCase());
    return [{ axis, point: Number(match[2] ?? match[3]), column }];
  });
  if (found.length === 0) {
    const got = quote([...table.columns.keys()].slice(0, 6).join(", "));
    const expected = "columns x_0, y_0, ..., or frame, landmark, x, y, z";
    throw new DatasetError({ file: table.file, line: 1, expected, got });
  }
  const points = found.map(({ point }) => point);
  const [first, last] = [Math.min(...points), Math.max(...points)];
  const count = last - first + 1;
  const columns = new Int32Array(3 * Math.min(count, found.length)).fill(-1);
  for (const { axis, point, column } of found) columns[3 * (point - first) + axis] = column;
  const hole = columns.findIndex((column, i) => column < 0 && i % 3 !== 2);
  if (count * 3 > columns.length || hole >= 0) {
    const name = `${"xyz"[Math.max(hole, 0) % 3]}_${first + Math.floor(Math.max(hole, 0) / 3)}`;
    columnOf(table, name);
    throw new DatasetError({
      file: table.file,
      line: 1,
      expected: `points ${first} to ${last}`,
      got: "gaps",
    });
  }
  return columns;
}

/** Number of each of the 52 blendshapes' columns; null unless all are there (`_neutral` may be missing). */
export function blendshapeColumns(table: CsvTable): readonly (number | null)[] | null {
  const byName = new Map([...table.columns].map(([name, column]) => [name.toLowerCase(), column]));
  const columns = BLENDSHAPES.map((name) => byName.get(name.toLowerCase()) ?? null);
  const isWhole = columns.every((column, i) => column !== null || BLENDSHAPES[i] === "_neutral");
  return isWhole ? columns : null;
}

function readWide(table: CsvTable, context: ContextColumns, size: Size): MediaPipeFrame[] {
  const columns = wideColumns(table);
  const scores = blendshapeColumns(table);
  const frames: MediaPipeFrame[] = [];
  for (const row of table.rows()) {
    frames.push({
      ...readContext(table, row, context, size),
      points: Float32Array.from(columns, (c) => (c < 0 ? 0 : numberOrNaN(table, row, c))),
      blendshapes:
        scores && Float32Array.from(scores, (c) => (c === null ? 0 : numberOrNaN(table, row, c))),
    });
  }
  return frames;
}

/** Points that a long table may have: more would be another model's. */
const MOST_POINTS = 478;

function readLong(
  table: CsvTable,
  context: ContextColumns,
  landmark: number,
  size: Size,
): MediaPipeFrame[] {
  const [x, y] = [columnOf(table, "x"), columnOf(table, "y")];
  const z = table.columns.get("z") ?? null;
  const frames = new Map<string, MediaPipeFrame>();
  let count = 0;
  for (const row of table.rows()) {
    const read = readContext(table, row, context, size);
    const key = `${read.person}\n${read.time}`;
    let frame = frames.get(key);
    if (frame === undefined) {
      const points = new Float32Array(3 * MOST_POINTS).fill(Number.NaN);
      frame = { ...read, points, blendshapes: null };
      frames.set(key, frame);
    }
    const point = numberOrNaN(table, row, landmark);
    if (Number.isNaN(point)) continue;
    checkPoint(table, row, landmark, point);
    count = Math.max(count, point + 1);
    const depth = z === null ? 0 : numberAt(table, row, z);
    frame.points!.set([numberAt(table, row, x), numberAt(table, row, y), depth], 3 * point);
  }
  const length = 3 * (count === 0 ? MOST_POINTS : count);
  return [...frames.values()].map((frame) => ({
    ...frame,
    points: frame.points!.slice(0, length),
  }));
}

function checkPoint(table: CsvTable, row: CsvRow, landmark: number, point: number): void {
  if (Number.isInteger(point) && point >= 0 && point < MOST_POINTS) return;
  const [{ file }, { line }] = [table, row];
  const expected = `a landmark from 0 to ${MOST_POINTS - 1}`;
  throw new DatasetError({ file, line, column: landmark + 1, expected, got: `${point}` });
}
