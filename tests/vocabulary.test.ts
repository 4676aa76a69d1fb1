import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, readSources, root } from "./support/sources.ts";

test("docs/vocabulary.md names only what the code has", () => {
  const text = readFileSync(join(root, "docs/vocabulary.md"), "utf8");
  const quoted = [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  const files = listFiles(["packages"]).filter((path) => /\/src\/.*\.ts$/.test(path));
  const code = readSources(files)
    .map((file) => file.text)
    .join("\n");
  const isPath = (word: string) => word.includes("/") && /^[@\w/.-]+$/.test(word);
  const places = ["", "packages/core/src/"];
  const missing = quoted.filter((word) => {
    if (word.startsWith("@mien/")) return !existsSync(join(root, "packages", word.slice(6)));
    if (isPath(word)) return !places.some((place) => existsSync(join(root, place, word)));
    const names = word.match(/[A-Za-z]{4,}/g) ?? [];
    return !names.every((name) => new RegExp(`\\b${name}\\b`).test(code));
  });
  expect(quoted.length).toBeGreaterThan(90);
  expect(missing).toEqual([]);
});
