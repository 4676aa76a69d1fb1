/**
 * MMI-style folders (Pantic et al. 2005): `Sessions/12/S003-012.avi`, one film or folder of frames a session, the subject's
 * number after S in its name. The label is read from an XML file beside it, `<Metatag Name="Emotion" Value="happiness"/>` or
 * a number from 1 to 6 in the order anger, disgust, fear, happiness, sadness, surprise. Sessions coded for action units
 * alone have none and are skipped.
 */
import { join, relative } from "node:path";
import { EXPRESSIONS, type Label } from "@mien/core";
import { listClips } from "./clip-folder.ts";
import type { Dataset, DatasetBuilder } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, quote } from "./dataset-error.ts";
import { readFolder, readText } from "./disk.ts";
import { LABEL_WORDS, labelOfWord } from "./label-words.ts";

/** @throws DatasetError if there is no such folder, or no session in it */
export function loadMmi(root: string): Dataset {
  const top = readFolder(root).folders.includes("Sessions") ? join(root, "Sessions") : root;
  const sessions = readFolder(top).folders;
  if (sessions.length === 0) {
    const expected = "MMI's folders Sessions/1, Sessions/2, ...";
    throw new DatasetError({ file: root, expected, got: "no folder in it" });
  }
  const builder = createDatasetBuilder();
  for (const session of sessions) {
    builder.attempt(() => loadSession(builder, top, join(top, session)));
  }
  return builder.finish();
}

function loadSession(builder: DatasetBuilder, top: string, folder: string): void {
  const label = readEmotion(folder);
  if (label === null) {
    builder.skip("no emotion in its XML");
    return;
  }
  const clips = listClips(folder);
  if (clips.length !== 1) {
    const got = `${clips.length}`;
    throw new DatasetError({ file: folder, expected: "one film or folder of frames", got });
  }
  const { name, framePaths, videoPath } = clips[0]!.load();
  const subject = /^S(\d+)-/i.exec(name);
  if (subject === null) {
    const file = join(folder, name);
    throw new DatasetError({ file, expected: "a name such as S003-012", got: quote(name) });
  }
  const id = `${relative(top, folder)}/${name.replace(/\.[^.]+$/, "")}`;
  const subjectId = `S${subject[1]}`;
  builder.addClip({ id, subjectId, label, framePaths, videoPath, frameRate: null });
}

function readEmotion(folder: string): Label | null {
  const files = readFolder(folder).files.filter((name) => name.toLowerCase().endsWith(".xml"));
  for (const name of files) {
    const file = join(folder, name);
    const text = readText(file);
    const tag = /<Metatag\s+Name="Emotion"\s+Value="([^"]*)"/i.exec(text);
    if (tag === null) continue;
    const value = tag[1]!.trim();
    const label = /^[1-6]$/.test(value) ? EXPRESSIONS[Number(value) - 1]! : labelOfWord(value);
    if (label !== null) return label;
    const before = text.slice(0, tag.index).split("\n");
    throw new DatasetError({
      file,
      line: before.length,
      column: before.at(-1)!.length + 1,
      expected: `a number from 1 to 6, or ${LABEL_WORDS}`,
      got: quote(value),
    });
  }
  return null;
}
