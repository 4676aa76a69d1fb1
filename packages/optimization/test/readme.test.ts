/** The README's lines print what it says; its table is held to Optuna in progress.test.ts. */
import { expect, test } from "vitest";
import { codeBlocks, readReadme, runBlock, saidOutput } from "../../../tests/support/readme.ts";

const FOLDER = "packages/optimization";

test("the block prints what it says", () => {
  const [code] = codeBlocks(readReadme(FOLDER), "ts");
  expect(saidOutput(code!).length).toBeGreaterThan(0);
  expect(runBlock(FOLDER, code!)).toEqual(saidOutput(code!));
});
