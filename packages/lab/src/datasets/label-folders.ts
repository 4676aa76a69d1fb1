/** Folders of expressions without a level for the subject: the names of the files must tell it. */
import { extname, join, relative } from "node:path";
import type { Label } from "@mien/core";
import { readFrameFolder, readVideoFile } from "./clip-folder.ts";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError } from "./dataset-error.ts";
import { checkFrames, isImage, isVideo, readFolder } from "./disk.ts";
import { labelOfWord } from "./label-words.ts";
import { subjectOfName } from "./subject-names.ts";

/** Frames a second of CK+'s cameras: its names alone number frames. */
const CK_PLUS_FRAME_RATE = 30;

/** Whether every folder is named for an expression, so that none can be a subject's. */
export const areLabelFolders = (folders: readonly string[]): boolean =>
  folders.length > 0 && folders.every((name) => labelOfWord(name) !== null);

/**
 * `expression/S010_004_00000017.png` and the like: the subject is read from the name of a picture, a film, or a folder of
 * frames or of one subject's clips. Pictures that number the frames of one sequence are one clip.
 *
 * @returns a problem for each file whose name tells no subject
 */
export function loadLabelFolders(root: string, folders: readonly string[]): Dataset {
  const builder = createDatasetBuilder();
  for (const word of folders) {
    const place = { root, path: join(root, word), label: labelOfWord(word)! };
    const { files, folders: inside } = readFolder(place.path);
    loadPictures(builder, place, files.filter(isImage));
    for (const name of files.filter(isVideo)) {
      builder.attempt(() =>
        addFilm(builder, place, join(place.path, name), subjectIn(place, name)),
      );
    }
    for (const name of inside) {
      builder.attempt(() =>
        addFolder(builder, place, join(place.path, name), subjectIn(place, name)),
      );
    }
  }
  return builder.finish();
}

interface Place {
  readonly root: string;
  readonly path: string;
  readonly label: Label;
}

/** @throws DatasetError where the name tells no subject */
function subjectIn({ path }: Place, name: string): string {
  const named = subjectOfName(isImage(name) || isVideo(name) ? bare(name) : name);
  if (named !== null) return named.subjectId;
  const level = "the level of the subject is missing";
  throw new DatasetError({
    file: join(path, name),
    expected:
      "subject/expression/clip, or a name that begins with the subject, such as S010_004 or s01_clip",
    got: `a name that tells none: ${level}`,
  });
}

const bare = (name: string) => name.slice(0, -extname(name).length);
const idOf = (root: string, path: string) => relative(root, path).split(/[\\/]/).join("/");

/** Pictures of one sequence are a clip, in order of their numbers; others one each. */
function loadPictures(builder: DatasetBuilder, place: Place, names: readonly string[]): void {
  const sequences = new Map<string, { subjectId: string; names: string[] }>();
  for (const name of names) {
    const named = subjectOfName(bare(name));
    const sequence = named?.sequence ?? null;
    if (named === null || sequence === null) {
      builder.attempt(() => {
        const subjectId = subjectIn(place, name);
        addFrames(builder, place, { id: bare(name), subjectId, names: [name], frameRate: null });
      });
      continue;
    }
    const known = sequences.get(sequence.name);
    if (known === undefined) {
      sequences.set(sequence.name, { subjectId: named.subjectId, names: [name] });
    } else known.names.push(name);
  }
  for (const [id, { subjectId, names: frames }] of sequences) {
    const frameRate = CK_PLUS_FRAME_RATE;
    builder.attempt(() => addFrames(builder, place, { id, subjectId, names: frames, frameRate }));
  }
}

interface Frames {
  readonly id: string;
  readonly subjectId: string;
  readonly names: readonly string[];
  readonly frameRate: number | null;
}

function addFrames(builder: DatasetBuilder, { root, path, label }: Place, frames: Frames): void {
  const { id, subjectId, names, frameRate } = frames;
  const framePaths = names.map((name) => join(path, name));
  checkFrames(framePaths);
  builder.addClip({
    id: idOf(root, join(path, id)),
    subjectId,
    label,
    framePaths,
    videoPath: null,
    frameRate,
  });
}

function addFilm(
  builder: DatasetBuilder,
  { root, label }: Place,
  path: string,
  subjectId: string,
): void {
  const videoPath = readVideoFile(path);
  builder.addClip({
    id: idOf(root, path),
    subjectId,
    label,
    framePaths: [],
    videoPath,
    frameRate: null,
  });
}

/** A folder of frames is a clip; one of films or of such folders is a subject's. */
function addFolder(builder: DatasetBuilder, place: Place, path: string, subjectId: string): void {
  const { files, folders } = readFolder(path);
  for (const name of files.filter(isVideo)) addFilm(builder, place, join(path, name), subjectId);
  for (const name of folders) addFolder(builder, place, join(path, name), subjectId);
  if (!files.some(isImage) && (folders.length > 0 || files.some(isVideo))) return;
  const framePaths = readFrameFolder(path);
  const id = idOf(place.root, path);
  builder.addClip({
    id,
    subjectId,
    label: place.label,
    framePaths,
    videoPath: null,
    frameRate: null,
  });
}
