/** Recordings in Parquet: one row a frame, provenance in the metadata, read back exactly. See docs/recordings.md. */
import { readFile, rename, rm } from "node:fs/promises";
import type { Recording } from "@mien/core";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import {
  fromRows,
  METADATA_KEY,
  parseMetadata,
  type RecordingHead,
  type Row,
  SCHEMA,
  type StoredRecording,
  toColumns,
  toMetadata,
} from "./recording-table.ts";

/** What may be written: a recording with or without a label, and the crop it was seen in, if any. */
export interface WritableRecording {
  readonly recording: Recording;
  readonly label?: string | null;
  readonly crop?: StoredRecording["crop"];
}

/** Frames that are turned into rows at a time; a row group holds that many or one recording. */
const FRAMES_A_GROUP = 1000;

/** Consecutive recordings, joined until they have FRAMES_A_GROUP frames. */
function groups(stored: readonly StoredRecording[]): StoredRecording[][] {
  const joined: StoredRecording[][] = [];
  let frames = Number.POSITIVE_INFINITY;
  for (const one of stored) {
    const more = one.recording.detected.length;
    if (frames + more > FRAMES_A_GROUP) {
      joined.push([]);
      frames = 0;
    }
    joined.at(-1)!.push(one);
    frames += more;
  }
  return joined;
}

function checkIds(path: string, stored: readonly StoredRecording[]): void {
  const seen = new Set<string>();
  for (const { recording } of stored) {
    if (seen.has(recording.id)) {
      throw new Error(`writeRecordings: ${path}: ids must differ, got ${recording.id} twice`);
    }
    seen.add(recording.id);
  }
}

/**
 * Writes a file whole or not at all: it has another name until it is complete. The same recordings give the same bytes.
 *
 * @throws where two recordings have one id, or the file cannot be written
 */
export async function writeRecordings(
  path: string,
  recordings: readonly WritableRecording[],
): Promise<void> {
  const stored = recordings.map(
    ({ recording, label = null, crop = null }): StoredRecording => ({ recording, label, crop }),
  );
  checkIds(path, stored);
  const partial = `${path}.${process.pid}.partial`;
  try {
    const writer = new ParquetWriter({
      writer: fileWriter(partial),
      schema: SCHEMA,
      codec: "SNAPPY",
      kvMetadata: [{ key: METADATA_KEY, value: toMetadata(stored) }],
      createdBy: "mien",
    });
    for (const group of groups(stored)) {
      const columnData = toColumns(group);
      await writer.write({ columnData, rowGroupSize: columnData[0]!.data.length });
    }
    await writer.finish();
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

function headsOf(metadata: FileMetaData): RecordingHead[] {
  const entry = metadata.key_value_metadata?.find(({ key }) => key === METADATA_KEY);
  if (entry?.value === undefined) throw new Error(`its metadata must have the key ${METADATA_KEY}`);
  const heads = parseMetadata(entry.value);
  const frames = heads.reduce((sum, head) => sum + head.frames, 0);
  if (Number(metadata.num_rows) !== frames) {
    throw new Error(`it must have ${frames} rows, one a frame, got ${metadata.num_rows}`);
  }
  return heads;
}

async function parse(bytes: Uint8Array): Promise<StoredRecording[]> {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  if (magic !== "PAR1")
    throw new Error(`a Parquet file begins with "PAR1", got ${bytes.length} bytes`);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const heads = headsOf(metadata);
  const stored: StoredRecording[] = [];
  let rowStart = 0;
  let waiting: Row[] = [];
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    waiting = waiting.concat(await parquetReadObjects({ file, metadata, rowStart, rowEnd }));
    rowStart = rowEnd;
    let used = 0;
    while (stored.length < heads.length && used + heads[stored.length]!.frames <= waiting.length) {
      const head = heads[stored.length]!;
      stored.push(fromRows(head, waiting.slice(used, used + head.frames)));
      used += head.frames;
    }
    waiting = waiting.slice(used);
  }
  if (stored.length < heads.length) {
    throw new Error(`it must have ${heads.length} whole recordings, got ${stored.length}`);
  }
  return stored;
}

/**
 * Every recording of a file that writeRecordings wrote, in its order.
 *
 * @throws where the file is missing, damaged or another; the message begins with its path
 */
export async function readRecordings(path: string): Promise<StoredRecording[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  try {
    return await parse(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: not a file of mien's recordings, or damaged: ${reason}`);
  }
}
