/**
 * RAVDESS (Livingstone & Russo 2018): files, or folders of frames, named by seven numbers of two digits:
 * modality-channel-emotion-intensity-statement-repetition-actor, such as 02-01-06-01-02-01-12.mp4.
 */
import { basename, dirname, extname, join } from "node:path";
import type { Label } from "@mien/core";
import { readFrameFolder, readVideoFile } from "./clip-folder.ts";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { isVideo, readFolder } from "./disk.ts";

/** The seven numbers of a name. */
export interface RavdessName {
  /** 1 sound and picture, 2 picture alone, 3 sound alone. */
  readonly modality: number;
  /** 1 speech, 2 song. */
  readonly channel: number;
  /** 1 neutral, 2 calm, 3 happy, 4 sad, 5 angry, 6 fearful, 7 disgust, 8 surprised. */
  readonly emotion: number;
  /** 1 normal, 2 strong. */
  readonly intensity: number;
  readonly statement: number;
  readonly repetition: number;
  /** 1 to 24. */
  readonly actor: number;
}

const FIELDS = [
  ["modality", 3],
  ["channel", 2],
  ["emotion", 8],
  ["intensity", 2],
  ["statement", 2],
  ["repetition", 2],
  ["actor", 24],
] as const satisfies readonly (readonly [keyof RavdessName, number])[];

/** Calm, number 2, is none of mien's labels. */
const LABELS: readonly (Label | null)[] = [
  "neutral",
  null,
  "happiness",
  "sadness",
  "anger",
  "fear",
  "disgust",
  "surprise",
];

/** @throws DatasetError unless the name, without its ending, is seven numbers in range */
export function parseRavdessName(path: string): RavdessName {
  const name = basename(path, isVideo(path) ? extname(path) : "");
  const parts = name.split("-");
  if (parts.length !== FIELDS.length || !parts.every((part) => /^\d{2}$/.test(part))) {
    const expected = "seven numbers of two digits, such as 02-01-06-01-02-01-12";
    throw new DatasetError({ file: path, expected, got: quote(name) });
  }
  FIELDS.forEach(([field, most], i) => {
    const value = Number(parts[i]);
    if (value < 1 || value > most) {
      const expected = `${field}, number ${i + 1} of the name, to be in [1, ${most}]`;
      throw new DatasetError({ file: path, expected, got: parts[i]! });
    }
  });
  return Object.fromEntries(
    FIELDS.map(([field], i) => [field, Number(parts[i])]),
  ) as unknown as RavdessName;
}

/**
 * Films of RAVDESS in `root` or in folders such as Actor_12, however deep its zips were unpacked. Sound alone is skipped, and so is sound and picture where the
 * same take lies there as picture alone: the two hold the same frames. Calm is skipped: it is none of mien's labels.
 *
 * @throws DatasetError if there is no such folder, or no film in it
 */
export function loadRavdess(root: string): Dataset {
  const { paths, passed } = listCandidates(root);
  if (paths.length === 0) {
    const expected = "RAVDESS films such as Actor_12/02-01-06-01-02-01-12.mp4";
    throw new DatasetError({ file: root, expected, got: "none" });
  }
  const names = new Set(paths.map((path) => basename(path, extname(path))));
  const builder = createDatasetBuilder();
  const taken = new Set<string>();
  for (const path of paths) {
    const name = basename(path, isVideo(path) ? extname(path) : "");
    builder.attempt(() => {
      if (taken.has(name)) builder.skip("the same take again, in another folder");
      else loadTake(builder, root, path, names);
    });
    taken.add(name);
  }
  for (const reason of passed) builder.attempt(() => builder.skip(reason));
  return builder.finish();
}

interface Candidates {
  /** Films, and folders of frames. */
  readonly paths: readonly string[];
  /** Why other files are passed over, one reason a file. */
  readonly passed: readonly string[];
}

/** Here and in every folder below; a folder with a hyphen in its name is a take unless it holds folders itself. */
function listCandidates(folder: string): Candidates {
  const { folders, files } = readFolder(folder);
  const isTake = (name: string) =>
    name.includes("-") &&
    readFolder(join(folder, name)).folders.length === 0 &&
    !holdsTakes(join(folder, name));
  const takes = folders.filter(isTake);
  const below = folders
    .filter((name) => !takes.includes(name))
    .map((name) => listCandidates(join(folder, name)));
  return {
    paths: [
      ...[...files.filter(isVideo), ...takes].map((name) => join(folder, name)),
      ...below.flatMap(({ paths }) => paths),
    ],
    passed: [...files.flatMap(passOver), ...below.flatMap(({ passed }) => passed)],
  };
}

/** Whether a folder holds films or sound, as the folder of a zip does. */
const holdsTakes = (path: string): boolean =>
  readFolder(path).files.some((name) => isVideo(name) || passOver(name).length > 0);

function passOver(name: string): string[] {
  const ending = extname(name).toLowerCase();
  if (ending === ".wav") return ["sound alone"];
  return ending === ".zip" ? ["a zip that is not unpacked"] : [];
}

function loadTake(
  builder: DatasetBuilder,
  root: string,
  path: string,
  names: ReadonlySet<string>,
): void {
  const take = parseRavdessName(path);
  const subjectId = `Actor_${String(take.actor).padStart(2, "0")}`;
  const folder = dirname(path);
  if (folder !== join(root) && /^Actor_\d+$/i.test(basename(folder))) {
    const named = Number(basename(folder).slice(6));
    if (named !== take.actor) {
      const got = `actor ${take.actor} in its name`;
      throw new DatasetError({ file: path, expected: `a take of ${basename(folder)}`, got });
    }
  }
  const id = basename(path, isVideo(path) ? extname(path) : "");
  if (take.modality === 3) {
    builder.skip("sound alone");
    return;
  }
  if (take.modality === 1 && names.has(`02${id.slice(2)}`)) {
    builder.skip("the same take as picture alone");
    return;
  }
  const label = LABELS[take.emotion - 1]!;
  if (label === null) {
    builder.skip("calm, none of mien's labels");
    return;
  }
  const clip = isVideo(path)
    ? { framePaths: [], videoPath: readVideoFile(path) }
    : { framePaths: readFrameFolder(path), videoPath: null };
  builder.addClip({ id, subjectId, label, ...clip, frameRate: isVideo(path) ? null : 29.97 });
}
