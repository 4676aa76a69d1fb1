import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRecording } from "@mien/core";
import { createRandom } from "@mien/core/math";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecordings, writeRecordings } from "../../src/recordings/index.ts";

const folder = mkdtempSync(join(tmpdir(), "mien-recordings-"));

function recording(id: string, frames: number) {
  const random = createRandom(frames);
  const detected = Uint8Array.from({ length: frames }, (_, t) => (t % 3 === 1 ? 0 : 1));
  const fill = (width: number) =>
    Float32Array.from({ length: frames * width }, (_, i) =>
      detected[Math.floor(i / width)] === 1 ? random.normal() : Number.NaN,
    );
  return createRecording({
    id,
    subjectId: `subject of ${id}`,
    topology: "mediapipe478",
    imageSize: { widthPx: 640, heightPx: 480 },
    timestampsMs: Float64Array.from({ length: frames }, (_, t) => (t * 1000) / 30),
    landmarks: fill(478 * 3),
    blendshapes: fill(52),
    poseMatrices: null,
    detected,
    provenance: {
      extractor: "test",
      version: "1",
      modelSha256: null,
      mode: "synthetic",
      numFaces: 1,
      frameRate: null,
      source: "ü.mp4",
    },
  });
}

test("reads back exactly what it wrote", async () => {
  const path = join(folder, "exact.parquet");
  const written = [
    { recording: recording("a/ü", 5), label: "fear" as const, crop: null },
    { recording: recording("b", 1), label: null, crop: null },
  ];
  await writeRecordings(path, written);
  expect(await readRecordings(path)).toEqual(written);
});

test("refuses two recordings of one id", async () => {
  const twice = [{ recording: recording("a", 1) }, { recording: recording("a", 2) }];
  await expect(writeRecordings(join(folder, "twice.parquet"), twice)).rejects.toThrow(
    "ids must differ, got a twice",
  );
});

test("names the file where its bytes are cut off or changed", async () => {
  const whole = join(folder, "whole.parquet");
  const path = join(folder, "damaged.parquet");
  await writeRecordings(whole, [{ recording: recording("a", 2) }]);
  const bytes = readFileSync(whole);
  const place = fc.integer({ min: 0, max: bytes.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, fc.boolean(), fc.integer({ min: 1, max: 255 }), async (at, cut, by) => {
      const damaged = cut ? bytes.subarray(0, at) : Buffer.from(bytes);
      if (!cut) damaged[at] = damaged[at]! ^ by;
      writeFileSync(path, damaged);
      const message = await readRecordings(path).then(
        () => null,
        (error: Error) => error.message,
      );
      if (message !== null) expect(message).toContain(`${path}: `);
    }),
    { seed: 1, numRuns: 150 },
  );
});
