/** The README's study prints what it says. */
import { expect, test } from "vitest";
import { codeBlocks, readReadme, runBlock, saidOutput } from "../../../tests/support/readme.ts";

const FOLDER = "packages/study";

test("the whole study prints what it says", () => {
  const [code] = codeBlocks(readReadme(FOLDER), "ts");
  expect(saidOutput(code!)).toHaveLength(4);
  expect(runBlock(FOLDER, code!)).toEqual(saidOutput(code!));
});
