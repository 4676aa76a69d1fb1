/**
 * Modules that run in every runtime: the text of an ES module whose default export is a function that returns JSON, and
 * which imports nothing but "@mien/core", a name that each runtime replaces by the address of the built package.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Place = "main" | "worker";

/** The built package, with its trailing slash. */
export const CORE_DIST = new URL("../../dist/", import.meta.url);

/** @throws where the package has not been built */
export function addressCore(source: string, address: string): string {
  const entry = fileURLToPath(new URL("index.js", CORE_DIST));
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`npm run build\` first`);
  return source.replaceAll('"@mien/core"', JSON.stringify(address));
}
