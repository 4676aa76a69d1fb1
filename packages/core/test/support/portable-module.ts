/**
 * Modules that run in every runtime: the text of an ES module whose default export is a function that returns JSON, and
 * which imports nothing but "@mien/core" and its other doors, names that each runtime replaces by files of the built package.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Place = "main" | "worker";

/** The built package, with its trailing slash. */
export const CORE_DIST = new URL("../../dist/", import.meta.url);

/**
 * The module with the doors of the package, such as "@mien/core" or "@mien/core/math", replaced by their files.
 *
 * @param base address of the built package, with its trailing slash
 * @throws where the package has not been built, or has no such door
 */
export function addressCore(source: string, base: string): string {
  const entry = fileURLToPath(new URL("index.js", CORE_DIST));
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`npm run build\` first`);
  const doors: Readonly<Record<string, { readonly default: string } | undefined>> = JSON.parse(
    readFileSync(new URL("../package.json", CORE_DIST), "utf8"),
  ).exports;
  return source.replaceAll(/"@mien\/core((?:\/[a-z]+)?)"/g, (name, door: string) => {
    const file = doors[`.${door}`]?.default;
    if (file === undefined) throw new Error(`addressCore: there is no door ${name}`);
    return JSON.stringify(base + file.replace("./dist/", ""));
  });
}
