import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { TextDecoder } from "node:util";
import { isImagePath, isVideoPath } from "@mien/landmarker";
import { compareNames } from "./compare-names.ts";
import { DatasetError, systemMessage } from "./dataset-error.ts";

export const isImage = isImagePath;
export const isVideo = isVideoPath;

/** Names in a folder by kind, in natural order, without hidden ones and links that lead nowhere. */
export interface Folder {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** @throws DatasetError if the folder cannot be read */
export function readFolder(path: string): Folder {
  const folders: string[] = [];
  const files: string[] = [];
  try {
    for (const name of readdirSync(path).sort(compareNames)) {
      if (name.startsWith(".")) continue;
      const status = statSync(join(path, name), { throwIfNoEntry: false });
      if (status?.isDirectory()) folders.push(name);
      else if (status?.isFile()) files.push(name);
    }
  } catch (error) {
    throw new DatasetError({ file: path, expected: "a folder", got: systemMessage(error) });
  }
  return { folders, files };
}

/** The folder's names, nothing where it does not exist. */
export function readFolderIfAny(path: string): Folder {
  const exists = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return exists ? readFolder(path) : { folders: [], files: [] };
}

/** @throws DatasetError if the file cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new DatasetError({ file: path, expected: "a file", got: systemMessage(error) });
  }
}

/** UTF-8, without a byte order mark; bytes that are no text become U+FFFD. @throws DatasetError */
export function readText(path: string): string {
  const bytes = readBytes(path);
  try {
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw new DatasetError({ file: path, expected: "text", got: systemMessage(error) });
  }
}

/** @throws DatasetError on a frame, or a film, of zero bytes */
export function checkFrames(paths: readonly string[], expected = "a picture"): void {
  for (const file of paths) {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined || size === 0) {
      const got = size === 0 ? "0 bytes" : "no file";
      throw new DatasetError({ file, expected, got });
    }
  }
}

/** Width and height in the header of a PNG, null where the file is none. */
export function readPngSize(path: string): { widthPx: number; heightPx: number } | null {
  const header = Buffer.alloc(24);
  try {
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, header, 0, 24, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
  const size = { widthPx: header.readUInt32BE(16), heightPx: header.readUInt32BE(20) };
  const isPng = header.toString("latin1", 0, 8) === "\x89PNG\r\n\x1a\n";
  return isPng && size.widthPx > 0 && size.heightPx > 0 ? size : null;
}

const CHUNK_BYTES = 2 ** 20;

/** UTF-8 text a piece at a time, without a byte order mark; UTF-16 where its mark says so. @throws DatasetError */
export function* readChunks(path: string): Generator<string> {
  const fail = (error: unknown) =>
    new DatasetError({ file: path, expected: "a file", got: systemMessage(error) });
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    throw fail(error);
  }
  try {
    const bytes = Buffer.alloc(CHUNK_BYTES);
    let decoder: TextDecoder | null = null;
    while (true) {
      const count = readSync(descriptor, bytes, 0, CHUNK_BYTES, null);
      if (count === 0) break;
      const isWide: boolean = decoder === null && bytes[0] === 0xff && bytes[1] === 0xfe;
      decoder ??= new TextDecoder(isWide ? "utf-16le" : "utf-8");
      yield decoder.decode(bytes.subarray(0, count), { stream: true });
    }
    if (decoder !== null) yield decoder.decode();
  } catch (error) {
    throw error instanceof DatasetError ? error : fail(error);
  } finally {
    closeSync(descriptor);
  }
}
