/** Data sets that lie in folders `subject/expression`: a plain one, and Oulu-CASIA. */
import { join, relative } from "node:path";
import { listClips, readFrameFolder } from "./clip-folder.ts";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { isImage, readFolder } from "./disk.ts";
import { areLabelFolders, loadLabelFolders } from "./label-folders.ts";
import { LABEL_WORDS, labelOfWord } from "./label-words.ts";

/** Frames a second of Oulu-CASIA's cameras. */
const OULU_FRAME_RATE = 25;

/**
 * `subject/expression/clip`, where a clip is a folder of frames or a film, or `subject/expression` that holds the frames of
 * one clip itself. The label is any name: words such as Anger, angry or happiness are the six expressions, others a task of
 * their own. Where the outer folders are expressions, the subject is read from the names in them.
 *
 * @throws DatasetError if there is no such folder, or nothing in it
 */
export function loadPlainFolder(root: string): Dataset {
  const subjects = readFolder(root).folders;
  if (subjects.length === 0) {
    throw new DatasetError({
      file: root,
      expected: "folders subject/expression/clip",
      got: "no folder in it",
    });
  }
  return areLabelFolders(subjects)
    ? loadLabelFolders(root, subjects)
    : loadSubjects(root, subjects, { frameRate: null, anyLabel: true });
}

/**
 * Oulu-CASIA (Zhao et al. 2011): P001/Anger/000.jpeg, six expressions a subject. Give the folder that holds P001: one camera
 * (VL or NI) and one light (Strong, Weak or Dark) at a time, since they show the same performances.
 *
 * @throws DatasetError if the folder holds no P001, P002, ...
 */
export function loadOuluCasia(root: string): Dataset {
  const { folders } = readFolder(root);
  const subjects = folders.filter((name) => /^P\d{3}$/.test(name));
  if (subjects.length === 0) {
    const got = folders.length === 0 ? "no folder in it" : `only ${folders.slice(0, 3).join(", ")}`;
    throw new DatasetError({ file: root, expected: "Oulu-CASIA's folders P001, P002, ...", got });
  }
  return loadSubjects(root, subjects, { frameRate: OULU_FRAME_RATE, anyLabel: false });
}

interface Rules {
  readonly frameRate: number | null;
  /** Whether a folder may have a label that is none of mien's words. */
  readonly anyLabel: boolean;
}

function loadSubjects(root: string, subjects: readonly string[], rules: Rules): Dataset {
  const builder = createDatasetBuilder();
  for (const subjectId of subjects) {
    const { folders } = readFolder(join(root, subjectId));
    if (folders.length === 0) {
      builder.attempt(() => {
        const file = join(root, subjectId);
        throw new DatasetError({ file, expected: "a folder for each expression", got: "none" });
      });
    }
    for (const word of folders) loadExpression(builder, { root, subjectId, word, ...rules });
  }
  return builder.finish();
}

interface Place extends Rules {
  readonly root: string;
  readonly subjectId: string;
  readonly word: string;
}

function loadExpression(builder: DatasetBuilder, place: Place): void {
  const path = join(place.root, place.subjectId, place.word);
  const clips = listClips(path);
  if (clips.length === 0 || readFolder(path).files.some(isImage)) {
    builder.attempt(() => {
      const label = readLabel(path, place);
      addClip(builder, place, label, path, { framePaths: readFrameFolder(path), videoPath: null });
    });
  }
  for (const { name, load } of clips) {
    builder.attempt(() => {
      addClip(builder, place, readLabel(path, place), join(path, name), load());
    });
  }
}

function addClip(
  builder: DatasetBuilder,
  { root, subjectId, frameRate }: Place,
  label: string,
  path: string,
  source: { readonly framePaths: readonly string[]; readonly videoPath: string | null },
): void {
  const { framePaths, videoPath } = source;
  const id = relative(root, path).split(/[\\/]/).join("/");
  const rate = videoPath === null ? frameRate : null;
  builder.addClip({ id, subjectId, label, framePaths, videoPath, frameRate: rate });
}

function readLabel(file: string, { word, anyLabel }: Place): string {
  const label = anyLabel ? word : labelOfWord(word);
  if (label === null) {
    throw new DatasetError({ file, expected: `a label: ${LABEL_WORDS}`, got: quote(word) });
  }
  return label;
}
