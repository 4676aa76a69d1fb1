import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRecording, type ImageSize, type Recording, TOPOLOGIES } from "@mien/core";
import type { ClipOnDisk } from "./dataset.ts";
import { DatasetError, inFile, quote } from "./dataset-error.ts";
import { isImage, readPngSize, readText } from "./disk.ts";
import { readDecimal } from "./numbers.ts";

/** Most of CK+'s pictures; used where the pictures themselves are not there to ask. */
const USUAL_SIZE: ImageSize = { widthPx: 640, heightPx: 490 };
const POINTS = TOPOLOGIES.ibug68.points;

/**
 * A recording from CK+'s own points, tracked by active appearance models in every frame.
 *
 * @param numbers of the frames, rising; they give the time
 * @param images folder of the same sequence's pictures, asked for their size
 * @throws DatasetError on a file that does not hold 68 lines of two numbers
 */
export function readCkPlusLandmarks(
  clip: ClipOnDisk,
  numbers: readonly number[],
  images: string,
): Recording {
  const frames = clip.framePaths.length;
  const imageSize = findImageSize(images) ?? USUAL_SIZE;
  const landmarks = new Float32Array(frames * POINTS * 3);
  clip.framePaths.forEach((path, t) => {
    readPoints(path).forEach(([x, y], p) => {
      landmarks[3 * (t * POINTS + p)] = x / imageSize.widthPx;
      landmarks[3 * (t * POINTS + p) + 1] = y / imageSize.heightPx;
    });
  });
  const frameRate = clip.frameRate!;
  return inFile(dirname(clip.framePaths[0]!), "a sequence of landmarks", () =>
    createRecording({
      id: clip.id,
      subjectId: clip.subjectId,
      topology: "ibug68",
      imageSize,
      timestampsMs: Float64Array.from(numbers, (n) => ((n - numbers[0]!) * 1000) / frameRate),
      landmarks,
      detected: new Uint8Array(frames).fill(1),
      provenance: {
        extractor: "CK+ active appearance model",
        version: "2010",
        modelSha256: null,
        mode: "table",
        numFaces: 1,
        frameRate,
        source: basename(dirname(clip.framePaths[0]!)),
      },
    }),
  );
}

function readPoints(file: string): (readonly [x: number, y: number])[] {
  const lines = readText(file).trimEnd().split(/\r?\n/);
  if (lines.length !== POINTS || lines[0] === "") {
    const got = lines[0] === "" && lines.length === 1 ? "an empty file" : `${lines.length} lines`;
    throw new DatasetError({ file, expected: `${POINTS} lines "x y"`, got });
  }
  return lines.map((line, i) => {
    const fields = [...line.matchAll(/\S+/g)];
    if (fields.length !== 2) {
      const got = `${fields.length} in ${quote(line.trim())}`;
      throw new DatasetError({ file, line: i + 1, expected: "two numbers", got });
    }
    const [x, y] = fields.map((field) => readDecimal(field[0], file, i + 1, field.index + 1));
    return [x!, y!] as const;
  });
}

function findImageSize(folder: string): ImageSize | null {
  try {
    const name = readdirSync(folder).find((file) => isImage(file) && !file.startsWith("."));
    return name === undefined ? null : readPngSize(join(folder, name));
  } catch {
    return null;
  }
}
