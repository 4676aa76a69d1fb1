/** The lines of pandas and of R that docs/recordings.md gives, run as they stand there. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { rareTest } from "../../../../tests/support/optional.ts";
import { performance } from "../../../core/test/support/faces.ts";
import { readRecordings, writeRecordings } from "../../src/recordings/index.ts";

const docs = readFileSync(new URL("../../../../docs/recordings.md", import.meta.url), "utf8");
const recipe = (language: string) =>
  new RegExp(`\`\`\`${language}\n([^\`]+)\`\`\``).exec(docs)![1]!;

const runs = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: "utf8" });
const python = process.env.MIEN_PYTHON ?? "python3";
const without = (reason: string, { status }: { readonly status: number | null }) =>
  status === 0 ? null : reason;

async function relabelled(run: (folder: string) => ReturnType<typeof runs>) {
  const folder = mkdtempSync(join(tmpdir(), "mien-recipe-"));
  const path = join(folder, "faces.parquet");
  await writeRecordings(path, [
    { recording: { ...performance(1, 4), id: "s01/clip1" }, label: "anger" },
    { recording: { ...performance(2, 4), id: "s01/clip2" }, label: "anger" },
  ]);
  const { status, stderr } = run(folder);
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  const before = await readRecordings(path);
  const after = await readRecordings(join(folder, "corrected.parquet"));
  expect(after.map(({ label }) => label)).toEqual(["fear", "anger"]);
  expect(after.map(({ recording }) => recording.landmarks)).toEqual(
    before.map(({ recording }) => recording.landmarks),
  );
}

rareTest(
  "pandas changes a label, and mien reads it",
  without("needs pandas and pyarrow (MIEN_PYTHON)", runs(python, "-c", "import pandas, pyarrow")),
  () => relabelled((cwd) => spawnSync(python, ["-c", recipe("python")], { encoding: "utf8", cwd })),
);

rareTest(
  "R changes a label, and mien reads it",
  without("needs R's arrow", runs("Rscript", "-e", "library(arrow)")),
  () => relabelled((cwd) => spawnSync("Rscript", ["-e", recipe("r")], { encoding: "utf8", cwd })),
);
