/** The project's own files as git would list them: without what is installed, built or generated. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "./architecture.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const FOREIGN = new Set(["node_modules", "dist", "build", "coverage", "results"]);

/** Paths from the root, with forward slashes, of every file under these folders; a missing folder has none. */
export function listFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    let entries: ReturnType<typeof readEntries>;
    try {
      entries = readEntries(join(root, folder));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    return entries.flatMap((entry) => {
      if (FOREIGN.has(entry.name) || entry.name.startsWith(".")) return [];
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles([path]) : [path];
    });
  });
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

export function readSources(paths: readonly string[]): SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
