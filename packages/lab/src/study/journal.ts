import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import type { StudyConfig } from "./config-schema.ts";
import type { Measurement } from "./measure-efficiency.ts";
import type { JournalRecord, RunRecord, StudyRecord, TrialRecord } from "./records.ts";

/** A study's journal as read. */
export interface Journal {
  readonly study: StudyRecord;
  readonly runs: ReadonlyMap<string, RunRecord>;
  /** Trials of searches, by run. */
  readonly trials: ReadonlyMap<string, readonly TrialRecord[]>;
  /** Empty until the study is finished. */
  readonly measurements: readonly Measurement[];
  /** Bytes of a last line that was cut off, as a kill leaves it; they are dropped before the next is written. */
  readonly tornBytes: number;
}

/** SHA-256 of the configuration's JSON. */
export const configHash = (config: StudyConfig): string =>
  createHash("sha256").update(JSON.stringify(config)).digest("hex");

/**
 * Reads a journal. A torn last line is passed over; any other damage is an error.
 *
 * @returns null where there is no file, or nothing but a torn first line
 * @throws naming the line
 */
export function readJournal(path: string): Journal | null {
  if (!existsSync(path)) return null;
  const bytes = readBytes(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const tornBytes = bytes.length - end;
  const records = bytes
    .toString("utf8", 0, end)
    .split("\n")
    .slice(0, -1)
    .map((line, i) => parseLine(path, line, i));
  const [study, ...rest] = records;
  if (study === undefined) return null;
  if (study.kind !== "study") {
    throw new Error(`${path}:1: expected the study's configuration, got ${study.kind}`);
  }
  if (study.version !== 1) {
    throw new Error(
      `${path}:1: expected version 1, the newest that this release reads, got ${study.version}`,
    );
  }
  if (study.config === undefined || configHash(study.config) !== study.configHash) {
    throw new Error(`${path}:1: the configuration was altered: its hash does not fit`);
  }
  return { study, ...collect(path, rest), tornBytes };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${path}: cannot be read (${(error as Error).message})`);
  }
}

/** Of a run or a trial that stands there twice, the first counts: both hold the same, for the seed decides it. */
function collect(path: string, records: readonly JournalRecord[]) {
  const runs = new Map<string, RunRecord>();
  const trials = new Map<string, TrialRecord[]>();
  let measurements: readonly Measurement[] = [];
  for (const [i, record] of records.entries()) {
    if (record.kind === "study") {
      throw new Error(`${path}:${i + 2}: expected one study a journal, got a second one`);
    }
    if (record.kind === "measurement") measurements = record.measurements;
    if (record.kind === "run" && !runs.has(record.key)) runs.set(record.key, record);
    if (record.kind === "trial") {
      const own = trials.get(record.key) ?? [];
      if (own.every(({ trial }) => trial.number !== record.trial.number)) own.push(record);
      trials.set(record.key, own);
    }
  }
  return { runs, trials, measurements };
}

function parseLine(path: string, line: string, i: number): JournalRecord {
  try {
    const record = JSON.parse(line) as JournalRecord;
    if (["study", "trial", "run", "measurement"].includes(record.kind)) return record;
    throw new Error(`kind ${String(record.kind)}`);
  } catch (error) {
    throw new Error(
      `${path}:${i + 1}: expected a record of a study, trial or run, got ${(error as Error).message}`,
    );
  }
}

export interface JournalWriter {
  /** Returns when the line is on the disk. */
  append(record: JournalRecord): void;
  close(): void;
}

/**
 * Opens a journal to append, without a torn last line.
 *
 * @throws where it cannot be written
 */
export function openJournal(path: string): JournalWriter {
  dropTornLine(path);
  const file = attempt(path, () => openSync(path, "a"));
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    append(record) {
      // After a line that failed there is no other: behind a torn one it would be lost.
      if (!isOpen) throw new Error(`${path}: the journal is closed`);
      try {
        attempt(path, () => writeLine(file, `${JSON.stringify(record)}\n`));
      } catch (error) {
        close();
        throw error;
      }
    },
    close,
  };
}

function writeLine(file: number, text: string): void {
  const line = Buffer.from(text);
  let written = 0;
  while (written < line.length) written += writeSync(file, line, written);
  fsyncSync(file);
}

function dropTornLine(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readBytes(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) attempt(path, () => truncateSync(path, end));
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(
      `${path}: cannot be written (${(error as Error).message}); what it holds is kept, and the same command goes on from it`,
    );
  }
}
