import { DatasetError, quote } from "./dataset-error.ts";
import { readText } from "./disk.ts";
import { readDecimal } from "./numbers.ts";

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
  readonly rows: readonly CsvRow[];
}

/**
 * Reads RFC 4180: fields between commas, in quotes where need be.
 *
 * @throws DatasetError on a file without a header, a column named twice, a quote that does not end, or a row of another
 * length than the header
 */
export function readCsv(file: string): CsvTable {
  const [header, ...rows] = splitRows(file, readText(file));
  if (header === undefined) {
    throw new DatasetError({ file, line: 1, expected: "a header", got: "an empty file" });
  }
  const columns = new Map<string, number>();
  header.fields.forEach((field, i) => {
    const name = field.trim();
    if (name !== "" && columns.has(name)) {
      const got = `${quote(name)} again`;
      throw new DatasetError({ file, line: 1, column: i + 1, expected: "a new column", got });
    }
    columns.set(name, i);
  });
  for (const { fields, line } of rows) {
    if (fields.length !== header.fields.length) {
      const expected = `${header.fields.length} fields`;
      throw new DatasetError({ file, line, expected, got: `${fields.length}` });
    }
  }
  return { file, columns, rows };
}

function splitRows(file: string, text: string): CsvRow[] {
  if (!text.includes('"')) return splitPlainRows(text);
  const rows: CsvRow[] = [];
  let [line, start, fields] = [1, 1, [] as string[]];
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|\r|$)/y;
  while (field.lastIndex < text.length || fields.length > 0) {
    const from = field.lastIndex;
    const match = field.exec(text);
    if (match === null) {
      const got = quote(text.slice(from, from + 40));
      const column = fields.length + 1;
      throw new DatasetError({ file, line, column, expected: "a field or a closing quote", got });
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    line += match[0].match(/\r?\n|\r/g)?.length ?? 0;
    if (match[3] === ",") continue;
    if (fields.length > 1 || fields[0] !== "") rows.push({ fields, line: start });
    [start, fields] = [line, []];
    if (match[3] === "") break;
  }
  return rows;
}

function splitPlainRows(text: string): CsvRow[] {
  return text
    .split(/\r?\n|\r/)
    .map((row, i) => ({ row, line: i + 1 }))
    .filter(({ row }) => row.trim() !== "")
    .map(({ row, line }) => ({ fields: row.split(","), line }));
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

/** The number in a field. @throws DatasetError that names line and column */
export function numberIn(table: CsvTable, row: CsvRow, column: number): number {
  return readDecimal(row.fields[column]!, table.file, row.line, column + 1);
}

/** As `numberIn`, and NaN for what tables write where there is none: nothing, nan, NA. */
export function numberOrNaN(table: CsvTable, row: CsvRow, column: number): number {
  const text = row.fields[column]!.trim();
  return /^(|nan|na|null|none)$/i.test(text) ? Number.NaN : numberIn(table, row, column);
}
