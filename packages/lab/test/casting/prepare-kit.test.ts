import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KIT_JSON, prepareKit, readKit } from "../../src/casting/index.ts";
import {
  KEPT_MATERIALS,
  SYNTHETIC_EXPRESSIONS,
  writeSyntheticKit,
} from "../support/synthetic-kit.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mien-kit-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("prepareKit", () => {
  test("makes a kit that reads back, from a clone or its model folder", async () => {
    const folder = await writeSyntheticKit(root);
    for (const kitFolder of [root, folder]) {
      const out = join(root, "out");
      expect(await prepareKit({ kitFolder, out, identityModes: 3 })).toEqual({
        vertices: 72,
        triangles: 8 * 4,
        expressions: SYNTHETIC_EXPRESSIONS.length + 1,
        identityModes: 3,
      });
      const { kit } = await readKit(out);
      expect(kit.expressions).toEqual([...SYNTHETIC_EXPRESSIONS, "cheekRaiser_L"]);
      expect([...kit.materials].sort()).toEqual([...KEPT_MATERIALS].sort());
      expect(Array.from(kit.triangles.subarray(0, 12))).toEqual([
        0, 1, 2, 0, 2, 3, 4, 5, 6, 6, 7, 8,
      ]);
      expect(kit.materials[kit.triangleMaterial[0]!]).toBe("M_Face");
      expect(Array.from(kit.neutral.subarray(3, 6))).toEqual([-3, -4, Math.fround(0.1)]);
      // Mode 0 moves vertices 0, 7, 14 ... in x by a quarter.
      expect(kit.modes[0]! * kit.modeScale[0]!).toBeCloseTo(0.25, 6);
      expect(kit.modes[1]).toBe(0);
      expect(await readFile(join(out, "LICENSE"), "utf8")).toMatch(/Creative Technologies/);
    }
  });

  test("says what a damaged kit lacks", async () => {
    const folder = await writeSyntheticKit(root);
    const out = join(root, "out");
    const attempt = () => prepareKit({ kitFolder: folder, out });
    const neutral = await readFile(join(folder, "generic_neutral_mesh.obj"), "utf8");
    await writeFile(join(folder, "jawOpen.obj"), "v 1 2 3\n");
    await expect(attempt()).rejects.toThrow(/jawOpen\.obj: expected 81 vertices .* got 1$/);
    await writeFile(join(folder, "jawOpen.obj"), "v 1 2\n");
    await expect(attempt()).rejects.toThrow(
      /jawOpen\.obj:1: expected three numbers after v, got v 1 2/,
    );
    await rm(join(folder, "jawOpen.obj"));
    await expect(attempt()).rejects.toThrow(/jawOpen\.obj: cannot be read \(ENOENT\)/);
    await writeFile(join(folder, "jawOpen.obj"), "version https://git-lfs.github.com/spec/v1\n");
    await expect(attempt()).rejects.toThrow(/git lfs pull/);
    await writeFile(join(folder, "vertex_indices.json"), "{}");
    await expect(attempt()).rejects.toThrow(/vertex_indices\.json: expected the lists expressions/);
    await writeFile(join(folder, "generic_neutral_mesh.obj"), neutral.replaceAll("M_Teeth", "M_X"));
    await expect(attempt()).rejects.toThrow(/expected faces of the materials M_Teeth, got M_Face/);
    await rm(join(folder, "generic_neutral_mesh.obj"));
    await expect(attempt()).rejects.toThrow(/expected ICT-FaceKit with generic_neutral_mesh\.obj/);
  });

  test("readKit names the file that is missing or damaged", async () => {
    const out = join(root, "out");
    await expect(readKit(out)).rejects.toThrow(
      /ict_face\.json: cannot be read .*mien cast prepare/,
    );
    await writeSyntheticKit(root);
    await prepareKit({ kitFolder: root, out });
    await writeFile(join(out, KIT_JSON), "{");
    await expect(readKit(out)).rejects.toThrow(/ict_face\.json: not JSON/);
  });
});
