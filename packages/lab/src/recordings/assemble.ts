/** Recordings from the rows of a table: its columns are the truth, the metadata adds what no column holds. */
import {
  BLENDSHAPES,
  createRecording,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "@mien/core";
import type { RecordingHead, StoredRecording } from "./recording-table.ts";
import type { RemarkList } from "./remarks.ts";
import type { TableColumns } from "./table-columns.ts";
import type { FrameRow, RecordingRows } from "./table-rows.ts";

/** What is told of the whole file. */
export interface TableContext {
  readonly columns: TableColumns;
  readonly heads: ReadonlyMap<string, RecordingHead>;
  readonly remarks: RemarkList;
  /** The file's name without its folder. */
  readonly source: string;
  /** Of the recordings whose points tell it. */
  readonly usualTopology: TopologyName | null;
}

/** Frames a second where neither a column nor the metadata tells times. */
const ASSUMED_FRAME_RATE = 30;
const ASSUMED_SIZE = { widthPx: 640, heightPx: 480 };
/** Shares of the picture: a face further from its middle than this, in pictures, is in other units. */
const FARTHEST = 3;

/**
 * @throws where two columns, or a column and the metadata, contradict each other (both values are named), and where a
 * value is far out of its range
 */
export function assembleRecording(rows: RecordingRows, context: TableContext): StoredRecording {
  const head = context.heads.get(rows.id);
  const frames = inOrder(rows, timed(rows, head, context));
  checkMissingFrames(rows, head, context.remarks);
  const text = (column: string) => (rows.same.get(column)?.value ?? null) as string | null;
  const subjectId = text("subject");
  if (subjectId === null) {
    throw new Error(
      `recording ${rows.id}: subject must be the id of a person, got nothing in row ${frames[0]!.row}`,
    );
  }
  const label = text("label");
  noteEdits(rows.id, { subject: subjectId, label }, head, context);
  const topology = topologyOf(rows.id, frames, head, context);
  const parts = { id: rows.id, subjectId, topology, imageSize: imageSizeOf(rows, head, context) };
  const recording = createRecording({
    ...parts,
    provenance: provenanceOf(rows.id, head, context),
    timestampsMs: Float64Array.from(frames, ({ timeMs }) => timeMs),
    detected: Uint8Array.from(frames, ({ detected }) => Number(detected)),
    landmarks: landmarksOf(rows.id, frames, topology),
    blendshapes: optionalArray(frames, "blendshapes", BLENDSHAPES.length, head?.blendshapes),
    poseMatrices: optionalArray(frames, "poseMatrix", 16, head?.poseMatrices),
  });
  const marks = marksOf(rows, context.columns.marks);
  return { recording, label, crop: head?.crop ?? null, ...(marks !== null && { marks }) };
}

type TimedFrame = FrameRow & { readonly timeMs: number };

/** Every frame with its time: of its column, or else its number at the metadata's rate, or 30 a second. */
function timed(
  { id, frames }: RecordingRows,
  head: RecordingHead | undefined,
  { columns, remarks }: TableContext,
): TimedFrame[] {
  const hasTimes = columns.names.includes("timestamp_ms");
  const rate = head?.provenance.frameRate ?? ASSUMED_FRAME_RATE;
  if (!hasTimes) {
    const assumed = head?.provenance.frameRate ? "the metadata's frame rate" : "30 frames a second";
    remarks.add(`no column timestamp_ms: times are frame numbers at ${assumed}`, `recording ${id}`);
  }
  const all = frames.map((frame): TimedFrame => {
    const timeMs = hasTimes || frame.frame === null ? frame.timeMs : (frame.frame * 1000) / rate;
    if (timeMs === null) {
      const column = hasTimes
        ? "timestamp_ms must be a number of milliseconds"
        : "frame must be an integer";
      throw new Error(`row ${frame.row}: ${column}, got nothing`);
    }
    return { ...frame, timeMs };
  });
  if (!columns.isClock) return all;
  const start = all.reduce(
    (least, { timeMs }) => Math.min(least, timeMs),
    Number.POSITIVE_INFINITY,
  );
  return all.map((frame) => ({ ...frame, timeMs: frame.timeMs - start }));
}

/** By time. @throws where two rows have one time, where frame numbers go another way, or steps are no milliseconds */
function inOrder({ id }: RecordingRows, frames: TimedFrame[]): TimedFrame[] {
  const sorted = [...frames].sort((a, b) => a.timeMs - b.timeMs);
  sorted.forEach((frame, t) => {
    const before = sorted[t - 1];
    if (before === undefined) return;
    if (frame.timeMs === before.timeMs) {
      const rows = `rows ${Math.min(before.row, frame.row)} and ${Math.max(before.row, frame.row)}`;
      throw new Error(
        `recording ${id}: ${rows} must have times that differ, got ${frame.timeMs} ms in both`,
      );
    }
    if (before.frame !== null && frame.frame !== null && frame.frame <= before.frame) {
      const place = (one: TimedFrame) => `frame ${one.frame} at ${one.timeMs} ms (row ${one.row})`;
      throw new Error(
        `recording ${id}: frame and timestamp_ms must rise together, got ${place(before)} before ${place(frame)}`,
      );
    }
  });
  checkStep(id, sorted);
  return sorted;
}

/** @throws where the usual step between frames is shorter than a tenth of a millisecond or longer than a minute */
function checkStep(id: string, sorted: readonly TimedFrame[]): void {
  if (sorted.length < 2) return;
  const step = (sorted.at(-1)!.timeMs - sorted[0]!.timeMs) / (sorted.length - 1);
  if (step >= 0.1 && step <= 60_000) return;
  const unit = step < 0.1 ? "seconds" : "microseconds or nanoseconds";
  throw new Error(
    `recording ${id}: timestamp_ms must be milliseconds, got steps of ${step}: ${unit}?`,
  );
}

function checkMissingFrames(
  { id, frames }: RecordingRows,
  head: RecordingHead | undefined,
  remarks: RemarkList,
): void {
  if (head === undefined || head.frames === frames.length) return;
  const counts = `recording ${id} has ${frames.length} rows, its metadata says ${head.frames} frames`;
  remarks.add("rows were added or left out since mien wrote the file; the rows count", counts);
}

/** An edited column counts; that it was edited is said. */
function noteEdits(
  id: string,
  columns: { readonly subject: string; readonly label: string | null },
  head: RecordingHead | undefined,
  { remarks }: TableContext,
): void {
  if (head === undefined) return;
  const note = (name: string, value: string | null, before: string | null) => {
    if (value === before) return;
    const both = `recording ${id}: ${value ?? "none"} in the column, ${before ?? "none"} in the metadata`;
    remarks.add(`${name} was edited since mien wrote the file; the column counts`, both);
  };
  note("subject", columns.subject, head.subjectId);
  note("label", columns.label, head.label);
}

function topologyOf(
  id: string,
  frames: readonly FrameRow[],
  head: RecordingHead | undefined,
  { remarks, usualTopology }: TableContext,
): TopologyName {
  const seen = frames.find(({ landmarks }) => landmarks !== null);
  if (seen === undefined) {
    if (head !== undefined) return head.topology;
    const topology = usualTopology ?? "mediapipe478";
    remarks.add(
      `no frame with a face tells the points of a recording: ${topology} assumed`,
      `recording ${id}`,
    );
    return topology;
  }
  const found = topologyOfLength(seen.landmarks!.length);
  if (found === null) {
    const lengths = Object.values(TOPOLOGIES).map(({ name, points }) => `${3 * points} (${name})`);
    const got = `${seen.landmarks!.length} in row ${seen.row}`;
    throw new Error(
      `recording ${id}: landmarks must have ${lengths.join(" or ")} numbers, got ${got}`,
    );
  }
  if (head !== undefined && head.topology !== found) {
    const got = `${seen.landmarks!.length} numbers (${found}) in row ${seen.row} and ${head.topology} in the metadata`;
    throw new Error(`recording ${id}: landmarks and metadata must tell one topology, got ${got}`);
  }
  return found;
}

/** The scheme whose points three numbers each make so long a list. */
export const topologyOfLength = (length: number): TopologyName | null =>
  Object.values(TOPOLOGIES).find(({ points }) => 3 * points === length)?.name ?? null;

function imageSizeOf(
  { id, same }: RecordingRows,
  head: RecordingHead | undefined,
  { remarks }: TableContext,
): Recording["imageSize"] {
  const [widthPx, heightPx] = ["image_width_px", "image_height_px"].map(
    (name) => same.get(name)?.value,
  );
  if (typeof widthPx === "number" && typeof heightPx === "number") return { widthPx, heightPx };
  if (head !== undefined) return head.imageSize;
  const assumed = `${ASSUMED_SIZE.widthPx} x ${ASSUMED_SIZE.heightPx} px assumed`;
  remarks.add(
    `image size unknown, ${assumed}; columns image_width_px and image_height_px tell it`,
    `recording ${id}`,
  );
  return ASSUMED_SIZE;
}

function provenanceOf(
  id: string,
  head: RecordingHead | undefined,
  { remarks, source }: TableContext,
): Recording["provenance"] {
  if (head !== undefined) return head.provenance;
  remarks.add("no metadata of mien's: who found the landmarks is unknown", `recording ${id}`);
  return {
    extractor: "unknown",
    version: "unknown",
    modelSha256: null,
    mode: "table",
    numFaces: 1,
    frameRate: null,
    source,
  };
}

/** [T, P, 3]. @throws where a row has another number of points, or points far outside the picture */
function landmarksOf(
  id: string,
  frames: readonly FrameRow[],
  topology: TopologyName,
): Float32Array {
  const width = 3 * TOPOLOGIES[topology].points;
  for (const { landmarks, row } of frames) {
    if (landmarks !== null && landmarks.length === width) checkShares(id, landmarks, row);
  }
  return fillRows(frames, "landmarks", width);
}

function checkShares(id: string, landmarks: Float32Array, row: number): void {
  let distance = 0;
  landmarks.forEach((value, i) => {
    if (i % 3 !== 2) distance += Math.abs(value - 0.5);
  });
  if ((3 * distance) / (2 * landmarks.length) <= FARTHEST) return;
  const expected = "shares of the picture's width and height";
  throw new Error(
    `recording ${id}: landmarks must be ${expected}, got ${landmarks[0]} in row ${row}: pixels?`,
  );
}

type ListColumn = "landmarks" | "blendshapes" | "poseMatrix";

/** [T, width], NaN where there is no face. @throws where a row has another length, or none in a frame with a face */
function fillRows(frames: readonly FrameRow[], column: ListColumn, width: number): Float32Array {
  const values = new Float32Array(frames.length * width).fill(Number.NaN);
  const name = column === "poseMatrix" ? "pose_matrix" : column;
  frames.forEach((frame, t) => {
    if (!frame.detected) return;
    const floats = frame[column];
    if (floats?.length !== width) {
      const got = floats === null ? "null in a frame with a face" : `${floats?.length}`;
      throw new Error(`row ${frame.row}: ${name} must have ${width} numbers, got ${got}`);
    }
    values.set(floats, t * width);
  });
  return values;
}

/** null where no frame has the list; an array of NaN where no frame has a face and the metadata knows of the list. */
function optionalArray(
  frames: readonly FrameRow[],
  column: ListColumn,
  width: number,
  known: boolean | undefined,
): Float32Array | null {
  const isFaceless = frames.every(({ detected }) => !detected);
  const isThere = isFaceless ? known === true : frames.some((frame) => frame[column] !== null);
  return isThere ? fillRows(frames, column, width) : null;
}

/** null where the table has no marks; those of this recording that are known otherwise. */
function marksOf(
  { same }: RecordingRows,
  names: readonly string[],
): Record<string, boolean> | null {
  const known = names.flatMap((name) => {
    const value = same.get(`mark.${name}`)?.value;
    return typeof value === "boolean" ? [[name, value] as const] : [];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}
