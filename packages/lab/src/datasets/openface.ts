import type { ImageSize, Recording } from "@mien/core";
import { type CsvRow, type CsvTable, columnOf, numberIn, numberOrNaN, readCsv } from "./csv.ts";
import { DatasetError } from "./dataset-error.ts";
import {
  axisColumns,
  guessImageSize,
  POINTS,
  readPoints,
  stem,
  type TableFrame,
  tableRecording,
} from "./point-table.ts";

/** A camera as OpenFace assumes it: focal length and centre in pixels. */
interface Camera {
  readonly focalPx: number;
  readonly imageSize: ImageSize;
}

/**
 * Recordings from OpenFace's CSV (Baltrusaitis et al. 2018; header with spaces after commas): columns x_0 .. x_67, y_0 ..
 * y_67 in pixels; timestamp in seconds; success; X_0 .. Z_67 in millimetres where there; one recording for each face_id.
 *
 * The table does not tell the picture's size. Its points in space do: x = focal X / Z + centre, and OpenFace puts the centre
 * in the middle of the picture. Without them 640 x 480 is assumed, doubled until it holds every point.
 *
 * @throws DatasetError naming line and column
 */
export function loadOpenFace(file: string, subjectId = stem(file)): Recording[] {
  const table = readCsv(file);
  const faces = new Map<string, CsvRow[]>();
  const face = table.columns.get("face_id");
  for (const row of table.rows) {
    const key = face === undefined ? "" : `${numberIn(table, row, face)}`;
    faces.set(key, [...(faces.get(key) ?? []), row]);
  }
  if (faces.size === 0) {
    throw new DatasetError({ file, expected: "at least one row under the header", got: "none" });
  }
  return [...faces].map(([key, rows]) => {
    const suffix = faces.size === 1 ? "" : `#${key}`;
    return readFace(table, rows, `${stem(file)}${suffix}`, `${subjectId}${suffix}`);
  });
}

function readFace(
  table: CsvTable,
  rows: readonly CsvRow[],
  id: string,
  subjectId: string,
): Recording {
  const [x, y] = [axisColumns(table, "x"), axisColumns(table, "y")];
  const [time, success] = [columnOf(table, "timestamp"), table.columns.get("success")];
  const frames: TableFrame[] = rows.map((row) => {
    const seen = success === undefined || numberOrNaN(table, row, success) === 1;
    const points = readPoints(table, row, x, y);
    return { timestampMs: 1000 * numberIn(table, row, time), points: seen ? points : null };
  });
  const camera = table.columns.has("Z_0") ? addDepth(table, rows, frames) : null;
  return tableRecording({
    file: table.file,
    id,
    subjectId,
    imageSize: camera?.imageSize ?? guessImageSize(frames),
    frames,
    provenance: { extractor: "OpenFace", version: "unknown", frameRate: frameRateOf(frames) },
  });
}

/** Frames a second where all frames lie equally apart, to a tenth of a frame. */
function frameRateOf(frames: readonly TableFrame[]): number | null {
  if (frames.length < 2) return null;
  const times = frames.map((frame) => frame.timestampMs);
  const step = (times.at(-1)! - times[0]!) / (times.length - 1);
  const even = times.every((t, i) => Math.abs(t - times[0]! - i * step) <= 0.1 * step);
  return even && step > 0 ? 1000 / step : null;
}

/** Writes z in pixels, at the scale of the face's middle, into the frames' points; null if there is no camera to find. */
function addDepth(
  table: CsvTable,
  rows: readonly CsvRow[],
  frames: readonly TableFrame[],
): Camera | null {
  const axes = ["X", "Y", "Z"].map((axis) => axisColumns(table, axis));
  const space = rows.map((row, t) =>
    frames[t]!.points === null
      ? null
      : axes.map((columns) => columns.map((column) => numberOrNaN(table, row, column))),
  );
  const camera = findCamera(frames, space);
  if (camera === null) return null;
  frames.forEach(({ points }, t) => {
    const depth = space[t]?.[2];
    if (points === null || depth === undefined) return;
    const middle = depth.reduce((a, b) => a + b, 0) / POINTS;
    depth.forEach((z, p) => {
      points[3 * p + 2] = ((z - middle) * camera.focalPx) / middle;
    });
  });
  return camera;
}

type Space = readonly (readonly (readonly number[])[] | null)[];

function findCamera(frames: readonly TableFrame[], space: Space): Camera | null {
  const [x, y] = [fitLine(frames, space, 0), fitLine(frames, space, 1)];
  const close = [x, y].every((line) => line.error < 1 && line.slope > 0 && line.intercept >= 1);
  if (!close) return null;
  const [widthPx, heightPx] = [Math.round(2 * x.intercept), Math.round(2 * y.intercept)];
  return { focalPx: (x.slope + y.slope) / 2, imageSize: { widthPx, heightPx } };
}

/** Least squares of x_p on X_p / Z_p over all frames, with the largest residual in pixels. */
function fitLine(frames: readonly TableFrame[], space: Space, axis: 0 | 1) {
  const pairs = frames.flatMap(({ points }, t) => {
    const place = space[t];
    if (points === null || place === null || place === undefined) return [];
    return Array.from({ length: POINTS }, (_, p) => ({
      u: place[axis]![p]! / place[2]![p]!,
      v: points[3 * p + axis]!,
    }));
  });
  const mean = (of: (pair: { u: number; v: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [u, v] = [mean((pair) => pair.u), mean((pair) => pair.v)];
  const slope = mean((pair) => (pair.u - u) * (pair.v - v)) / mean((pair) => (pair.u - u) ** 2);
  const intercept = v - slope * u;
  const residuals = pairs.map((pair) => Math.abs(pair.v - intercept - slope * pair.u));
  // A NaN stays one, and is no error below 1.
  const error = residuals.reduce((most, r) => (r > most || Number.isNaN(r) ? r : most), 0);
  return { slope, intercept, error: Number.isNaN(slope) ? Number.NaN : error };
}
