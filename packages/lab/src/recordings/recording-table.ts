/**
 * Recordings as rows and back: the columns, and what the file's metadata says of each recording. docs/recordings.md has
 * it in words.
 */
import { type Recording, TOPOLOGIES, type TopologyName } from "@mien/core";
import type { CropPx } from "@mien/landmarker";
import type { SchemaElement } from "hyparquet";
import type { ColumnSource } from "hyparquet-writer";
import { z } from "zod";
import { MARK_PREFIX } from "./table-columns.ts";

export const FORMAT_VERSION = 1;
export const METADATA_KEY = "mien.recordings";

export interface StoredRecording {
  readonly recording: Recording;
  /** null where the recording has none. */
  readonly label: string | null;
  /** Truth that excludes no other, such as action units; a name that is missing is unknown. */
  readonly marks?: Readonly<Record<string, boolean>>;
  /** null where the whole picture was seen, or the recording comes from elsewhere. */
  readonly crop: CropPx | null;
}

const list = (name: string): SchemaElement[] => [
  { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
];

const COLUMNS: readonly SchemaElement[] = [
  { name: "recording", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
  { name: "subject", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
  { name: "label", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  { name: "frame", type: "INT32", repetition_type: "REQUIRED" },
  { name: "timestamp_ms", type: "DOUBLE", repetition_type: "REQUIRED" },
  { name: "detected", type: "BOOLEAN", repetition_type: "REQUIRED" },
  ...list("landmarks"),
  ...list("blendshapes"),
  ...list("pose_matrix"),
];

/** The names of all marks, sorted. */
export function markNames(stored: readonly StoredRecording[]): string[] {
  return [...new Set(stored.flatMap(({ marks = {} }) => Object.keys(marks)))].sort();
}

/** The columns of every file, and one for each mark. */
export function schemaOf(marks: readonly string[]): SchemaElement[] {
  const columns = marks.map(
    (name): SchemaElement => ({
      name: `${MARK_PREFIX}${name}`,
      type: "BOOLEAN",
      repetition_type: "OPTIONAL",
    }),
  );
  return [{ name: "mien_recordings", num_children: 9 + marks.length }, ...COLUMNS, ...columns];
}

const FLOATS = { encoding: "BYTE_STREAM_SPLIT", statistics: false } as const;

/** The rows of one array [T, width]: null in frames without a face. */
function rowsOf(values: Float32Array | null, detected: Uint8Array): (number[] | null)[] {
  const width = (values?.length ?? 0) / detected.length;
  return Array.from(detected, (found, t) =>
    values === null || found === 0 ? null : Array.from(values.subarray(t * width, (t + 1) * width)),
  );
}

/** The columns of a few recordings, in the order of the schema. */
export function toColumns(
  stored: readonly StoredRecording[],
  marks: readonly string[],
): ColumnSource[] {
  const each = <T>(column: (one: StoredRecording, frames: number) => Iterable<T>): T[] =>
    stored.flatMap((one) => [...column(one, one.recording.detected.length)]);
  const same = <T>(value: (one: StoredRecording) => T) =>
    each<T>((one, frames) => new Array(frames).fill(value(one)));
  const floats = (values: (recording: Recording) => Float32Array | null) =>
    each(({ recording }) => rowsOf(values(recording), recording.detected));
  return [
    { name: "recording", data: same(({ recording }) => recording.id) },
    { name: "subject", data: same(({ recording }) => recording.subjectId) },
    { name: "label", data: same(({ label }) => label) },
    { name: "frame", data: each((_, frames) => Array.from({ length: frames }, (_, t) => t)) },
    { name: "timestamp_ms", data: each(({ recording }) => recording.timestampsMs) },
    { name: "detected", data: each(({ recording }) => Array.from(recording.detected, Boolean)) },
    { name: "landmarks", data: floats(({ landmarks }) => landmarks), ...FLOATS },
    { name: "blendshapes", data: floats(({ blendshapes }) => blendshapes), ...FLOATS },
    { name: "pose_matrix", data: floats(({ poseMatrices }) => poseMatrices), ...FLOATS },
    ...marks.map((name) => ({
      name: `${MARK_PREFIX}${name}`,
      data: same((one) => one.marks?.[name] ?? null),
    })),
  ];
}

const headSchema = z.object({
  id: z.string(),
  subjectId: z.string(),
  label: z.string().nullable(),
  frames: z.int().min(1),
  topology: z.custom<TopologyName>((name) => Object.hasOwn(TOPOLOGIES, name as string)),
  imageSize: z.object({ widthPx: z.number(), heightPx: z.number() }),
  blendshapes: z.boolean(),
  poseMatrices: z.boolean(),
  crop: z
    .object({
      leftPx: z.number(),
      topPx: z.number(),
      widthPx: z.number(),
      heightPx: z.number(),
    })
    .nullable(),
  provenance: z.object({
    extractor: z.string(),
    version: z.string(),
    modelSha256: z.string().nullable(),
    mode: z.enum(["image", "video", "table", "synthetic"]),
    numFaces: z.number(),
    frameRate: z.number().nullable(),
    source: z.string(),
    person: z.int().min(1).exactOptional(),
  }),
});
const metadataSchema = z.object({
  version: z.literal(FORMAT_VERSION),
  recordings: z.array(headSchema),
});

/** What is said once for a recording and not in each of its rows. */
export type RecordingHead = z.infer<typeof headSchema>;

export function toMetadata(stored: readonly StoredRecording[]): string {
  const recordings = stored.map(({ recording, label, crop }): RecordingHead => {
    const { id, subjectId, topology, imageSize, provenance, detected } = recording;
    return {
      id,
      subjectId,
      label,
      frames: detected.length,
      topology,
      imageSize,
      blendshapes: recording.blendshapes !== null,
      poseMatrices: recording.poseMatrices !== null,
      crop,
      provenance,
    };
  });
  return JSON.stringify({ version: FORMAT_VERSION, recordings });
}

/** @throws where the text is not what toMetadata writes */
export function parseMetadata(text: string): RecordingHead[] {
  const version: unknown = JSON.parse(text)?.version;
  if (version !== FORMAT_VERSION) {
    throw new Error(`version must be ${FORMAT_VERSION}, got ${JSON.stringify(version)}`);
  }
  const parsed = metadataSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replaceAll("\n", " "));
  return parsed.data.recordings;
}
