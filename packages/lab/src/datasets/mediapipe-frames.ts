/** Frames of MediaPipe's landmarks, from whichever text they were exported to, as recordings. */
import { basename } from "node:path";
import {
  BLENDSHAPES,
  createRecording,
  type ImageSize,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "@mien/core";
import { DatasetError, inFile } from "./dataset-error.ts";
import { checkShares } from "./landmark-shares.ts";
import { isOnePoint, type OnRemark } from "./point-table.ts";

/** One face of one frame, or a frame without any. */
export interface MediaPipeFrame {
  /** Which of several; "" where the table does not say. */
  readonly person: string;
  /** In the unit that MediaPipeTimes names; NaN where unknown. */
  readonly time: number;
  /** [P, 3] in shares; null where there is no face. A NaN among them makes it none. */
  readonly points: Float32Array | null;
  /** [52], or null. */
  readonly blendshapes: Float32Array | null;
  readonly line: number;
}

/** What `time` counts: milliseconds, seconds or milliseconds as their steps say, frames, or nothing. */
export type TimeUnit = "ms" | "either" | "frame" | "none";

export interface MediaPipeTable {
  readonly file: string;
  readonly id: string;
  readonly subjectId: string;
  readonly unit: TimeUnit;
  readonly imageSize: ImageSize | null;
  readonly frames: readonly MediaPipeFrame[];
  readonly onRemark: OnRemark;
}

const ASSUMED_FRAME_RATE = 30;
const ASSUMED_SIZE: ImageSize = { widthPx: 640, heightPx: 480 };
const MOST_PERSONS = 64;

/** One recording a person. @throws DatasetError on another number of points, and where times do not rise */
export function mediaPipeRecordings(table: MediaPipeTable): Recording[] {
  const { file, frames, onRemark } = table;
  if (frames.length === 0)
    throw new DatasetError({ file, expected: "at least one frame", got: "none" });
  const persons = new Map<string, MediaPipeFrame[]>();
  for (const frame of frames) {
    const own = persons.get(frame.person);
    if (own === undefined) persons.set(frame.person, [frame]);
    else own.push(frame);
  }
  if (persons.size > MOST_PERSONS) {
    const expected = `at most ${MOST_PERSONS} faces`;
    throw new DatasetError({ file, expected, got: `${persons.size}` });
  }
  if (table.imageSize === null) {
    const size = `${ASSUMED_SIZE.widthPx} x ${ASSUMED_SIZE.heightPx} px assumed`;
    onRemark(`no columns image_width and image_height tell the picture's size: ${size}`);
  }
  return [...persons].map(([person, own]) =>
    createPerson(table, own, persons.size === 1 ? "" : `#${person}`),
  );
}

function createPerson(
  table: MediaPipeTable,
  frames: readonly MediaPipeFrame[],
  suffix: string,
): Recording {
  const { file } = table;
  const topology = topologyOf(file, frames);
  const width = 3 * TOPOLOGIES[topology].points;
  const faces = frames.map(({ points, line }) => {
    if (points === null || points.some(Number.isNaN) || isOnePoint(points)) return null;
    checkShares(points, { file, line });
    return points;
  });
  const timestampsMs = timesOf(table, frames);
  const detected = Uint8Array.from(faces, (points) => Number(points !== null));
  return inFile(file, "a recording", () =>
    createRecording({
      id: `${table.id}${suffix}`,
      subjectId: `${table.subjectId}${suffix}`,
      topology,
      imageSize: table.imageSize ?? ASSUMED_SIZE,
      timestampsMs,
      landmarks: joinRows(faces, width),
      blendshapes: blendshapesOf(frames, faces),
      detected,
      provenance: {
        extractor: "MediaPipe",
        version: "unknown",
        modelSha256: null,
        mode: "table",
        numFaces: 1,
        frameRate: null,
        source: basename(file),
      },
    }),
  );
}

/** @throws DatasetError where frames have another number of points than a scheme of landmarks, or not all the same */
function topologyOf(file: string, frames: readonly MediaPipeFrame[]): TopologyName {
  const seen = frames.filter(({ points }) => points !== null);
  const count = (seen[0]?.points?.length ?? 3 * 478) / 3;
  const topology = Object.values(TOPOLOGIES).find(({ points }) => points === count);
  const line = seen[0]?.line ?? 1;
  if (topology === undefined) {
    const without =
      count === 468 ? " (Face Mesh without irises: refine_landmarks=True adds them)" : "";
    throw new DatasetError({ file, line, expected: "478 or 68 points", got: `${count}${without}` });
  }
  const other = seen.find(({ points }) => points!.length !== 3 * count);
  if (other !== undefined) {
    const got = `${other.points!.length / 3}`;
    throw new DatasetError({ file, line: other.line, expected: `${count} points`, got });
  }
  return topology.name;
}

function timesOf(
  { unit, onRemark }: MediaPipeTable,
  frames: readonly MediaPipeFrame[],
): Float64Array {
  const times = Float64Array.from(frames, ({ time }, t) => (unit === "none" ? t : time));
  if (unit === "frame" || unit === "none") {
    onRemark(`the table has no times: frames at ${ASSUMED_FRAME_RATE} a second stand for them`);
    return times.map((frame) => (frame * 1000) / ASSUMED_FRAME_RATE);
  }
  const step = (times.at(-1)! - times[0]!) / (times.length - 1);
  if (unit === "ms" || !(step < 0.5)) return times;
  onRemark(`the steps of its times are ${step}: taken as seconds`);
  return times.map((seconds) => 1000 * seconds);
}

function joinRows(rows: readonly (Float32Array | null)[], width: number): Float32Array {
  const joined = new Float32Array(rows.length * width).fill(Number.NaN);
  rows.forEach((row, t) => {
    if (row !== null) joined.set(row, t * width);
  });
  return joined;
}

/** [T, 52], null unless every frame with a face has all of them. */
function blendshapesOf(
  frames: readonly MediaPipeFrame[],
  faces: readonly (Float32Array | null)[],
): Float32Array | null {
  const rows = frames.map(({ blendshapes }, t) => (faces[t] === null ? null : blendshapes));
  const isWhole = rows.every(
    (row, t) => faces[t] === null || (row !== null && !row.some(Number.isNaN)),
  );
  return isWhole && rows.some((row) => row !== null) ? joinRows(rows, BLENDSHAPES.length) : null;
}
