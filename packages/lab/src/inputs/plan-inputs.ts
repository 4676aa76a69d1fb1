import { extname } from "node:path";
import {
  type FindOptions,
  findSources,
  type Problem,
  probeVideo,
  type Source,
} from "@mien/landmarker";
import { readRecordings, type StoredRecording } from "../recordings/index.ts";

/** What the paths that a user names hold. */
export interface InputPlan {
  /** From recordings files, in the order of the paths. */
  readonly stored: readonly StoredRecording[];
  /** Photos, folders of frames and videos, still to be looked at. */
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** What recordings files do not tell and was assumed. */
  readonly remarks: readonly string[];
  /** Frames of all sources, as their containers state them: for a progress bar. */
  readonly frames: number;
}

const isRecordings = (path: string) => extname(path).toLowerCase() === ".parquet";

/** A message that begins with the path has it once. */
export const problemOf = (path: string, message: string): Problem => ({
  path,
  message: message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message,
});

/** Reads recordings files and finds photos, folders of frames and videos; what is wrong with one path stops no other. */
export async function planInputs(
  paths: readonly string[],
  find: FindOptions = {},
): Promise<InputPlan> {
  const stored: StoredRecording[] = [];
  const unread: Problem[] = [];
  const remarks: string[] = [];
  for (const path of paths.filter(isRecordings)) {
    try {
      stored.push(...(await readRecordings(path, (remark) => remarks.push(remark))));
    } catch (error) {
      unread.push(problemOf(path, (error as Error).message));
    }
  }
  const { sources, problems } = await findSources(
    paths.filter((path) => !isRecordings(path)),
    find,
  );
  const counts = await Promise.all(sources.map(countFrames));
  const frames = counts.reduce((sum, count) => sum + count, 0);
  return { stored, sources, problems: [...unread, ...problems], remarks, frames };
}

/** A video that cannot be read counts none here and is a problem when its turn comes. */
async function countFrames({ kind, files }: Source): Promise<number> {
  if (kind !== "video") return files.length;
  return probeVideo(files[0]!).then(
    ({ frames }) => frames ?? 0,
    () => 0,
  );
}
