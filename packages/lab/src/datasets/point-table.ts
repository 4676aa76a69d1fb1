/** What tables with columns x_0 .. x_67 and y_0 .. y_67 share: OpenFace's and py-feat's. */
import { basename, extname } from "node:path";
import {
  createRecording,
  type ImageSize,
  type Provenance,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "@mien/core";
import type { CsvRow, CsvTable } from "./csv.ts";
import { columnOf, numberOrNaN } from "./csv.ts";
import { DatasetError, inFile } from "./dataset-error.ts";

/** Told of what a table lacks and is assumed, and of what looks odd in it; sentences without the file's name. */
export type OnRemark = (remark: string) => void;

/** The columns of a table's points. */
export interface PointColumns {
  readonly topology: TopologyName;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Numbers of the columns of one axis. @throws DatasetError where one is missing */
export function axisColumns(table: CsvTable, axis: string, points: number): readonly number[] {
  return Array.from({ length: points }, (_, p) => columnOf(table, `${axis}_${p}`));
}

/** 68 points, or MediaPipe's where the table has x_477. @throws DatasetError where a column is missing */
export function pointColumns(table: CsvTable): PointColumns {
  const topology = table.columns.has("x_68") ? "mediapipe478" : "ibug68";
  const { points } = TOPOLOGIES[topology];
  return { topology, x: axisColumns(table, "x", points), y: axisColumns(table, "y", points) };
}

/** Points of one frame. */
export interface TableFrame {
  readonly timestampMs: number;
  /** [P, 3] in pixels, z away from the viewer; null where no face was found. */
  readonly points: Float64Array | null;
  /** Where it stands in the file. */
  readonly line: number;
}

/** Pixels: a face that is smaller than this, at the picture's corner, is in shares of the picture. */
const SMALLEST_FACE_PX = 2;

/**
 * [P, 3] in pixels with z = 0; null where any of them is missing, or where all are one point.
 *
 * @throws DatasetError on a field that is no number, and on points in shares of the picture
 */
export function readPoints(
  table: CsvTable,
  row: CsvRow,
  { x, y }: PointColumns,
): Float64Array | null {
  const points = new Float64Array(3 * x.length);
  for (let p = 0; p < x.length; p++) {
    points[3 * p] = numberOrNaN(table, row, x[p]!);
    points[3 * p + 1] = numberOrNaN(table, row, y[p]!);
  }
  if (points.some(Number.isNaN) || isOnePoint(points)) return null;
  if (points.some((value) => Math.abs(value) > SMALLEST_FACE_PX)) return points;
  const got = `x_0 = ${points[0]}, y_0 = ${points[1]}: shares of the picture?`;
  const { file } = table;
  throw new DatasetError({ file, line: row.line, column: x[0]! + 1, expected: "pixels", got });
}

/** Whether all points [P, 3] are the same: what some tools write where there is no face. */
export const isOnePoint = (points: ArrayLike<number>): boolean =>
  Array.prototype.every.call(points, (value, i) => value === points[i % 3]);

export interface TableRecordingParts {
  readonly file: string;
  readonly id: string;
  readonly subjectId: string;
  readonly topology: TopologyName;
  readonly imageSize: ImageSize;
  readonly frames: readonly TableFrame[];
  readonly provenance: Pick<Provenance, "extractor" | "version" | "frameRate">;
}

/** @throws DatasetError where the frames make no recording: none at all, or times that do not rise */
export function tableRecording(parts: TableRecordingParts): Recording {
  const { file, imageSize, frames, topology } = parts;
  if (frames.length === 0) {
    throw new DatasetError({ file, expected: "at least one row", got: "none" });
  }
  const width = 3 * TOPOLOGIES[topology].points;
  const landmarks = new Float32Array(frames.length * width).fill(Number.NaN);
  frames.forEach(({ points }, t) => {
    points?.forEach((value, i) => {
      const size = i % 3 === 1 ? imageSize.heightPx : imageSize.widthPx;
      landmarks[t * width + i] = value / size;
    });
  });
  return inFile(file, "a recording", () =>
    createRecording({
      id: parts.id,
      subjectId: parts.subjectId,
      topology,
      imageSize,
      timestampsMs: Float64Array.from(frames, (frame) => frame.timestampMs),
      landmarks,
      detected: Uint8Array.from(frames, (frame) => Number(frame.points !== null)),
      provenance: {
        ...parts.provenance,
        modelSha256: null,
        mode: "table",
        numFaces: 1,
        source: basename(file),
      },
    }),
  );
}

/** A file's name without folder and ending. */
export const stem = (file: string) => basename(file, extname(file));

/** A size that holds every point, where the table tells none: 640 x 480, doubled as often as need be. */
export function guessImageSize(frames: readonly TableFrame[], onRemark: OnRemark): ImageSize {
  let [widthPx, heightPx] = [640, 480];
  const reach = (axis: 0 | 1) =>
    frames.reduce(
      (most, { points }) =>
        points?.reduce((m, value, i) => (i % 3 === axis ? Math.max(m, value) : m), most) ?? most,
      0,
    );
  const [x, y] = [reach(0), reach(1)];
  while ((widthPx < x || heightPx < y) && widthPx < 1e6) {
    widthPx *= 2;
    heightPx *= 2;
  }
  onRemark(`the table does not tell the picture's size: ${widthPx} x ${heightPx} px assumed`);
  return { widthPx, heightPx };
}

/** A step of a face's middle, in its own widths, that no head makes from one frame to the next. */
const JUMP = 1;

/** Says where the face leaps away, or changes its size by half: another face may go on from there. */
export function remarkJumps(frames: readonly TableFrame[], onRemark: OnRemark): void {
  let before: Box | null = null;
  const lines: number[] = [];
  for (const { points, line } of frames) {
    const box: Box | null = points && boxOf(points);
    if (box !== null && before !== null && isJump(before, box)) lines.push(line);
    before = box ?? before;
  }
  if (lines.length === 0) return;
  const more = lines.length > 1 ? ` and ${lines.length - 1} more lines` : "";
  onRemark(`the face jumps in line ${lines[0]}${more}: another face may go on there`);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function boxOf(points: Float64Array): Box {
  const bounds = [0, 1].map((axis) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < points.length; i += 3) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    return { middle: (low + high) / 2, size: high - low };
  });
  return { x: bounds[0]!.middle, y: bounds[1]!.middle, width: bounds[0]!.size };
}

function isJump(a: Box, b: Box): boolean {
  const size = Math.max(a.width, b.width);
  const isFar = Math.hypot(a.x - b.x, a.y - b.y) > JUMP * size;
  return isFar || Math.min(a.width, b.width) < size / 2;
}
