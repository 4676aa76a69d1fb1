import type { Provenance } from "./sections/provenance.ts";

/** What a report says of how it was made. */
export interface ReportOptions {
  /** The command that repeats the study, as a person types it. */
  readonly command?: string;
  /** When the report was made, in words. Left out by default: the same study gives the same bytes. */
  readonly date?: string | null;
}

const KEYS = ["command", "date"];

/** @throws on an unknown key or a value of another type */
export function resolveReportOptions(where: string, options: ReportOptions): Provenance {
  const unknown = Object.keys(options).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw new Error(`${where}: has no option ${unknown}, expected ${KEYS.join(", ")}`);
  }
  const { command = "mien study", date = null } = options;
  if (typeof command !== "string" || command.trim() === "") {
    throw new Error(`${where}: command must be a text, got ${JSON.stringify(command)}`);
  }
  if (date !== null && typeof date !== "string") {
    throw new Error(`${where}: date must be a text or null, got ${JSON.stringify(date)}`);
  }
  return { command, date };
}
