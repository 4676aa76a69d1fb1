/** What tables with columns x_0 .. x_67 and y_0 .. y_67 share: OpenFace's and py-feat's. */
import { basename, extname } from "node:path";
import {
  createRecording,
  type ImageSize,
  type Provenance,
  type Recording,
  TOPOLOGIES,
} from "@mien/core";
import type { CsvRow, CsvTable } from "./csv.ts";
import { columnOf, numberOrNaN } from "./csv.ts";
import { DatasetError, inFile } from "./dataset-error.ts";

export const POINTS = TOPOLOGIES.ibug68.points;

/** Numbers of the 68 columns of one axis. @throws DatasetError where one is missing */
export function axisColumns(table: CsvTable, axis: string): readonly number[] {
  return Array.from({ length: POINTS }, (_, p) => columnOf(table, `${axis}_${p}`));
}

/** Points of one frame. */
export interface TableFrame {
  readonly timestampMs: number;
  /** [68, 3] in pixels, z away from the viewer; null where no face was found. */
  readonly points: Float64Array | null;
}

/** [68, 3] in pixels with z = 0, null where any of them is missing. @throws DatasetError on a field that is no number */
export function readPoints(
  table: CsvTable,
  row: CsvRow,
  x: readonly number[],
  y: readonly number[],
): Float64Array | null {
  const points = new Float64Array(3 * POINTS);
  for (let p = 0; p < POINTS; p++) {
    points[3 * p] = numberOrNaN(table, row, x[p]!);
    points[3 * p + 1] = numberOrNaN(table, row, y[p]!);
  }
  return points.some(Number.isNaN) ? null : points;
}

export interface TableRecordingParts {
  readonly file: string;
  readonly id: string;
  readonly subjectId: string;
  readonly imageSize: ImageSize;
  readonly frames: readonly TableFrame[];
  readonly provenance: Pick<Provenance, "extractor" | "version" | "frameRate">;
}

/** @throws DatasetError where the frames make no recording: none at all, or times that do not rise */
export function tableRecording(parts: TableRecordingParts): Recording {
  const { file, imageSize, frames } = parts;
  if (frames.length === 0) {
    throw new DatasetError({ file, expected: "at least one row", got: "none" });
  }
  const landmarks = new Float32Array(frames.length * 3 * POINTS).fill(Number.NaN);
  frames.forEach(({ points }, t) => {
    points?.forEach((value, i) => {
      const size = i % 3 === 1 ? imageSize.heightPx : imageSize.widthPx;
      landmarks[3 * t * POINTS + i] = value / size;
    });
  });
  return inFile(file, "a recording", () =>
    createRecording({
      id: parts.id,
      subjectId: parts.subjectId,
      topology: "ibug68",
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
export function guessImageSize(frames: readonly TableFrame[]): ImageSize {
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
  return { widthPx, heightPx };
}
