/** Recordings in Parquet: one row a frame, provenance in the metadata, read back exactly. See docs/recordings.md. */
import { readFile, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import type { Recording } from "@mien/core";
import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { assembleRecording, topologyOfLength } from "./assemble.ts";
import { BOUNDED_CODECS } from "./parquet-codecs.ts";
import {
  METADATA_KEY,
  markNames,
  parseMetadata,
  type RecordingHead,
  type StoredRecording,
  schemaOf,
  toColumns,
  toMetadata,
} from "./recording-table.ts";
import { createRemarks, type RemarkList } from "./remarks.ts";
import { findColumns, MARK_PREFIX, TIME_PARSERS, withListTypes } from "./table-columns.ts";
import { createRowCollector, type Row } from "./table-rows.ts";

/** What may be written: a recording with or without a label, and the crop it was seen in, if any. */
export interface WritableRecording {
  readonly recording: Recording;
  readonly label?: string | null;
  readonly marks?: StoredRecording["marks"];
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
    ({ recording, label = null, crop = null, marks = {} }): StoredRecording => ({
      recording,
      label,
      crop,
      marks,
    }),
  );
  const marks = markNames(stored);
  checkIds(path, stored);
  const partial = `${path}.${process.pid}.partial`;
  try {
    const writer = new ParquetWriter({
      writer: fileWriter(partial),
      schema: schemaOf(marks),
      codec: "SNAPPY",
      kvMetadata: [{ key: METADATA_KEY, value: toMetadata(stored) }],
      createdBy: "mien",
    });
    for (const group of groups(stored)) {
      const columnData = toColumns(group, marks);
      await writer.write({ columnData, rowGroupSize: columnData[0]!.data.length });
    }
    await writer.finish();
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** What the metadata says of each recording, by id; nothing where another tool has dropped it. */
function headsOf(metadata: FileMetaData): ReadonlyMap<string, RecordingHead> {
  const entry = metadata.key_value_metadata?.find(({ key }) => key === METADATA_KEY);
  const heads = entry?.value === undefined ? [] : parseMetadata(entry.value);
  return new Map(heads.map((head) => [head.id, head]));
}

/** No table of faces has this many rows a byte: a header that says so is damaged. */
const MOST_ROWS_A_BYTE = 64;

/** Runs hyparquet, whose errors are about bytes. */
async function decode<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`not a file of mien's recordings, or damaged: ${reason}`);
  }
}

function open(bytes: Uint8Array): { file: ArrayBuffer; metadata: FileMetaData } {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  if (magic !== "PAR1") {
    throw new Error(`it must begin with "PAR1", got ${bytes.length} bytes`);
  }
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const metadata = withListTypes(parquetMetadata(file));
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(rows >= 0 && rows <= MOST_ROWS_A_BYTE * bytes.length)) {
    throw new Error(`it must have at most ${MOST_ROWS_A_BYTE * bytes.length} rows, got ${rows}`);
  }
  return { file, metadata };
}

async function parse(
  bytes: Uint8Array,
  source: string,
  remarks: RemarkList,
): Promise<StoredRecording[]> {
  const { file, metadata } = await decode(() => open(bytes));
  const columns = findColumns(metadata);
  const names = [...columns.names, ...columns.marks.map((name) => `${MARK_PREFIX}${name}`)];
  const collector = createRowCollector(columns, remarks);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const options = { file, metadata, columns: names, rowStart, rowEnd };
    const rows: Row[] = await decode(() =>
      parquetReadObjects({ ...options, compressors: BOUNDED_CODECS, parsers: TIME_PARSERS }),
    );
    rowStart = rowEnd;
    for (const row of rows) collector.add(row);
  }
  const all = [...collector.recordings.values()];
  if (all.length === 0) throw new Error("expected at least one row, got none");
  const seen = all.flatMap(({ frames }) => frames).find(({ landmarks }) => landmarks !== null);
  const usualTopology = topologyOfLength(seen?.landmarks?.length ?? 0);
  const context = { columns, heads: headsOf(metadata), remarks, source, usualTopology };
  return all.map((rows) => assembleRecording(rows, context));
}

/**
 * Every recording of a table with mien's columns, in the order of their first rows, whoever wrote it. The columns are the
 * truth: what the metadata says of labels, subjects, times or faces is not read.
 *
 * @param onRemark told of what the table lacks and is assumed, and of values that were edited since mien wrote them
 * @throws where the file is missing or damaged, lacks a column, or contradicts itself; the message begins with its path
 */
export async function readRecordings(
  path: string,
  onRemark: (remark: string) => void = () => undefined,
): Promise<StoredRecording[]> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  const remarks = createRemarks();
  try {
    const recordings = await parse(bytes, basename(path), remarks);
    for (const remark of remarks.list()) onRemark(`${path}: ${remark}`);
    return recordings;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}: ${reason}`);
  }
}
