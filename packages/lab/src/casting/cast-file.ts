import {
  BLENDSHAPES,
  createRecording,
  isLabel,
  type LabelledRecording,
  type Provenance,
  type Recording,
  TOPOLOGIES,
} from "@mien/core";
import { gunzipSync, gzipSync } from "fflate";
import { z } from "zod";

/**
 * LabelledRecording recordings in little space, for a data set that ships with the program. See docs/mien-cast.md.
 *
 * gzip of: the length of the head (uint32), the head (JSON, UTF-8), then one run of 16-bit integers, first all low bytes,
 * then all high bytes. Integers are values in steps, x and y of 1 / XY_STEPS of the picture's sides, z of 1 / Z_STEPS of its
 * width, blendshapes of 1 / SHARE_STEPS; as differences from the frame before (the first from 0), zigzag-coded.
 * A recording's integers run value by value, each over all its frames; frames without a face hold differences of 0.
 * Pose matrices are not kept.
 */
const XY_STEPS = 8192;
const Z_STEPS = 2048;
const SHARE_STEPS = 1000;
const WIDTH = 3 * TOPOLOGIES.mediapipe478.points + BLENDSHAPES.length;

const headSchema = z.strictObject({
  format: z.literal("mien-cast"),
  version: z.literal(1),
  provenance: z.record(z.string(), z.unknown()),
  recordings: z.array(
    z.strictObject({
      id: z.string().min(1),
      subjectId: z.string().min(1),
      label: z.custom<string>((label) => typeof label === "string" && isLabel(label)),
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
      frameRate: z.number().positive(),
      source: z.string(),
      /** Where it is not that of the provenance. */
      mode: z.enum(["image", "video", "table", "synthetic"]).optional(),
      missed: z.array(z.int().nonnegative()),
      frames: z.int().min(1).max(100000),
    }),
  ),
});
type Head = z.infer<typeof headSchema>;
type Entry = Head["recordings"][number];

function stepsOf(column: number): number {
  if (column >= 3 * TOPOLOGIES.mediapipe478.points) return SHARE_STEPS;
  return column % 3 === 2 ? Z_STEPS : XY_STEPS;
}

/** @throws where a recording is not MediaPipe's with blendshapes at a fixed rate, or a value lies beyond 16 bits of steps */
export function encodeCast(recordings: readonly LabelledRecording[]): Uint8Array {
  const { frameRate: _, source: __, ...provenance } = recordings[0]!.recording.provenance;
  const head: Head = {
    format: "mien-cast",
    version: 1,
    provenance,
    recordings: recordings.map((one) => toEntry(one, provenance.mode)),
  };
  const codes = recordings.flatMap(({ recording }) => encodeRecording(recording));
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

function toEntry({ recording, label }: LabelledRecording, shared: Provenance["mode"]): Entry {
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
  const missed = [...detected.keys()].filter((t) => detected[t] === 0);
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
  };
}

/** [WIDTH, T] zigzag codes */
function encodeRecording({ id, landmarks, blendshapes, detected }: Recording): Uint16Array {
  const frames = detected.length;
  const points = landmarks.length / frames;
  const codes = new Uint16Array(WIDTH * frames);
  for (let c = 0; c < WIDTH; c++) {
    let before = 0;
    for (let t = 0; t < frames; t++) {
      if (detected[t] === 0) continue;
      const value =
        c < points
          ? landmarks[t * points + c]!
          : blendshapes![t * BLENDSHAPES.length + c - points]!;
      const now = Math.round(value * stepsOf(c));
      const step = now - before;
      if (step < -32768 || step > 32767)
        throw new Error(`encodeCast: ${id}: frame ${t} jumps too far`);
      codes[c * frames + t] = step < 0 ? -2 * step - 1 : 2 * step;
      before = now;
    }
  }
  return codes;
}

/** @throws where the bytes are damaged or of another format or version */
export function decodeCast(file: Uint8Array): LabelledRecording[] {
  return [...eachOfCast(file)];
}

/**
 * The recordings one by one, for casts too large to hold as numbers: what stays in memory is 2 bytes a value, 3 kB a frame,
 * where recordings take 6.
 *
 * @throws at the first step, where the bytes are damaged or of another format or version
 */
export function* eachOfCast(file: Uint8Array): Generator<LabelledRecording, void, undefined> {
  const bytes = unpack(file);
  const length =
    bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length < 0 || 4 + length > bytes.length) throw new Error("mien-cast: the head is cut off");
  const head = parseHead(bytes.subarray(4, 4 + length));
  const count = head.recordings.reduce((sum, { frames }) => sum + frames * WIDTH, 0);
  const low = bytes.subarray(4 + length);
  if (low.length !== 2 * count) {
    throw new Error(`mien-cast: expected ${2 * count} bytes of values, got ${low.length}`);
  }
  let at = 0;
  for (const entry of head.recordings) {
    const codes = new Uint16Array(entry.frames * WIDTH);
    for (let i = 0; i < codes.length; i++, at++) codes[i] = low[at]! | (low[at + count]! << 8);
    yield decodeRecording(entry, codes, head.provenance);
  }
}

function unpack(file: Uint8Array): Uint8Array {
  try {
    return gunzipSync(file);
  } catch (error) {
    throw new Error(`mien-cast: not gzip, or cut off (${(error as Error).message})`);
  }
}

function parseHead(bytes: Uint8Array): Head {
  try {
    return headSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new Error(`mien-cast: the head is not one of version 1 (${(error as Error).message})`);
  }
}

function decodeRecording(
  entry: Entry,
  codes: Uint16Array,
  shared: Head["provenance"],
): LabelledRecording {
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
      const code = codes[c * frames + t]!;
      now += code & 1 ? -(code + 1) / 2 : code / 2;
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
