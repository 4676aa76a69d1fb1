import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addressCore, CORE_DIST } from "./support/portable-module.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const first = /```js\n([\s\S]*?)```/.exec(readme)![1]!;

test("the README's first lines run as they stand, and print what they say", () => {
  const source = addressCore(first, CORE_DIST.href);
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", source]);
  const promised = [...first.matchAll(/\/\/ -> (.*)$/gm)].map((match) => match[1]!);
  expect(promised).toHaveLength(2);
  expect(said.toString().trim().split("\n")).toEqual(promised);
});
