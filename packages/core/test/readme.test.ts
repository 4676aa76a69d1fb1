import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addressCore, CORE_DIST } from "./support/portable-module.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const first = /```js\n([\s\S]*?)```/.exec(readme)![1]!;

test("the README's first lines run as they stand, and say how likely a smile is", () => {
  const source = addressCore(first, CORE_DIST.href);
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", source]);
  const lines = said.toString().trim().split("\n");
  expect(lines).toHaveLength(12);
  const chances = lines.map((line) => Number(line.split(" ")[1]));
  expect(
    chances.every((p) => p >= 0 && p <= 1),
    lines.join("\n"),
  ).toBe(true);
  expect(chances.at(-1), "the corners rise").toBeGreaterThan(chances[0]!);
  expect(lines.at(-1)).toContain('"happiness":');
});
