import {
  type ActionUnit,
  BLENDSHAPES,
  createRecording,
  isLabel,
  type LabelledRecording,
  type Provenance,
  TOPOLOGIES,
} from "@mien/core";
import { gunzipSync, gzipSync } from "fflate";
import { type Entry, type Head, parseHead } from "./cast-head.ts";
import type { PerformedRecording, Truth } from "./truth.ts";

/**
 * LabelledRecording recordings in little space, for a data set that ships with the program. See docs/mien-cast.md.
 *
 * gzip of: the length of the head (uint32), the head (JSON, UTF-8), then one run of 16-bit integers, first all low bytes,
 * then all high bytes. Integers are values in steps, x and y of 1 / XY_STEPS of the picture's sides, z of 1 / Z_STEPS of its
 * width, blendshapes of 1 / SHARE_STEPS; as differences from the frame before (the first from 0), zigzag-coded.
 * A recording's integers run value by value, each over all its frames; frames without a face hold differences of 0.
 * Pose matrices are not kept.
 *
 * Version 2 is for casts whose truth is known: the head lists the action units, an entry has what was asked for and the
 * segments, and after a recording's integers come the units' intensities in steps of 1 / SHARE_STEPS, coded alike: of each unit
 * on the left over all frames, then on the right; of frames without a face too.
 */
const XY_STEPS = 8192;
const Z_STEPS = 2048;
const SHARE_STEPS = 1000;
const WIDTH = 3 * TOPOLOGIES.mediapipe478.points + BLENDSHAPES.length;

function stepsOf(column: number): number {
  if (column >= 3 * TOPOLOGIES.mediapipe478.points) return SHARE_STEPS;
  return column % 3 === 2 ? Z_STEPS : XY_STEPS;
}

/** What may be encoded: labelled recordings, or recordings whose truth is known. */
export type CastRecording = LabelledRecording | PerformedRecording;

const truthOfRecording = (one: CastRecording): Truth | null => ("truth" in one ? one.truth : null);

/**
 * A file of version 1, or where the recordings' truth is known, of version 2.
 *
 * @throws where a recording is not MediaPipe's with blendshapes at a fixed rate, a value lies beyond 16 bits of steps, or the
 * truth of some is known and of others not
 */
export function encodeCast(recordings: readonly CastRecording[]): Uint8Array {
  const { frameRate: _, source: __, ...provenance } = recordings[0]!.recording.provenance;
  const units = truthOfRecording(recordings[0]!)?.units ?? null;
  const head: Head = {
    format: "mien-cast",
    version: units === null ? 1 : 2,
    provenance,
    ...(units === null ? {} : { units: [...units] }),
    recordings: recordings.map((one) => toEntry(one, provenance.mode, units)),
  };
  const codes = recordings.flatMap((one) => encodeRecording(one));
  const count = codes.reduce((sum, part) => sum + part.length, 0);
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length + 2 * count);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const part of codes) {
    for (let i = 0; i < part.length; i++, at++) {
      bytes[at] = part[i]! & 255;
      bytes[at + count] = part[i]! >> 8;
    }
  }
  return gzipSync(bytes, { level: 9, mtime: 0 });
}

function toEntry(
  one: CastRecording,
  shared: Provenance["mode"],
  units: readonly ActionUnit[] | null,
): Entry {
  const { recording, label } = one;
  const { id, subjectId, imageSize, detected, provenance } = recording;
  const { frameRate, source, mode } = provenance;
  if (
    recording.topology !== "mediapipe478" ||
    recording.blendshapes === null ||
    frameRate === null
  ) {
    throw new Error(
      `encodeCast: ${id} must have MediaPipe's landmarks, blendshapes and a frame rate`,
    );
  }
  const truth = truthOfRecording(one);
  if (truth?.units.join() !== units?.join()) {
    throw new Error(`encodeCast: ${id} must have truth of the units that the first recording has`);
  }
  if (label !== null && !isLabel(label)) {
    throw new Error(`encodeCast: ${id} must have one of the labels of a cast, got ${label}`);
  }
  const missed = [...detected.keys()].filter((t) => detected[t] === 0);
  if (label !== null && !isLabel(label)) {
    throw new Error(`encodeCast: ${id} must have one of mien's labels, got ${label}`);
  }
  return {
    id,
    subjectId,
    label,
    ...imageSize,
    frameRate,
    source,
    ...(mode === shared ? {} : { mode }),
    missed,
    frames: detected.length,
    ...(truth === null
      ? {}
      : { subject: truth.subject, course: truth.course, segments: [...truth.segments] }),
  };
}

/** [WIDTH, T] zigzag codes, then [2 U, T] of the truth. */
function encodeRecording(one: CastRecording): Uint16Array[] {
  const { id, landmarks, blendshapes, detected } = one.recording;
  const frames = detected.length;
  const points = landmarks.length / frames;
  const seenAt = (c: number, t: number) =>
    c < points ? landmarks[t * points + c]! : blendshapes![t * BLENDSHAPES.length + c - points]!;
  const seen = encodeColumns(id, WIDTH, frames, (c, t) =>
    detected[t] === 0 ? null : Math.round(seenAt(c, t) * stepsOf(c)),
  );
  const truth = truthOfRecording(one);
  if (truth === null) return [seen];
  const width = truth.units.length * 2;
  const known = encodeColumns(id, width, frames, (c, t) =>
    Math.round(truth.intensities[t * width + c]! * SHARE_STEPS),
  );
  return [seen, known];
}

/** [width, T] zigzag codes of differences from the frame before; 0 where there is no value. */
function encodeColumns(
  id: string,
  width: number,
  frames: number,
  stepsAt: (column: number, frame: number) => number | null,
): Uint16Array {
  const codes = new Uint16Array(width * frames);
  for (let c = 0; c < width; c++) {
    let before = 0;
    for (let t = 0; t < frames; t++) {
      const now = stepsAt(c, t);
      if (now === null) continue;
      const step = now - before;
      if (step < -32768 || step > 32767)
        throw new Error(`encodeCast: ${id}: frame ${t} jumps too far`);
      codes[c * frames + t] = step < 0 ? -2 * step - 1 : 2 * step;
      before = now;
    }
  }
  return codes;
}

/** The recordings that bear a label. @throws where the bytes are damaged or of another format or version */
export function decodeCast(file: Uint8Array): LabelledRecording[] {
  return [...eachOfCast(file)];
}

/**
 * The recordings that bear a label one by one, for casts too large to hold as numbers: what stays in memory is 2 bytes a value,
 * 3 kB a frame, where recordings take 6.
 *
 * @throws at the first step, where the bytes are damaged or of another format or version
 */
export function* eachOfCast(file: Uint8Array): Generator<LabelledRecording, void, undefined> {
  for (const { recording, label } of eachPerformed(file)) {
    if (label !== null) yield { recording, label };
  }
}

/** All recordings one by one, with what is known of them. @throws as `eachOfCast` does */
export function* eachPerformed(file: Uint8Array): Generator<PerformedRecording, void, undefined> {
  const bytes = unpack(file);
  const length =
    bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length < 0 || 4 + length > bytes.length) throw new Error("mien-cast: the head is cut off");
  const head = parseHead(bytes.subarray(4, 4 + length));
  const width = WIDTH + 2 * (head.units?.length ?? 0);
  const count = head.recordings.reduce((sum, { frames }) => sum + frames * width, 0);
  const low = bytes.subarray(4 + length);
  if (low.length !== 2 * count) {
    throw new Error(`mien-cast: expected ${2 * count} bytes of values, got ${low.length}`);
  }
  let at = 0;
  for (const entry of head.recordings) {
    const codes = new Uint16Array(entry.frames * width);
    for (let i = 0; i < codes.length; i++, at++) codes[i] = low[at]! | (low[at + count]! << 8);
    const { recording, label } = decodeRecording(entry, codes, head.provenance);
    yield { recording, label, truth: decodeTruth(entry, codes, head.units) };
  }
}

function unpack(file: Uint8Array): Uint8Array {
  try {
    return gunzipSync(file);
  } catch (error) {
    throw new Error(`mien-cast: not gzip, or cut off (${(error as Error).message})`);
  }
}

/** What a code adds to the frame before. */
const stepOf = (code: number) => (code & 1 ? -(code + 1) / 2 : code / 2);

function decodeTruth(entry: Entry, codes: Uint16Array, units: Head["units"]): Truth | null {
  if (units === undefined) return null;
  const { frames, subject, course, segments } = entry;
  const width = units.length * 2;
  const intensities = new Float32Array(frames * width);
  for (let c = 0; c < width; c++) {
    let now = 0;
    for (let t = 0; t < frames; t++) {
      now += stepOf(codes[(WIDTH + c) * frames + t]!);
      intensities[t * width + c] = now / SHARE_STEPS;
    }
  }
  return { subject: subject!, course: course!, segments: segments!, units, intensities };
}

function decodeRecording(
  entry: Entry,
  codes: Uint16Array,
  shared: Head["provenance"],
): Omit<PerformedRecording, "truth"> {
  const { frames, frameRate, widthPx, heightPx, label, source, mode } = entry;
  const detected = new Uint8Array(frames).fill(1);
  for (const t of entry.missed) detected[t] = 0;
  const points = WIDTH - BLENDSHAPES.length;
  const landmarks = new Float32Array(frames * points).fill(Number.NaN);
  const blendshapes = new Float32Array(frames * BLENDSHAPES.length).fill(Number.NaN);
  for (let c = 0; c < WIDTH; c++) {
    let now = 0;
    for (let t = 0; t < frames; t++) {
      if (detected[t] === 0) continue;
      now += stepOf(codes[c * frames + t]!);
      const value = now / stepsOf(c);
      if (c < points) landmarks[t * points + c] = value;
      else blendshapes[t * BLENDSHAPES.length + c - points] = value;
    }
  }
  const recording = createRecording({
    id: entry.id,
    subjectId: entry.subjectId,
    topology: "mediapipe478",
    imageSize: { widthPx, heightPx },
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (t * 1000) / frameRate),
    landmarks,
    blendshapes,
    detected,
    provenance: {
      ...(shared as unknown as Provenance),
      ...(mode === undefined ? {} : { mode }),
      frameRate,
      source,
    },
  });
  return { recording, label };
}
