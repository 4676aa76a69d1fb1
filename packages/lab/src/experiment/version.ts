import { readFileSync } from "node:fs";

/** Of mien, as its package states it. */
export function mienVersion(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
