/** Which of mien's columns a Parquet file has, and how a time in it becomes milliseconds. */
import type { FileMetaData, SchemaElement } from "hyparquet";

/** Columns that no table can do without, and what each holds. */
const NEEDED: Readonly<Record<string, string>> = {
  recording: "the id of the recording that the row is a frame of",
  subject: "the id of the person, text or integers",
  landmarks: "a list of numbers, x, y, z of each point in shares of the picture",
};
const OPTIONAL: readonly string[] = [
  "label",
  "frame",
  "timestamp_ms",
  "detected",
  "blendshapes",
  "pose_matrix",
  "image_width_px",
  "image_height_px",
];

/** Columns of truth that excludes no other: `mark.AU12`. */
export const MARK_PREFIX = "mark.";

export interface TableColumns {
  /** Those of mien's columns that the file has. */
  readonly names: readonly string[];
  /** Names after the prefix, in the order of the columns. */
  readonly marks: readonly string[];
  /** Milliseconds of one unit of `timestamp_ms`. */
  readonly timeScale: number;
  /** Whether times are dates or clock times, and count from each recording's first frame. */
  readonly isClock: boolean;
}

/** The elements directly under the root. */
function topLevel(schema: readonly SchemaElement[]): SchemaElement[] {
  const found: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++]?.num_children ?? 0;
    for (let c = 0; c < children && at < schema.length; c++) skip();
  };
  while (at < schema.length) {
    found.push(schema[at]!);
    skip();
  }
  return found;
}

const TIME_UNITS: Readonly<Record<string, number>> = { MILLIS: 1, MICROS: 1e-3, NANOS: 1e-6 };

/** Dates come through the parsers below in milliseconds; times of day are integers of their unit. */
function timeOf(element: SchemaElement | undefined): Pick<TableColumns, "timeScale" | "isClock"> {
  const { converted_type, logical_type, type } = element ?? {};
  const isDate =
    type === "INT96" ||
    logical_type?.type === "TIMESTAMP" ||
    !!converted_type?.startsWith("TIMESTAMP");
  if (isDate) return { timeScale: 1, isClock: true };
  if (logical_type?.type === "TIME") {
    return { timeScale: TIME_UNITS[logical_type.unit] ?? 1, isClock: true };
  }
  if (converted_type === "TIME_MICROS") return { timeScale: 1e-3, isClock: true };
  return { timeScale: 1, isClock: converted_type === "TIME_MILLIS" };
}

/** Timestamps as milliseconds that keep their fraction. */
export const TIME_PARSERS = {
  timestampFromMilliseconds: (millis: bigint) => Number(millis),
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1e3,
  timestampFromNanoseconds: (nanos: bigint) =>
    Number(nanos / 1_000_000n) + Number(nanos % 1_000_000n) / 1e6,
};

/** @throws where a column that is needed is missing, naming it and what it holds */
export function findColumns(metadata: FileMetaData): TableColumns {
  const elements = topLevel(metadata.schema);
  const all = elements.map(({ name }) => name);
  const missing = Object.keys(NEEDED).filter((name) => !all.includes(name));
  if (missing.length > 0) {
    const wanted = missing.map((name) => `${name} (${NEEDED[name]})`).join(" and ");
    const noun = missing.length === 1 ? "a column" : "columns";
    throw new Error(`expected ${noun} ${wanted}, got ${all.slice(0, 12).join(", ") || "none"}`);
  }
  if (!all.includes("frame") && !all.includes("timestamp_ms")) {
    const expected =
      "a column timestamp_ms (time of the frame in milliseconds) or frame (its number)";
    throw new Error(`expected ${expected}, got ${all.slice(0, 12).join(", ")}`);
  }
  return {
    names: [...Object.keys(NEEDED), ...OPTIONAL].filter((name) => all.includes(name)),
    marks: all
      .filter((name) => name.startsWith(MARK_PREFIX))
      .map((name) => name.slice(MARK_PREFIX.length)),
    ...timeOf(elements.find(({ name }) => name === "timestamp_ms")),
  };
}

/** Writers of today name lists by their logical type alone; hyparquet looks for the older name. */
export function withListTypes(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map(
    (element): SchemaElement =>
      element.logical_type?.type === "LIST" && element.converted_type === undefined
        ? { ...element, converted_type: "LIST" }
        : element,
  );
  return { ...metadata, schema };
}
