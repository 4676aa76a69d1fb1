import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of real material that the repository does not hold: MIEN_TEST_DATA, or `../shared/data` beside the repository. */
const folder =
  process.env.MIEN_TEST_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** A file of it, with the reason for an optionalTest to skip where it is not there. */
export function testData(name: string): { readonly path: string; readonly missing: string | null } {
  const path = `${folder}/${name}`;
  return { path, missing: existsSync(path) ? null : `MIEN_TEST_DATA has no ${name}` };
}
