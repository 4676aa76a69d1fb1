import { DatasetError, quote } from "./dataset-error.ts";
import { readChunks } from "./disk.ts";
import { parseDecimal } from "./numbers.ts";

/** One row of a table: its fields as text, and where it stands in the file. */
export interface CsvRow {
  readonly fields: readonly string[];
  /** From 1, where the row starts. */
  readonly line: number;
}

/** A table with a header. Names lose the spaces around them, as OpenFace writes them. */
export interface CsvTable {
  readonly file: string;
  readonly columns: ReadonlyMap<string, number>;
  /** Reads the rows under the header, one at a time: a table may be larger than memory. @throws DatasetError */
  rows(): Iterable<CsvRow>;
}

/** What stands between fields: of those that the header has, the most frequent one. */
const SEPARATORS = [",", ";", "\t", "|"] as const;
const SEPARATOR_NAMES: Readonly<Record<string, string>> = { "\t": "tab" };

/**
 * Reads RFC 4180 and its kin: fields between commas, semicolons, tabs or bars, in quotes where need be; lines end as any
 * system ends them; numbers may have a decimal comma.
 *
 * @throws DatasetError on a file without a header, a column named twice, a quote that does not end, or a row of another
 * length than the header
 */
export function readCsv(file: string): CsvTable {
  const { first, separator, above } = readHeader(file);
  const header = splitRow(file, first, separator);
  const columns = new Map<string, number>();
  header.fields.forEach((field, i) => {
    const name = field.trim();
    if (name !== "" && columns.has(name)) {
      const got = `${quote(name)} again`;
      const { line } = header;
      throw new DatasetError({ file, line, column: i + 1, expected: "a new column", got });
    }
    columns.set(name, i);
  });
  const width = header.fields.length;
  return {
    file,
    columns,
    rows: () => readRows(file, separator, { width, above }),
  };
}

/** The header's line, its separator, and how many lines stand above the rows. @throws DatasetError on an empty file */
function readHeader(file: string): { first: Line; separator: string; above: number } {
  const lines = readLines(file);
  try {
    const { value: first } = lines.next();
    if (first === undefined) {
      throw new DatasetError({ file, line: 1, expected: "a header", got: "an empty file" });
    }
    // Spreadsheets may name the separator in a line of its own.
    const named = /^sep=(.)$/i.exec(first.text.trim())?.[1];
    const { value: header } = named === undefined ? { value: first } : lines.next();
    if (header === undefined) {
      throw new DatasetError({ file, line: 2, expected: "a header", got: "the end of the file" });
    }
    const separator = named ?? separatorOf(header.text);
    return { first: header, separator, above: named === undefined ? 1 : 2 };
  } finally {
    lines.return(undefined);
  }
}

function separatorOf(header: string): string {
  const outside = header.replace(/"[^"]*"/g, "");
  const counts = SEPARATORS.map((separator) => outside.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

function* readRows(
  file: string,
  separator: string,
  { width, above }: { readonly width: number; readonly above: number },
): Generator<CsvRow> {
  const lines = readLines(file);
  for (let n = 0; n < above; n++) lines.next();
  for (const line of lines) {
    const row = splitRow(file, line, separator);
    if (row.fields.length !== width) {
      const name = SEPARATOR_NAMES[separator] ?? quote(separator);
      const between = separator === "," ? "" : ` between ${name}`;
      const expected = `${width} fields${between}`;
      throw new DatasetError({ file, line: row.line, expected, got: `${row.fields.length}` });
    }
    yield row;
  }
}

interface Line {
  readonly text: string;
  readonly line: number;
}

/** Longer than any table's row: what goes on longer is not a table, or a quote that does not end. */
const MAX_ROW_CHARACTERS = 2 ** 24;

/** Rows that hold something; one with an open quote goes on in the next line. */
function* readLines(file: string): Generator<Line> {
  let [line, start, characters] = [0, 1, 0];
  let open: string[] = [];
  for (const text of splitLines(file, readChunks(file))) {
    line++;
    if (open.length === 0) [start, characters] = [line, 0];
    characters += text.length;
    checkLength(file, start, characters);
    const isOdd = text.includes('"') && text.split('"').length % 2 === 0;
    // A quote opens here, closes here, or goes on through this line.
    if (isOdd !== open.length > 0) open.push(text);
    else {
      const joined = [...open, text].join("\n");
      open = [];
      if (joined.trim() !== "") yield { text: joined, line: start };
    }
  }
  if (open.length > 0) yield { text: open.join("\n"), line: start };
}

function checkLength(file: string, line: number, characters: number): void {
  if (characters <= MAX_ROW_CHARACTERS) return;
  const expected = `a row of at most ${MAX_ROW_CHARACTERS} characters`;
  throw new DatasetError({ file, line, expected, got: "a longer one" });
}

/** Text between line ends of any system. */
function* splitLines(file: string, chunks: Iterable<string>): Generator<string> {
  let [rest, ended] = ["", 0];
  for (const chunk of chunks) {
    checkLength(file, ended + 1, rest.length);
    // A carriage return at the end may be half of a line end.
    const text = rest + chunk;
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = lines.pop()! + text.slice(whole.length);
    ended += lines.length;
    yield* lines;
  }
  yield* rest.split(/\r\n|\n|\r/);
}

function splitRow(file: string, { text, line }: Line, separator: string): CsvRow {
  if (!text.includes('"')) return { fields: text.split(separator), line };
  const fields: string[] = [];
  const between = separator.replace(/[|\\^$.*+?()[\]{}-]/, "\\$&");
  const field = new RegExp(
    ` *"((?:[^"]|"")*)" *(${between}|$)|([^${between}"]*)(${between}|$)`,
    "y",
  );
  while (true) {
    const from = field.lastIndex;
    const match = field.exec(text);
    if (match === null) {
      const got = quote(text.slice(from, from + 40));
      const column = fields.length + 1;
      throw new DatasetError({ file, line, column, expected: "a field or a closing quote", got });
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[3]!);
    if ((match[2] ?? match[4]) === "") return { fields, line };
  }
}

/** Lines of a text that hold something, without a byte order mark. @throws DatasetError on one that is far too long */
export function* readTextLines(file: string): Generator<{ text: string; line: number }> {
  let line = 0;
  for (const text of splitLines(file, readChunks(file))) {
    line++;
    if (text.trim() !== "") yield { text, line };
  }
}

/** Number of a column. @throws DatasetError if the table has none of that name */
export function columnOf(table: CsvTable, name: string): number {
  const column = table.columns.get(name);
  if (column === undefined) {
    const got = `${quote([...table.columns.keys()].slice(0, 6).join(", "))}`;
    throw new DatasetError({ file: table.file, line: 1, expected: `a column ${name}`, got });
  }
  return column;
}

/**
 * What tables write where there is no number: nothing, NA, and not-a-number and infinity as the C libraries of Linux,
 * macOS and Windows spell them (nan, -nan(ind), 1.#QNAN, -1.#IND00, inf, ...).
 */
const MISSING = /^(?:|na|n\/a|null|none|[+-]?(?:nan(?:\(\w*\))?|inf|infinity)|[+-]?1\.#\w+)$/i;

/** The number in a field. @throws DatasetError that names line and column */
export function numberIn(table: CsvTable, row: CsvRow, column: number): number {
  const value = numberOrNaN(table, row, column);
  if (!Number.isNaN(value)) return value;
  throw notANumber(table, row, column);
}

/** As `numberIn`, and NaN for what tables write where there is none. */
export function numberOrNaN(table: CsvTable, row: CsvRow, column: number): number {
  const text = row.fields[column]!;
  // The fast way first: most fields are plain numbers, and tables have millions.
  const plain = parseDecimal(text);
  if (plain !== null) return plain;
  // A comma inside a field, which no separator has taken, is a decimal comma.
  const withPoint = parseDecimal(text.replace(",", "."));
  if (withPoint !== null) return withPoint;
  if (MISSING.test(text.trim())) return Number.NaN;
  throw notANumber(table, row, column);
}

function notANumber({ file }: CsvTable, row: CsvRow, column: number): DatasetError {
  const got = quote(row.fields[column]!.trim());
  return new DatasetError({ file, line: row.line, column: column + 1, expected: "a number", got });
}
