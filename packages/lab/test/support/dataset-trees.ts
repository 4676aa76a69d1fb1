/** Small data sets in the exact form of those that mien reads, every face synthetic. */
import { TOPOLOGIES } from "@mien/core";
import { zipSync } from "fflate";
import type { Tree } from "../../../../tests/support/folder-tree.ts";
import { canonicalPoints, project, toIbug68, type View } from "../../../core/test/support/faces.ts";
import { npy } from "./npy-file.ts";

/** The first 24 bytes of a PNG: what tells its size; enough for loaders, which do not decode. */
export function pngHeader(widthPx: number, heightPx: number): Uint8Array {
  const bytes = Buffer.alloc(24);
  bytes.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  bytes.writeUInt32BE(13, 8);
  bytes.write("IHDR", 12, "latin1");
  bytes.writeUInt32BE(widthPx, 16);
  bytes.writeUInt32BE(heightPx, 20);
  return bytes;
}

const pad = (n: number) => String(n).padStart(8, "0");

/** Fortran's form, as CK+'s files have it: "   3.0000000e+00". */
export function fortran(value: number): string {
  const [mantissa, exponent] = value.toExponential(7).split("e");
  const size = String(Math.abs(Number(exponent))).padStart(2, "0");
  return `   ${mantissa}e${Number(exponent) < 0 ? "-" : "+"}${size}`;
}

/** 68 lines "x y" in pixels of a 640 x 490 picture. */
export function ckLandmarks(view: View): string {
  const points = toIbug68(project(canonicalPoints(), { ...view, widthPx: 640, heightPx: 490 }));
  const lines = Array.from({ length: 68 }, (_, p) => {
    return `${fortran(points[3 * p]! * 640)}${fortran(points[3 * p + 1]! * 490)}\n`;
  });
  return lines.join("");
}

/** One sequence of CK+: pictures, landmarks, and for a code above 0 an emotion file. */
export function ckSequence(subject: string, sequence: string, frames: number, code: number): Tree {
  const name = `${subject}_${sequence}`;
  const at = `${subject}/${sequence}/${name}`;
  const tree: Record<string, string | Uint8Array> = {};
  for (let n = 1; n <= frames; n++) {
    tree[`cohn-kanade-images/${at}_${pad(n)}.png`] = pngHeader(640, 490);
    tree[`Landmarks/${at}_${pad(n)}_landmarks.txt`] = ckLandmarks({ x: n + code, sizePx: 400 + n });
  }
  tree[`FACS/${at}_${pad(frames)}_facs.txt`] = `${fortran(12)}${fortran(0)}\n`;
  if (code > 0) tree[`Emotion/${at}_${pad(frames)}_emotion.txt`] = `${fortran(code)}\n`;
  return tree;
}

/** CK+ with two subjects, four sequences: happiness, contempt, none coded, surprise. */
export function ckPlusTree(): Tree {
  return {
    "ReadMe-CK+.txt": "not read",
    ...ckSequence("S005", "001", 3, 5),
    ...ckSequence("S005", "002", 3, 2),
    ...ckSequence("S010", "001", 4, 0),
    ...ckSequence("S010", "006", 2, 7),
    "cohn-kanade-images/S005/001/.DS_Store": "Finder",
    // As CK+ has it: the folder is there, the file is not.
    "Emotion/S010/001/.keep": "",
  };
}

const picture = pngHeader(320, 240);

export function ouluTree(): Tree {
  const words = ["Anger", "Disgust", "Fear", "Happiness", "Sadness", "Surprise"];
  return Object.fromEntries(
    ["P001", "P002"].flatMap((subject) =>
      words.flatMap((word) =>
        ["000", "001", "010"].map((n) => [`${subject}/${word}/${n}.jpeg`, picture] as const),
      ),
    ),
  );
}

const mmiXml = (tag: string) => `<?xml version="1.0"?>\n<Session>\n  ${tag}\n</Session>\n`;

export function mmiTree(): Tree {
  const emotion = (value: string) => mmiXml(`<Metatag Name="Emotion" Value="${value}"/>`);
  return {
    "Sessions/1/S001-001.avi": "RIFF",
    "Sessions/1/S001-001.xml": emotion("1"),
    "Sessions/2/S001-002.avi": "RIFF",
    "Sessions/2/S001-002.xml": emotion("Happiness"),
    "Sessions/10/S002-003/1.png": picture,
    "Sessions/10/S002-003/2.png": picture,
    "Sessions/10/session.xml": emotion("6"),
    "Sessions/11/S002-004.avi": "RIFF",
    "Sessions/11/S002-004-aucs.xml": mmiXml('<ActionUnit Number="12"/>'),
  };
}

export function ravdessTree(): Tree {
  return {
    "Actor_12/02-01-06-01-02-01-12.mp4": "film",
    "Actor_12/01-01-06-01-02-01-12.mp4": "the same with sound",
    "Actor_12/03-01-06-01-02-01-12.mp4": "sound",
    "Actor_12/02-01-02-01-01-01-12.mp4": "calm",
    "Actor_01/01-01-01-01-01-01-01.mp4": "neutral",
    "Actor_01/02-02-03-02-01-02-01/1.png": picture,
    "Actor_01/02-02-03-02-01-02-01/2.png": picture,
  };
}

export function plainTree(): Tree {
  return {
    "ann/happy/one/1.png": picture,
    "ann/happy/one/2.png": picture,
    "ann/happy/two.mp4": "film",
    "ann/Neutral/1.png": picture,
    "bob/SURPRISE/clip/10.png": picture,
    "bob/SURPRISE/clip/9.png": picture,
  };
}

/** A table with 68 points a row, in pixels; `cells` gives the other columns. */
function pointTable(
  names: readonly string[],
  rows: number,
  separator: string,
  cells: (row: number) => readonly (string | number)[],
): string {
  const axes = ["x", "y"].flatMap((axis) => Array.from({ length: 68 }, (_, p) => `${axis}_${p}`));
  const lines = Array.from({ length: rows }, (_, t) => {
    const points = toIbug68(project(canonicalPoints(), { x: t }));
    const sides = [0, 1].flatMap((axis) =>
      Array.from({ length: 68 }, (_, p) => points[3 * p + axis]! * [640, 480][axis]!),
    );
    return [...cells(t), ...sides.map((side) => side.toFixed(3))].join(separator);
  });
  return `${[...names, ...axes].join(separator)}\n${lines.join("\n")}\n`;
}

export const openFaceTable = (rows: number): string =>
  pointTable(["frame", "timestamp", "confidence", "success"], rows, ", ", (t) => [
    t + 1,
    (t / 25).toFixed(3),
    0.98,
    t === 1 ? 0 : 1,
  ]);

export const pyFeatTable = (rows: number): string =>
  pointTable(["frame", "FaceRectWidth", "FaceRectHeight"], rows, ",", (t) => [t, 100, 120]);

/** Three recordings of four frames in NPZ, the last shorter, one frame without a face. */
export function npzFile(): Uint8Array {
  const [N, T] = [3, 4];
  const P = TOPOLOGIES.ibug68.points;
  const landmarks = Array.from({ length: N * T }, (_, i) => {
    const points = toIbug68(project(canonicalPoints(), { x: i }));
    return i === 5 ? points.fill(Number.NaN) : points;
  }).flatMap((points) => [...points]);
  return zipSync({
    "landmarks.npy": npy("<f4", [N, T, P, 3], landmarks),
    "image_size.npy": npy("<i8", [2], [640, 480]),
    "timestamps_ms.npy": npy("<f8", [T], [0, 40, 80, 120]),
    "lengths.npy": npy("<i4", [N], [4, 4, 2]),
    "labels.npy": npy("<U9", [N], ["happy", "", "anger"]),
    "subjects.npy": npy("|u1", [N], [1, 1, 2]),
  });
}
