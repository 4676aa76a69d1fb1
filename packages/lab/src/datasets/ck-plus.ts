/**
 * The extended Cohn-Kanade data set (Lucey et al. 2010) as it is handed out:
 *
 * cohn-kanade-images/S005/001/S005_001_00000001.png ..., neutral to apex
 * Emotion/S005/001/S005_001_00000011_emotion.txt   "   3.0000000e+00"; many sequences have none
 * Landmarks/S005/001/S005_001_00000001_landmarks.txt   68 lines "   x   y", in pixels
 * FACS/S005/001/S005_001_00000011_facs.txt   not read: labels come from Emotion alone
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Label } from "@mien/core";
import { readCkPlusLandmarks } from "./ck-plus-landmarks.ts";
import type { ClipOnDisk, Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { checkFrames, isImage, readFolder, readFolderIfAny, readText } from "./disk.ts";
import { parseDecimal } from "./numbers.ts";

/** Pictures, to go through the landmarker, or CK+'s own 68 points. */
export type CkPlusSource = "images" | "landmarks";

/** Frames a second of CK+'s cameras. */
export const CK_PLUS_FRAME_RATE = 30;

const CODES: readonly (Label | null)[] = [
  "neutral",
  "anger",
  "contempt",
  "disgust",
  "fear",
  "happiness",
  "sadness",
  "surprise",
];
const FRAME = /^(.+)_(\d{8})(_landmarks\.txt|\.(?:png|jpe?g|tiff?))$/i;

/**
 * Reads CK+. A sequence without an emotion file is skipped and counted; one that is broken becomes a problem of the summary.
 *
 * @throws DatasetError if the folder is not CK+
 */
export function loadCkPlus(root: string, source: CkPlusSource): Dataset {
  const folder = source === "images" ? "cohn-kanade-images" : "Landmarks";
  readFolder(root);
  const frames = join(root, folder);
  if (statSync(frames, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const expected = `CK+: a folder with ${folder} and Emotion`;
    throw new DatasetError({ file: root, expected, got: `no folder ${folder}` });
  }
  if (statSync(join(root, "Emotion"), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DatasetError({ file: root, expected: "CK+'s folder Emotion", got: "none" });
  }
  const builder = createDatasetBuilder();
  for (const subject of readFolder(frames).folders) {
    for (const sequence of readFolder(join(frames, subject)).folders) {
      builder.attempt(() => loadSequence(builder, { root, folder, subject, sequence }, source));
    }
  }
  return builder.finish();
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly subject: string;
  readonly sequence: string;
}

function loadSequence(builder: DatasetBuilder, place: Place, source: CkPlusSource): void {
  const label = readEmotion(place);
  if (label === null) {
    builder.skip("no emotion file");
    return;
  }
  const { framePaths, numbers } = listFrames(place);
  const id = `${place.subject}_${place.sequence}`;
  const clip: ClipOnDisk = {
    id,
    subjectId: place.subject,
    label,
    framePaths,
    videoPath: null,
    frameRate: CK_PLUS_FRAME_RATE,
  };
  if (source === "images") {
    checkFrames(framePaths);
    builder.addClip(clip);
    return;
  }
  const images = join(place.root, "cohn-kanade-images", place.subject, place.sequence);
  builder.addRecording({ recording: readCkPlusLandmarks(clip, numbers, images), label });
}

/** The label of a sequence, null where it has no emotion file. */
function readEmotion({ root, subject, sequence }: Place): Label | null {
  const folder = join(root, "Emotion", subject, sequence);
  const files = readFolderIfAny(folder).files.filter((name) => name.endsWith(".txt"));
  if (files.length === 0) return null;
  if (files.length > 1) {
    throw new DatasetError({ file: folder, expected: "one emotion file", got: `${files.length}` });
  }
  const file = join(folder, files[0]!);
  if (!files[0]!.startsWith(`${subject}_${sequence}_`)) {
    const expected = `an emotion file of ${subject}_${sequence}`;
    throw new DatasetError({ file, expected, got: quote(files[0]!) });
  }
  const text = readText(file);
  const code = parseDecimal(text);
  const label = code === null ? undefined : CODES[code];
  if (label === undefined || label === null) {
    const expected = "a number from 0 to 7 (1 anger, 2 contempt, 3 disgust, ...)";
    const column = text.length - text.trimStart().length + 1;
    throw new DatasetError({ file, line: 1, column, expected, got: quote(text.trim()) });
  }
  return label;
}

/** Frames of a sequence in order, with the numbers in their names. */
function listFrames({ root, folder, subject, sequence }: Place) {
  const path = join(root, folder, subject, sequence);
  const names = readFolder(path).files.filter(
    (name) => isImage(name) || name.endsWith("_landmarks.txt"),
  );
  if (names.length === 0) {
    const expected = folder === "Landmarks" ? "68 landmarks a frame" : "pictures";
    throw new DatasetError({ file: path, expected, got: "no frame" });
  }
  const numbers = names.map((name) => {
    const match = FRAME.exec(name);
    if (match === null || match[1] !== `${subject}_${sequence}`) {
      const expected = `a name such as ${subject}_${sequence}_00000001`;
      throw new DatasetError({ file: join(path, name), expected, got: quote(name) });
    }
    return Number(match[2]);
  });
  const twice = numbers.findIndex((number, i) => i > 0 && number <= numbers[i - 1]!);
  if (twice > 0) {
    const file = join(path, names[twice]!);
    throw new DatasetError({
      file,
      expected: "one file a frame",
      got: `frame ${numbers[twice]} again`,
    });
  }
  return { framePaths: names.map((name) => join(path, name)), numbers };
}
