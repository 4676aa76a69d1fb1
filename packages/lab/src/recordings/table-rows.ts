/** Rows of a table, gathered by recording as they come, whatever their order. */
import { floatsCell, integerCell, numberCell, showCell, textCell, truthCell } from "./cells.ts";
import type { RemarkList } from "./remarks.ts";
import { MARK_PREFIX, type TableColumns } from "./table-columns.ts";

/** One row as hyparquet reads it. */
export type Row = Readonly<Record<string, unknown>>;

/** A value with the row that it stands in. */
interface Placed<T> {
  readonly value: T;
  readonly row: number;
}

export interface FrameRow {
  readonly row: number;
  readonly frame: number | null;
  readonly timeMs: number | null;
  readonly detected: boolean;
  /** null where there is no face. */
  readonly landmarks: Float32Array | null;
  readonly blendshapes: Float32Array | null;
  readonly poseMatrix: Float32Array | null;
}

/** The rows of one recording, and what all of them must agree on. */
export interface RecordingRows {
  readonly id: string;
  readonly frames: FrameRow[];
  readonly same: Map<string, Placed<string | number | boolean | null>>;
}

export interface RowCollector {
  /** @throws where a value is of another kind, or differs from the recording's other rows; names row and column */
  add(row: Row): void;
  /** In the order of their first rows. */
  readonly recordings: ReadonlyMap<string, RecordingRows>;
}

type Read<T> = (value: unknown) => T | null | undefined;

function read<T>(cells: Row, column: string, row: number, as: Read<T>, expected: string): T | null {
  const value = as(cells[column]);
  if (value !== undefined) return value;
  throw new Error(`row ${row}: ${column} must be ${expected}, got ${showCell(cells[column])}`);
}

/** Columns whose value belongs to the recording and not to the frame. */
const SAME: readonly (readonly [column: string, as: Read<string | number>, expected: string])[] = [
  ["subject", textCell, "text or an integer"],
  ["label", labelCell, "text"],
  ["image_width_px", numberCell, "a number of pixels"],
  ["image_height_px", numberCell, "a number of pixels"],
];

/** A number is no label: it would be the code of another tool. */
function labelCell(value: unknown): string | null | undefined {
  return typeof value === "string" || value instanceof Uint8Array
    ? textCell(value)
    : numberless(value);
}
const numberless = (value: unknown) =>
  value === null || value === undefined || Number.isNaN(value) ? null : undefined;

export function createRowCollector(columns: TableColumns, remarks: RemarkList): RowCollector {
  const recordings = new Map<string, RecordingRows>();
  let at = -1;
  return {
    recordings,
    add(cells) {
      const row = ++at;
      const id = read(cells, "recording", row, textCell, "text or an integer");
      if (id === null) {
        remarks.add("rows without a recording are left out", `row ${row}`);
        return;
      }
      let one = recordings.get(id);
      if (one === undefined) {
        one = { id, frames: [], same: new Map() };
        recordings.set(id, one);
      }
      for (const [column, as, expected] of SAME) {
        if (columns.names.includes(column)) {
          agree(one, column, read(cells, column, row, as, expected), row);
        }
      }
      for (const mark of columns.marks) {
        const column = `${MARK_PREFIX}${mark}`;
        agree(one, column, read(cells, column, row, truthCell, "true or false"), row);
      }
      one.frames.push(readFrame(cells, row, columns, remarks));
    },
  };
}

/** @throws where rows of one recording differ; names both values */
function agree(
  { id, same }: RecordingRows,
  column: string,
  value: string | number | boolean | null,
  row: number,
): void {
  const first = same.get(column);
  if (first === undefined) same.set(column, { value, row });
  else if (first.value !== value) {
    const got = `${showCell(first.value)} in row ${first.row} and ${showCell(value)} in row ${row}`;
    throw new Error(`recording ${id}: ${column} must be one value in all its rows, got ${got}`);
  }
}

function readFrame(cells: Row, row: number, columns: TableColumns, remarks: RemarkList): FrameRow {
  const floats = (column: string) => read(cells, column, row, floatsCell, "a list of numbers");
  const points = floats("landmarks");
  const stated = read(cells, "detected", row, truthCell, "true or false");
  if (stated === true && points === null) {
    throw new Error(`row ${row}: detected is true and landmarks is null: set one of the two`);
  }
  const landmarks = stated === false ? null : usable(points, row, remarks);
  const detected = landmarks !== null;
  const time = read(cells, "timestamp_ms", row, numberCell, "a number of milliseconds");
  return {
    row,
    frame: read(cells, "frame", row, integerCell, "an integer"),
    timeMs: time === null ? null : time * columns.timeScale,
    detected,
    landmarks,
    blendshapes: detected ? floats("blendshapes") : null,
    poseMatrix: detected ? floats("pose_matrix") : null,
  };
}

/** null where the points are no face: a hole among them, or all of them equal. */
function usable(
  points: Float32Array | null,
  row: number,
  remarks: RemarkList,
): Float32Array | null {
  if (points === null) return null;
  if (points.some((value) => !Number.isFinite(value))) {
    remarks.add(
      "landmarks with holes (null, NaN or infinite) are frames without a face",
      `row ${row}`,
    );
    return null;
  }
  const isOne = points.every((value, i) => value === points[i % 3]);
  if (!isOne) return points;
  remarks.add("landmarks that are all one point are frames without a face", `row ${row}`);
  return null;
}
