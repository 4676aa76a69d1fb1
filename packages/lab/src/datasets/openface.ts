import type { Recording } from "@mien/core";
import { type CsvRow, type CsvTable, columnOf, numberIn, numberOrNaN, readCsv } from "./csv.ts";
import { DatasetError } from "./dataset-error.ts";
import { addDepth, findCamera, type SpaceFrame } from "./openface-camera.ts";
import {
  axisColumns,
  guessImageSize,
  type OnRemark,
  type PointColumns,
  pointColumns,
  readPoints,
  remarkJumps,
  stem,
  type TableFrame,
  tableRecording,
} from "./point-table.ts";

/** Frames a second of a run on a folder of pictures, whose frames have no times of their own. */
const ASSUMED_FRAME_RATE = 30;

/**
 * Recordings from OpenFace's CSV (Baltrusaitis et al. 2018; header with spaces after commas): columns x_0 .. x_67, y_0 ..
 * y_67 in pixels; timestamp in seconds; success; X_0 .. Z_67 in millimetres where there; one recording for each face_id.
 *
 * A row with a number that is missing or not finite is a frame without a face. Of a run on pictures (`-fdir`) all times are
 * 0: frame numbers at 30 a second stand for them. FaceLandmarkImg's table (a column `face`, no time) is one recording of
 * one frame for each face.
 *
 * The table does not tell the picture's size. Its points in space do: x = focal X / Z + centre, and OpenFace puts the centre
 * in the middle of the picture. Without them 640 x 480 is assumed, doubled until it holds every point.
 *
 * @throws DatasetError naming line and column
 */
export function loadOpenFace(file: string, subjectId: string, onRemark: OnRemark): Recording[] {
  const table = readCsv(file);
  const columns = findColumns(table);
  const faces = new Map<string, OpenFaceFrame[]>();
  for (const row of table.rows()) {
    const key = columns.face === null ? "" : `${numberIn(table, row, columns.face)}`;
    const frame = readFrame(table, row, columns);
    const frames = faces.get(key);
    if (frames === undefined) faces.set(key, [frame]);
    else frames.push(frame);
  }
  if (faces.size === 0) {
    throw new DatasetError({ file, expected: "at least one row under the header", got: "none" });
  }
  if (columns.isPicture) onRemark("FaceLandmarkImg's table: each face is a recording of one frame");
  return [...faces].map(([key, frames]) => {
    const suffix = faces.size === 1 ? "" : `#${key}`;
    const [id, subject] = [`${stem(file)}${suffix}`, `${subjectId}${suffix}`];
    return createFace({ file, id, subjectId: subject, columns, frames, onRemark });
  });
}

/** A row as it was read: its time is still to be decided on. */
interface OpenFaceFrame extends SpaceFrame {
  /** NaN where the table has none. */
  readonly seconds: number;
  readonly frame: number;
  readonly line: number;
}

interface OpenFaceColumns {
  readonly points: PointColumns;
  /** Those of X, then Y, then Z; null where the table has none of them. */
  readonly space: readonly number[] | null;
  readonly time: number | null;
  readonly frame: number | null;
  readonly success: number | null;
  readonly face: number | null;
  readonly angles: readonly number[];
  readonly isPicture: boolean;
}

function findColumns(table: CsvTable): OpenFaceColumns {
  const find = (name: string) => table.columns.get(name) ?? null;
  const points = pointColumns(table);
  const axis = (name: string) => axisColumns(table, name, points.x.length);
  const isPicture = find("face") !== null && find("timestamp") === null && find("frame") === null;
  if (!isPicture && find("frame") === null) columnOf(table, "timestamp");
  return {
    points,
    space: table.columns.has("Z_0") ? ["X", "Y", "Z"].flatMap(axis) : null,
    time: find("timestamp"),
    frame: find("frame"),
    success: find("success"),
    face: isPicture ? find("face") : find("face_id"),
    angles: ["pose_Rx", "pose_Ry", "pose_Rz"].map(find).filter((column) => column !== null),
    isPicture,
  };
}

function readFrame(table: CsvTable, row: CsvRow, columns: OpenFaceColumns): OpenFaceFrame {
  const at = (column: number | null) =>
    column === null ? Number.NaN : numberOrNaN(table, row, column);
  for (const column of columns.angles) checkRadians(table, row, column);
  const seen = columns.success === null || at(columns.success) === 1;
  const points = readPoints(table, row, columns.points);
  const space =
    points === null || columns.space === null ? null : Float64Array.from(columns.space, at);
  const isWhole = space === null || !space.some(Number.isNaN);
  return {
    seconds: at(columns.time),
    frame: at(columns.frame),
    line: row.line,
    points: seen && isWhole ? points : null,
    space: seen && isWhole ? space : null,
  };
}

/** @throws DatasetError on an angle of more than a whole turn */
function checkRadians(table: CsvTable, row: CsvRow, column: number): void {
  const angle = numberOrNaN(table, row, column);
  if (!(Math.abs(angle) > 2 * Math.PI)) return;
  const [{ file }, { line }] = [table, row];
  const got = `${angle}: degrees?`;
  throw new DatasetError({ file, line, column: column + 1, expected: "an angle in radians", got });
}

interface Face {
  readonly file: string;
  readonly id: string;
  readonly subjectId: string;
  readonly columns: OpenFaceColumns;
  readonly frames: readonly OpenFaceFrame[];
  readonly onRemark: OnRemark;
}

function createFace({ file, id, subjectId, columns, frames, onRemark }: Face): Recording {
  const timed = withTimes(frames, columns, onRemark);
  const camera = columns.space === null ? null : findCamera(timed);
  if (camera !== null) addDepth(timed, camera);
  remarkJumps(timed, onRemark);
  return tableRecording({
    file,
    id,
    subjectId,
    topology: columns.points.topology,
    imageSize: camera?.imageSize ?? guessImageSize(timed, onRemark),
    frames: timed,
    provenance: { extractor: "OpenFace", version: "unknown", frameRate: frameRateOf(timed) },
  });
}

/** Frames with their times; those that no time is known of are left out. */
function withTimes(
  frames: readonly OpenFaceFrame[],
  { time, frame, isPicture }: OpenFaceColumns,
  onRemark: OnRemark,
): (SpaceFrame & TableFrame)[] {
  if (isPicture) return frames.map((one) => ({ ...one, timestampMs: 0 }));
  const first = frames.find(({ seconds }) => !Number.isNaN(seconds))?.seconds;
  const isStill = frames.every(({ seconds }) => Number.isNaN(seconds) || seconds === first);
  const byNumber = time === null || (frame !== null && frames.length > 1 && isStill);
  if (byNumber) {
    const rate = `frame numbers at ${ASSUMED_FRAME_RATE} a second stand for them`;
    onRemark(`the table has no times of its frames, as of a run on pictures (-fdir): ${rate}`);
  }
  const timed = frames
    .map((one) => {
      const numbered = (1000 * one.frame) / ASSUMED_FRAME_RATE;
      return { ...one, timestampMs: byNumber ? numbered : 1000 * one.seconds };
    })
    .filter(({ timestampMs }) => !Number.isNaN(timestampMs));
  const lost = frames.length - timed.length;
  if (lost > 0) onRemark(`${lost} rows without a time are left out`);
  return timed;
}

/** Frames a second where all frames lie equally apart, to a tenth of a frame. */
function frameRateOf(frames: readonly TableFrame[]): number | null {
  if (frames.length < 2) return null;
  const times = frames.map((frame) => frame.timestampMs);
  const step = (times.at(-1)! - times[0]!) / (times.length - 1);
  const even = times.every((t, i) => Math.abs(t - times[0]! - i * step) <= 0.1 * step);
  return even && step > 0 ? 1000 / step : null;
}
