/** Where in a file, and what was wrong with it. */
export interface Fault {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1: of a table the number of the field, of text the number of the character. */
  readonly column?: number;
  readonly expected: string;
  readonly got: string;
}

/** What every loader throws, and nothing else: names the file, the place, what was expected and what came. */
export class DatasetError extends Error {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;

  constructor({ file, line, column, expected, got }: Fault) {
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    super(`${place}: expected ${expected}, got ${got}`);
    this.name = "DatasetError";
    this.file = file;
    this.line = line ?? null;
    this.column = column ?? null;
  }
}

/** Text as an error shows it: quoted, one line, at most 40 characters. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  return JSON.stringify(short);
}

/** A message of the system without the path that it repeats. */
export function systemMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file or folder",
    EACCES: "no permission to read it",
    EISDIR: "a folder",
    ENOTDIR: "a file where a folder should be",
    ERR_STRING_TOO_LONG: "a file too long to read as text",
    ERR_FS_FILE_TOO_LARGE: "a file larger than 2 GiB",
  };
  return (code === undefined ? undefined : known[code]) ?? error.message;
}

/** Runs `build`; an error of another kind becomes a DatasetError that names the file. */
export function inFile<T>(file: string, expected: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw new DatasetError({ file, expected, got: systemMessage(error) });
  }
}
