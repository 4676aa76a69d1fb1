import { basename } from "node:path";
import type { Recording } from "@mien/core";
import { type CsvRow, type CsvTable, columnOf, numberIn, numberOrNaN, readCsv } from "./csv.ts";
import { DatasetError } from "./dataset-error.ts";
import {
  guessImageSize,
  type OnRemark,
  type PointColumns,
  pointColumns,
  readPoints,
  remarkJumps,
  stem,
  type TableFrame,
  tableRecording,
} from "./point-table.ts";

/** Frames a second that a frame number is turned into time by: the table has none. */
const ASSUMED_FRAME_RATE = 30;
/** A column that tells more apart is no column of persons. */
const MOST_PERSONS = 64;
/** Names of the column that tells persons apart, of py-feat and of those who join tables to it. */
const PERSON = ["Identity", "identity", "face_id", "FaceID", "Person", "person"];

/**
 * Recordings from py-feat's Fex CSV (Cheong et al. 2023): columns frame, x_0 .. x_67 (of its MediaPipe detector x_477),
 * y_0 ... in pixels, empty where no face was found; one recording for each `input` and, where the table tells persons apart
 * (`Identity`), each of them. Where it does not, of several faces in a frame the largest counts. py-feat's own guesses at
 * expressions are no labels and are not read. The table tells neither size nor frame rate: 30 frames a second and 640 x 480
 * are assumed, the latter doubled until it holds every point.
 *
 * @throws DatasetError naming line and column
 */
export function loadPyFeat(file: string, subjectId: string, onRemark: OnRemark): Recording[] {
  const table = readCsv(file);
  const columns = findColumns(table);
  const sources = new Map<string, FexRow[]>();
  for (const row of table.rows()) {
    const key = columns.input === null ? "" : row.fields[columns.input]!;
    const rows = sources.get(key);
    const read = readRow(table, row, columns);
    if (rows === undefined) sources.set(key, [read]);
    else rows.push(read);
  }
  if (sources.size === 0) {
    throw new DatasetError({ file, expected: "at least one row under the header", got: "none" });
  }
  onRemark(
    `the table has no times: frame numbers at ${ASSUMED_FRAME_RATE} a second stand for them`,
  );
  const taken = new Set<string>();
  return [...sources].flatMap(([source, rows]) => {
    const id = uniqueName(sources.size === 1 ? stem(file) : nameOf(source), taken);
    return personsOf(file, rows, onRemark).map(({ suffix, frames }) => {
      remarkJumps(frames, onRemark);
      return tableRecording({
        file,
        id: `${id}${suffix}`,
        subjectId: `${subjectId}${suffix}`,
        topology: columns.points.topology,
        imageSize: guessImageSize(frames, onRemark),
        frames,
        provenance: { extractor: "py-feat", version: "unknown", frameRate: null },
      });
    });
  });
}

interface FexColumns {
  readonly points: PointColumns;
  readonly frame: number;
  readonly input: number | null;
  readonly person: number | null;
  readonly sides: readonly (number | null)[];
}

/** One face of one frame, or a frame without any. */
interface FexRow {
  readonly frame: number;
  readonly person: string;
  readonly area: number;
  readonly points: Float64Array | null;
  readonly line: number;
}

function findColumns(table: CsvTable): FexColumns {
  const find = (name: string) => table.columns.get(name) ?? null;
  const points = pointColumns(table);
  return {
    points,
    frame: find("frame") ?? find("") ?? columnOf(table, "frame"),
    input: find("input"),
    person: PERSON.map(find).find((column) => column !== null) ?? null,
    sides: ["FaceRectWidth", "FaceRectHeight"].map(find),
  };
}

function readRow(table: CsvTable, row: CsvRow, columns: FexColumns): FexRow {
  const frame = numberIn(table, row, columns.frame);
  const points = readPoints(table, row, columns.points);
  const sides = columns.sides.map((side) => (side === null ? 1 : numberOrNaN(table, row, side)));
  return {
    frame,
    person: columns.person === null ? "" : row.fields[columns.person]!.trim(),
    area: points === null ? -1 : sides[0]! * sides[1]! || 0,
    points,
    line: row.line,
  };
}

/** The last part of a path of either system, without its ending. */
function nameOf(source: string): string {
  const name = basename(source.replaceAll("\\", "/")).replace(/\.[^.]+$/, "");
  return name === "" ? "unnamed" : name;
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${name}#${n}`;
  taken.add(unique);
  return unique;
}

interface Person {
  /** What tells the person's recording from others; "" for one alone. */
  readonly suffix: string;
  readonly frames: TableFrame[];
}

/** Each person over all frames of the source; one person, the largest face, where the table does not tell them apart. */
function personsOf(file: string, rows: readonly FexRow[], onRemark: OnRemark): Person[] {
  const names = [...new Set(rows.flatMap(({ person, points }) => (points ? [person] : [])))];
  if (names.length > MOST_PERSONS) {
    const { line } = rows[0]!;
    const expected = `at most ${MOST_PERSONS} persons of one source`;
    throw new DatasetError({ file, line, expected, got: `${names.length}` });
  }
  if (names.length > 1) {
    return names.map((name) => {
      const own = rows.map((row) =>
        row.person === name ? row : { ...row, area: -2, points: null },
      );
      return { suffix: `#${name === "" ? "unnamed" : name}`, frames: largestFaces(own) };
    });
  }
  const faces = rows.filter(({ points }) => points !== null);
  const left = faces.length - new Set(faces.map(({ frame }) => frame)).size;
  if (left > 0) {
    const why = "the table does not tell persons apart (no column Identity)";
    onRemark(`of several faces in a frame the largest counts, ${left} are left out: ${why}`);
  }
  return [{ suffix: "", frames: largestFaces(rows) }];
}

function largestFaces(rows: readonly FexRow[]): TableFrame[] {
  const largest = new Map<number, FexRow>();
  for (const row of rows) {
    if (row.area > (largest.get(row.frame)?.area ?? Number.NEGATIVE_INFINITY)) {
      largest.set(row.frame, row);
    }
  }
  return [...largest.values()].map(({ frame, points, line }) => ({
    timestampMs: (frame * 1000) / ASSUMED_FRAME_RATE,
    points,
    line,
  }));
}
