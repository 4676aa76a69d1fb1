import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createActor, createStudio, FACS_UNITS } from "@mien/core/synthesis";
import { createLandmarker } from "@mien/landmarker";
import { describe, expect } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import {
  castingOf,
  filmCast,
  filmScene,
  frameTimes,
  measureExcursions,
  planCast,
  readKit,
  readPerformed,
  truthOf,
  unitModesOf,
} from "../../src/casting/index.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const data = process.env.MIEN_TEST_DATA ?? join(root, "../shared/data");
const kitFolder = join(data, "ict-face");
const modelPath = join(data, "models/face_landmarker.task");
const missing = [kitFolder, modelPath].every((path) => existsSync(path))
  ? null
  : "no ict-face or models/face_landmarker.task in MIEN_TEST_DATA";

/** Small pictures cost less, and seeds decide them alike. */
const SMALL = { widthPx: 96, heightPx: 96 };

describe("large-2", () => {
  optionalTest("films every kind of scene from its seeds alone", missing, async () => {
    const studio = createStudio((await readKit(kitFolder)).kit);
    const scenes = planCast({ actors: 4, seed: 5, preset: "large-2" });
    const kinds = new Map(
      scenes.map((scene) => [`${scene.cue!.subject} ${scene.cue!.labels.length}`, scene]),
    );
    expect(kinds.size).toBe(6);
    for (const scene of kinds.values()) {
      const pixels = (sceneSeed: number) =>
        filmScene(studio, { ...scene, ...SMALL, sceneSeed }).frame(scene.frames - 1);
      const first = pixels(scene.sceneSeed);
      expect(pixels(scene.sceneSeed)).toEqual(first);
      expect(pixels(scene.sceneSeed + 1)).not.toEqual(first);
    }
  });

  optionalTest("keeps its truth in the file", missing, async () => {
    const folder = await mkdtemp(join(tmpdir(), "mien-cast-"));
    try {
      const all = planCast({ actors: 1, seed: 5, preset: "large-2" });
      const some = ["happiness-photo-1", "units-photo-1", "calm-photo-1"];
      const scenes = all
        .filter(({ id, cue }) => some.some((n) => id.endsWith(n)) || cue!.labels.length === 2)
        .map((scene) => ({ ...scene, frames: Math.min(2, scene.frames) }));
      const path = join(folder, "one.cast");
      await filmCast(scenes, { kitFolder, modelPath, workers: 1, out: path });
      const read = [];
      for await (const performed of readPerformed(path)) read.push(performed);
      expect(read.map(({ recording }) => recording.id)).toEqual(scenes.map(({ id }) => id));
      expect(read.map(({ label }) => label)).toEqual(scenes.map(({ label }) => label));
      for (const [i, { truth }] of read.entries()) {
        const scene = scenes[i]!;
        const expected = truthOf(scene, frameTimes(scene.frames, scene.frameRate))!;
        expect(truth).toMatchObject({
          subject: expected.subject,
          course: expected.course,
          segments: expected.segments,
          units: expected.units,
        });
        const worst = expected.intensities.reduce(
          (most, x, k) => Math.max(most, Math.abs(x - truth!.intensities[k]!)),
          0,
        );
        expect(worst).toBeLessThanOrEqual(0.00051); // half of a thousandth, and float32
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  optionalTest(
    "lets half of the actors reach farther, and shuts everybody's lids",
    missing,
    async () => {
      const studio = createStudio((await readKit(kitFolder)).kit);
      const { gainSpread: _, ...casting } = castingOf("large-2");
      const mode = (name: string) => studio.kit.expressions.indexOf(name);
      const gains = Array.from(
        { length: 60 },
        (_, seed) => createActor(studio, seed, { ...casting, gainSpread: 0 }).gains,
      );
      const brows = gains.map((own) => own[mode("browDown_L")]!);
      const far = brows.filter((gain) => gain >= 1.1);
      expect(brows.every((gain) => gain <= 1.45 && (gain >= 1.1 || gain <= 1.05))).toBe(true);
      expect(far.length).toBeGreaterThan(18);
      expect(far.length).toBeLessThan(42);
      expect(
        gains.every((own) => own[mode("eyeBlink_R")] === 1 && own[mode("jawOpen")] === 1),
      ).toBe(true);
    },
  );

  optionalTest(
    "moves the units in millimetres as people do: brows and chin farther than `large`, the jaw less",
    missing,
    async () => {
      const studio = createStudio((await readKit(kitFolder)).kit);
      const landmarker = await createLandmarker({ model: modelPath, mode: "image" });
      const units = ["AU1", "AU4", "AU5", "AU7", "AU9", "AU15", "AU17", "AU23", "AU27"] as const;
      const measure = (preset: "large" | "large-2") => {
        const rows = measureExcursions({
          studio,
          landmarker,
          units,
          unitModesOf: () => (preset === "large" ? unitModesOf("large", 0) : FACS_UNITS),
          // The rig's own reach, without the actor's.
          casting: { ...castingOf("large"), gainSpread: 0 },
          actorSeeds: [1001],
        });
        return (unit: (typeof units)[number]) => rows.get(unit)![0]!;
      };
      const [before, after] = [measure("large"), measure("large-2")];
      landmarker.close();
      expect(after("AU1").innerBrow).toBeGreaterThan(before("AU1").innerBrow + 0.5);
      expect(after("AU4").innerBrow).toBeLessThan(before("AU4").innerBrow - 1);
      expect(after("AU5").aperture).toBeGreaterThan(before("AU5").aperture + 0.2);
      expect(after("AU7").aperture).toBeLessThan(before("AU7").aperture - 0.3);
      expect(after("AU17").chin).toBeGreaterThan(before("AU17").chin + 0.5);
      expect(after("AU15").cornerUp).toBeLessThan(before("AU15").cornerUp - 0.3);
      expect(after("AU23").cornerOut).toBeLessThan(before("AU23").cornerOut - 0.8);
      expect(after("AU9").upperLip).toBeLessThan(0.75 * before("AU9").upperLip);
      expect(after("AU27").lipGap).toBeLessThan(0.92 * before("AU27").lipGap);
    },
  );
});
