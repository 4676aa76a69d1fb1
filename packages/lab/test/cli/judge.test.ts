import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { encodeCast, planStrangers } from "../../src/casting/index.ts";
import { mien } from "../support/mien-command.ts";
import { recordStranger } from "../support/recorded-stranger.ts";

const plan = { actors: 1, seed: 3 };
const args = ["--actors", "1", "--seed", "3"];

test("mien judge says what the shipped model is worth on strangers, as tables and as JSON", () =>
  inTree({}, async (root) => {
    const path = join(root, "one.cast");
    const recordings = planStrangers(plan).map((scene) => ({
      recording: recordStranger(scene),
      label: scene.label,
    }));
    await writeFile(path, encodeCast(recordings));
    const { code, stdout } = await mien(["judge", path, ...args]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${recordings.length} recordings of 1 strangers\n\nown neutral\n`);
    expect(stdout).toMatch(/^photos +12 /m);
    expect(stdout).toMatch(/^AU12 /m);
    const json = await mien(["judge", path, ...args, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ actors: 1, comparison: null });
    const other = await mien(["judge", path, "--actors", "1", "--seed", "4"]);
    expect([other.code, other.stdout]).toEqual([1, ""]);
    expect(other.stderr).toContain("of the strangers of seed 4, got S001-calm-plain");
  }));
