import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL } from "../../../../tests/support/face-landmarker-model.ts";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { readRecordings } from "../../src/recordings/index.ts";
import { mien } from "../support/mien-command.ts";
import { writeSyntheticKit } from "../support/synthetic-kit.ts";

const kit = testData("ict-face/ict_face.json");

describe("mien cast", () => {
  test("prepare makes a kit's folder from a clone, and says what it holds", () =>
    inTree({}, async (root) => {
      await writeSyntheticKit(root);
      const out = join(root, "kit");
      const { code, stdout } = await mien(["cast", "prepare", root, "--out", out]);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^72 vertices, 32 triangles, \d+ expression and \d+ identity modes, written to /,
      );
      expect(existsSync(join(out, "ict_face.bin"))).toBe(true);
      const without = await mien(["cast", "prepare", root]);
      expect([without.code, without.stderr]).toEqual([
        1,
        "mien: cast prepare: --out FOLDER is needed\n",
      ]);
      const wrong = await mien(["cast", "prepare", join(root, "no"), "--out", out]);
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain("expected ICT-FaceKit with generic_neutral_mesh.obj");
    }));

  // That the same seed gives the same bytes is tested in casting/cast.test.ts.
  optionalTest(
    "films actors and says how many frames show a face",
    kit.missing ?? MODEL.missing,
    () =>
      inTree({}, async (root) => {
        const args = [
          "--actors",
          "1",
          "--seed",
          "3",
          "--kit",
          join(kit.path, ".."),
          "--out",
          "a.parquet",
        ];
        const { code, stdout } = await mien(["cast", ...args], { cwd: root });
        expect(code).toBe(0);
        const [clips, frames] = /^(\d+) clips, (\d+) frames, a face found in \d+ /
          .exec(stdout)!
          .slice(1);
        const stored = await readRecordings(join(root, "a.parquet"));
        expect(stored).toHaveLength(Number(clips));
        const counted = stored.reduce((sum, { recording }) => sum + recording.detected.length, 0);
        expect(counted).toBe(Number(frames));
      }),
  );

  test("without a kit, a file or sense says what is needed", async () => {
    const env = { MIEN_FACE_KIT: "", MIEN_TEST_DATA: "" };
    const fails = async (args: readonly string[], text: string) => {
      const { code, stderr } = await mien(["cast", ...args], { env });
      expect(stderr).toContain(text);
      expect(code).toBe(1);
    };
    await fails(["--out", "x.cast"], "run `mien cast prepare ICT-FaceKit --out DIR`");
    await fails([], "cast: --out FILE is needed");
    await fails(["--out", "x", "--actors", "none"], "expected an integer above 0");
    await fails(["--out", "x", "--preset", "huge"], "Allowed choices are ck, large");
  });
});
