import { readFileSync } from "node:fs";

export { worstError } from "../../../statistics/test/support/worst-error.ts";

/** A fixture of reference/optimization.py or optimization_progress.py. */
export function readFixture<T>(name: string): T {
  const url = new URL(`../fixtures/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}
