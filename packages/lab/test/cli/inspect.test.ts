import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { performance } from "../../../core/test/support/faces.ts";
import { writeRecordings } from "../../src/recordings/index.ts";
import { mien } from "../support/mien-command.ts";

/** A file with two recordings, one with gaps, its id in need of escapes. */
const inFile = (use: (root: string) => Promise<void>) =>
  inTree({ "text.parquet": "no Parquet" }, async (root) => {
    const gaps = { ...performance(4, 20, { gaps: 0.3 }), id: "b<&>/ü" };
    await writeRecordings(join(root, "two.parquet"), [
      { recording: performance(1, 12), label: "fear" },
      { recording: gaps },
    ]);
    await use(root);
  });

describe("mien inspect", () => {
  test("prints what a file holds, and each recording's quality", () =>
    inFile(async (root) => {
      const { code, stdout } = await mien(["inspect", "two.parquet"], { cwd: root });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^2 recordings of 1 subjects, 32 frames \(fear 1, no label 1\)\n/);
      expect(stdout).toMatch(/\nr1 +fear +12 +100 % /);
      expect(stdout).toMatch(/\nb<&>\/ü +– +20 .* gaps of up to /);
      expect(stdout).toMatch(/\nmouth opening +[▁-█]{12} +0\.\d{3} to 0\.\d{3}\n/);
    }));

  test("prints JSON, of one recording where it is named", () =>
    inFile(async (root) => {
      const args = ["inspect", "two.parquet", "--json", "--recording", "r1"];
      const listed = JSON.parse((await mien(args, { cwd: root })).stdout);
      expect(listed).toHaveLength(1);
      expect(listed[0]).toMatchObject({
        id: "r1",
        label: "fear",
        topology: "mediapipe478",
        quality: { frames: 12, detectedShare: 1, gaps: 0, remarks: expect.any(Array) },
      });
    }));

  test("draws a panel a recording, with a band for each gap", () =>
    inFile(async (root) => {
      const args = ["inspect", "two.parquet", "--svg", "two.svg"];
      const { code, stderr } = await mien(args, { cwd: root });
      expect([code, stderr]).toEqual([0, "2 of 2 drawn in two.svg\n"]);
      const svg = readFileSync(join(root, "two.svg"), "utf8");
      expect(svg).toContain(">r1 (fear)</text>");
      expect(svg).toContain(">b&lt;&amp;&gt;/ü</text>");
      const { detected } = performance(4, 20, { gaps: 0.3 });
      const runs = [...detected].join("").match(/0+/g)!.length;
      expect(svg.match(/fill="#ddd"/g)).toHaveLength(runs);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }));

  test("says what is wrong with a file, and that a recording is not in it", () =>
    inFile(async (root) => {
      const fails = async (args: readonly string[], text: string) => {
        const { code, stderr } = await mien(["inspect", ...args], { cwd: root });
        expect(stderr).toContain(text);
        expect(code).toBe(1);
      };
      await fails(["text.parquet"], "text.parquet: not a file of mien's recordings, or damaged");
      await fails(["gone.parquet"], "gone.parquet: cannot be read");
      await fails(["two.parquet", "--recording", "x"], "inspect: two.parquet has no recording x");
    }));
});
