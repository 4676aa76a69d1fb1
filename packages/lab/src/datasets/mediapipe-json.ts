/** MediaPipe's landmarks in JSON: one frame a line, or one array of frames. */
import { extname } from "node:path";
import { BLENDSHAPES, type ImageSize } from "@mien/core";
import { readTextLines } from "./csv.ts";
import { DatasetError, inFile, quote } from "./dataset-error.ts";
import { readText } from "./disk.ts";
import type { MediaPipeFrame, TimeUnit } from "./mediapipe-frames.ts";
import type { OnRemark } from "./point-table.ts";

interface ReadJson {
  readonly unit: TimeUnit;
  readonly imageSize: ImageSize | null;
  readonly frames: readonly MediaPipeFrame[];
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws DatasetError naming the line, or the place in the array */
export function readMediaPipeJson(file: string, onRemark: OnRemark): ReadJson {
  const frames: ParsedFrame[] = [];
  for (const { value, line } of readValues(file)) frames.push(parseFrame(value, file, line));
  const more = frames.reduce((sum, { others }) => sum + others, 0);
  if (more > 0) onRemark(`of several faces in a frame the first counts, ${more} are left out`);
  const units: readonly TimeUnit[] = ["ms", "either", "frame"];
  const unit = units.find((one) => frames.every((frame) => frame.unit === one)) ?? "none";
  const imageSize = frames.find((frame) => frame.imageSize !== null)?.imageSize ?? null;
  return { unit, imageSize, frames };
}

/** The values of the lines; of a file that is one JSON array, its elements. */
function* readValues(file: string): Generator<{ value: unknown; line: number }> {
  const parse = (text: string, line: number): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw new DatasetError({ file, line, expected: "JSON", got: quote(text) });
    }
  };
  if (extname(file).toLowerCase() !== ".json") {
    for (const { text, line } of readTextLines(file)) yield { value: parse(text, line), line };
    return;
  }
  const whole = parse(readText(file).replace(/^\uFEFF/, ""), 1);
  const list = Array.isArray(whole) ? whole : isFields(whole) ? whole.frames : undefined;
  if (!Array.isArray(list)) {
    throw new DatasetError({
      file,
      expected: "an array of frames, or an object with frames",
      got: quote(String(whole)),
    });
  }
  // An array of points is one frame; an array of frames has a line for each.
  const frames = list.length > 0 && isPoint(list[0]) ? [list] : list;
  for (let i = 0; i < frames.length; i++) yield { value: frames[i], line: i + 1 };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPoint = (value: unknown): boolean =>
  isFields(value) ? "x" in value : Array.isArray(value) && typeof value[0] === "number";

type ParsedFrame = MediaPipeFrame & {
  readonly unit: TimeUnit;
  readonly imageSize: ImageSize | null;
  readonly others: number;
};

function parseFrame(value: unknown, file: string, line: number): ParsedFrame {
  const fields: Fields = isFields(value) ? value : { landmarks: value };
  const first = (names: readonly string[]) =>
    names.map((name) => fields[name]).find((found) => found !== undefined);
  const given = first(["landmarks", "faceLandmarks", "face_landmarks", "points"]) ?? null;
  if (given !== null && !Array.isArray(given)) {
    throw new DatasetError({
      file,
      line,
      expected: "an array of points {x, y, z}",
      got: quote(String(given)),
    });
  }
  const isNested = given !== null && given.length > 0 && !isPoint(given[0]);
  const faces: unknown[] = given === null || given.length === 0 ? [] : isNested ? given : [given];
  const [unit, time] = timeOf(fields);
  const [width, height] = [
    first(["image_width", "imageWidth", "width"]),
    first(["image_height", "imageHeight", "height"]),
  ];
  const isSized =
    typeof width === "number" && typeof height === "number" && width > 0 && height > 0;
  const person = first(["person", "face_id", "face", "Identity"]);
  return {
    person: typeof person === "string" || typeof person === "number" ? `${person}` : "",
    time,
    unit,
    points: faces[0] === undefined || faces[0] === null ? null : parsePoints(faces[0], file, line),
    blendshapes: parseScores(first(["blendshapes", "faceBlendshapes", "face_blendshapes"])),
    line,
    imageSize: isSized ? { widthPx: width, heightPx: height } : null,
    others: Math.max(0, faces.length - 1),
  };
}

function timeOf(fields: Fields): [TimeUnit, number] {
  const names: readonly (readonly [TimeUnit, string])[] = [
    ["ms", "timestamp_ms"],
    ["ms", "timestampMs"],
    ["either", "timestamp"],
    ["either", "time"],
    ["frame", "frame"],
  ];
  const found = names.find(([, name]) => Number.isFinite(fields[name]));
  return found === undefined ? ["none", Number.NaN] : [found[0], fields[found[1]] as number];
}

/** [P, 3] of {x, y, z} or [x, y, z]; z may be missing, null is a hole. */
function parsePoints(face: unknown, file: string, line: number): Float32Array {
  const fail = (column: number, got: unknown): never => {
    throw new DatasetError({
      file,
      line,
      column,
      expected: "a point {x, y, z} of numbers",
      got: quote(JSON.stringify(got) ?? "nothing"),
    });
  };
  if (!Array.isArray(face)) return fail(1, face);
  return inFile(file, "points", () =>
    Float32Array.from(
      face.flatMap((point: unknown, p) => {
        const parts = Array.isArray(point)
          ? point
          : isFields(point)
            ? [point.x, point.y, point.z ?? 0]
            : fail(p + 1, point);
        const [x, y, z = 0] = parts as readonly unknown[];
        return [x, y, z].map((value) => {
          if (value === null) return Number.NaN;
          return typeof value === "number" ? value : fail(p + 1, point);
        });
      }),
    ),
  );
}

/** [52] of {name: score}, [{categoryName, score}] or MediaPipe's [{categories: [...]}]; null where one is missing. */
function parseScores(given: unknown): Float32Array | null {
  const list =
    Array.isArray(given) && isFields(given[0]) && Array.isArray(given[0].categories)
      ? given[0].categories
      : given;
  const scores = new Map<string, unknown>();
  if (isFields(list)) for (const [name, score] of Object.entries(list)) scores.set(name, score);
  if (Array.isArray(list)) {
    for (const item of list) {
      if (isFields(item)) scores.set(String(item.categoryName ?? item.category_name), item.score);
    }
  }
  const values = BLENDSHAPES.map(
    (name) => scores.get(name) ?? (name === "_neutral" ? 0 : undefined),
  );
  return values.every((value) => typeof value === "number")
    ? Float32Array.from(values as number[])
    : null;
}
