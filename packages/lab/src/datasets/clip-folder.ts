import { join } from "node:path";
import { DatasetError } from "./dataset-error.ts";
import { checkFrames, isImage, isVideo, readFolder } from "./disk.ts";

/** One clip as it lies on disk: a film, or a folder of frames. */
export interface ClipSource {
  readonly name: string;
  readonly framePaths: readonly string[];
  readonly videoPath: string | null;
}

/** The frames of a folder in natural order. @throws DatasetError on a folder without pictures, or an empty picture */
export function readFrameFolder(path: string): readonly string[] {
  const frames = readFolder(path).files.filter(isImage);
  if (frames.length === 0) {
    throw new DatasetError({ file: path, expected: "a folder of pictures", got: "none in it" });
  }
  const paths = frames.map((name) => join(path, name));
  checkFrames(paths);
  return paths;
}

/** A film, checked to be there and not empty. @throws DatasetError */
export function readVideoFile(path: string): string {
  checkFrames([path], "a film");
  return path;
}

/** The names of a folder that may be clips: folders, and films. */
export function listClips(path: string): readonly { name: string; load: () => ClipSource }[] {
  const { folders, files } = readFolder(path);
  return [
    ...folders.map((name) => ({
      name,
      load: () => ({ name, framePaths: readFrameFolder(join(path, name)), videoPath: null }),
    })),
    ...files.filter(isVideo).map((name) => ({
      name,
      load: () => ({ name, framePaths: [], videoPath: readVideoFile(join(path, name)) }),
    })),
  ];
}
