import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  eachOfCast,
  loadMienCast,
  mienCastPath,
  planCast,
  readCast,
} from "../../src/casting/index.ts";

const beside = (name: string) => readFileSync(new URL(name, `file://${mienCastPath()}`));

describe("mien-cast, the data set that ships", () => {
  test("has CK+'s shape, its plan's clips, and a face in every frame", async () => {
    const cast = await loadMienCast();
    const plan = planCast({ actors: 118, seed: 2026, preset: "ck" });
    expect(cast.map(({ recording, label }) => [recording.id, recording.subjectId, label])).toEqual(
      plan.map(({ id, subjectId, label }) => [id, subjectId, label]),
    );
    expect(cast.map(({ recording }) => recording.detected.length)).toEqual(
      plan.map(({ frames }) => frames),
    );
    expect(cast.every(({ recording }) => recording.detected.every((d) => d === 1))).toBe(true);
  });

  test("is at most 8 MB, is the file of its provenance, and carries the kit's licence", () => {
    const bytes = readFileSync(mienCastPath());
    expect(bytes.length).toBeLessThan(8_000_000);
    const provenance = JSON.parse(beside("mien-cast.json").toString());
    expect(provenance.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(provenance.seed).toBe(2026);
    expect(beside("LICENSE-ICT-FaceKit").toString()).toMatch(/USC Institute for Creative Tech/);
  });

  test("is read one by one as well as at once", async () => {
    const [first, second] = await loadMienCast();
    const found: unknown[] = [];
    for await (const one of readCast(mienCastPath())) if (found.push(one) === 2) break;
    expect(found).toEqual([first, second]);
    expect(eachOfCast(readFileSync(mienCastPath())).next().value).toEqual(first);
  });

  test("a missing file is named", async () => {
    await expect(loadMienCast("nowhere.cast")).rejects.toThrow(/^nowhere\.cast: cannot be read/);
  });
});
