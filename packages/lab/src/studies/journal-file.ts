import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { type Journal, type JournalWriter, parseJournal } from "@mien/study";

/** A journal as read from its file. */
export interface JournalOnDisk extends Journal {
  /** Bytes of a last line that was cut off, as a kill leaves it; they are dropped before the next is written. */
  readonly tornBytes: number;
}

/**
 * Reads a journal. A torn last line is passed over; any other damage is an error.
 *
 * @returns null where there is no file, or nothing but a torn first line
 * @throws naming the line
 */
export function readJournal(path: string): JournalOnDisk | null {
  if (!existsSync(path)) return null;
  const bytes = readBytes(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const journal = parseWhole(path, bytes.toString("utf8", 0, end));
  return journal === null ? null : { ...journal, tornBytes: bytes.length - end };
}

function parseWhole(path: string, text: string): Journal | null {
  try {
    return parseJournal(path, text);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      `${message}; mien report ${dirname(path)} --repair keeps what is whole and moves the rest aside`,
      { cause: error },
    );
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${path}: cannot be read (${(error as Error).message})`);
  }
}

/**
 * Opens a journal to append, without a torn last line.
 *
 * @param check called before each line; where it throws, nothing is written
 * @throws where it cannot be written
 */
export function openJournal(path: string, check: () => void = () => undefined): JournalWriter {
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
        check();
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
