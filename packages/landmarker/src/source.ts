/** What there is to extract: photos, folders of frames and videos, found under the paths that a user names. */
import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { IMAGE_EXTENSIONS, isImagePath, isVideoPath, VIDEO_EXTENSIONS } from "./endings.ts";

/** What a source is made of. */
export type SourceKind = "photo" | "frames" | "video";

/** One recording-to-be. */
export interface Source {
  readonly kind: SourceKind;
  /** The recording's id: the path from the folder that was named, with forward slashes. */
  readonly id: string;
  readonly subjectId: string;
  /** The file or folder; in messages only. */
  readonly path: string;
  /** The files, in the order of their frames; one for a photo or a video. */
  readonly files: readonly string[];
  /** Frames a second of a folder of frames; null for a photo, and for a video, which knows its own. */
  readonly frameRate: number | null;
}

/** What is wrong with one path; the others go on. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** How paths become sources. */
export interface FindOptions {
  /** Whether the pictures of a folder are one sequence. "auto": where their names differ in one number alone. */
  readonly folders?: "auto" | "frames" | "photos";
  /** Frames a second of folders of frames. */
  readonly frameRate?: number;
}

/** Frames a second of a folder of frames that says nothing. */
export const DEFAULT_FRAME_RATE = 30;

const byName = new Intl.Collator("en", { numeric: true }).compare;

/** Whether names count frames: two or more, alike but for the last number in them. */
export function areFrameNames(names: readonly string[]): boolean {
  const patterns = names.map((name) => name.replace(/\d+(?=\D*$)/, "#"));
  return names.length > 1 && patterns[0]!.includes("#") && new Set(patterns).size === 1;
}

interface Finder {
  readonly folders: "auto" | "frames" | "photos";
  readonly frameRate: number;
  readonly sources: Source[];
  readonly problems: Problem[];
}

function addFile(finder: Finder, path: string, id: string): void {
  const kind = isImagePath(path) ? "photo" : "video";
  finder.sources.push({ kind, id, subjectId: id, path, files: [path], frameRate: null });
}

/** Walks a folder; hidden files, and files that are neither picture nor video, are passed over. */
async function addFolder(finder: Finder, path: string, id: string): Promise<number> {
  const entries = (await readdir(path, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => byName(a.name, b.name));
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const images = names.filter(isImagePath);
  const sequence =
    finder.folders === "frames" || (finder.folders === "auto" && areFrameNames(images));
  const before = finder.sources.length;
  if (sequence && images.length > 0) {
    const files = images.map((name) => join(path, name));
    const { frameRate } = finder;
    finder.sources.push({ kind: "frames", id, subjectId: id, path, files, frameRate });
  }
  for (const name of names) {
    const wanted = isVideoPath(name) || (isImagePath(name) && !sequence);
    if (wanted) addFile(finder, join(path, name), `${id}/${name}`);
  }
  for (const entry of entries) {
    if (entry.isDirectory()) await addFolder(finder, join(path, entry.name), `${id}/${entry.name}`);
  }
  return finder.sources.length - before;
}

async function addPath(finder: Finder, path: string): Promise<void> {
  const fail = (message: string) => finder.problems.push({ path, message });
  const found = await stat(path).catch(() => null);
  if (found === null) fail("is no file or folder");
  else if (found.isDirectory()) {
    const added = await addFolder(finder, path, basename(resolve(path)));
    if (added === 0) fail("holds no picture and no video");
  } else if (isImagePath(path) || isVideoPath(path)) addFile(finder, path, basename(path));
  else {
    const known = [...IMAGE_EXTENSIONS, ...VIDEO_EXTENSIONS].join(" ");
    fail(`is neither picture nor video: expected one of ${known}`);
  }
}

/** Ids that differ: the second "a/b" becomes "a/b#2". */
function withUniqueIds(sources: readonly Source[]): Source[] {
  const seen = new Map<string, number>();
  return sources.map((source) => {
    const count = (seen.get(source.id) ?? 0) + 1;
    seen.set(source.id, count);
    const id = count === 1 ? source.id : `${source.id}#${count}`;
    return { ...source, id, subjectId: id };
  });
}

/**
 * The sources under some paths, each path's in the natural order of their names; and the paths that lead to none.
 *
 * @throws on a wrong option
 */
export async function findSources(
  paths: readonly string[],
  options: FindOptions = {},
): Promise<{ sources: Source[]; problems: Problem[] }> {
  const { folders = "auto", frameRate = DEFAULT_FRAME_RATE } = options;
  if (!(frameRate > 0 && frameRate < 1e6)) {
    throw new Error(`findSources: frameRate must be above 0, got ${frameRate}`);
  }
  if (!["auto", "frames", "photos"].includes(folders)) {
    throw new Error(`findSources: folders must be auto, frames or photos, got ${folders}`);
  }
  const finder: Finder = { folders, frameRate, sources: [], problems: [] };
  for (const path of paths) await addPath(finder, path);
  return { sources: withUniqueIds(finder.sources), problems: finder.problems };
}

/** A hash that changes where the source's files, or `how` they are seen, do. */
export async function sourceFingerprint(source: Source, how: unknown): Promise<string> {
  const hash = createHash("sha256");
  const { kind, id, subjectId, frameRate } = source;
  hash.update(JSON.stringify({ kind, id, subjectId, frameRate, how }));
  for (const file of source.files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\n${basename(file)} ${size} ${mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 32);
}
