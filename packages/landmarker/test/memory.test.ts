import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, vi } from "vitest";
import { MODEL } from "../../../tests/support/face-landmarker-model.ts";
import { ffmpegMissing } from "../../../tests/support/ffmpeg-missing.ts";
import { optionalTest } from "../../../tests/support/optional.ts";

const CLIP = fileURLToPath(new URL("../../lab/data/actor-happiness.mp4", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./support/memory-of-extraction.mjs", import.meta.url));

// 2,000 frames take half a minute of one core, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 600_000 });

interface Memory {
  readonly rss: number;
  readonly held: number;
}

describe("extraction", () => {
  optionalTest(
    "leaves memory flat over 2,000 frames: decode, detect, recording",
    MODEL.missing ?? ffmpegMissing(),
    async () => {
      const args = ["--expose-gc", SCRIPT, MODEL.path, CLIP];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const { frames, after500, after2000 } = JSON.parse(stdout) as {
        frames: number;
        after500: Memory;
        after2000: Memory;
      };
      expect(frames).toBeGreaterThanOrEqual(2000);
      // One landmark array kept a frame would be 8.6 MiB over these 1,500 frames; a picture kept, 586 MiB.
      expect(after2000.held - after500.held).toBeLessThan(4);
      // The allocator keeps pages as it likes; MediaPipe losing 1/10 of a picture a frame would show.
      expect(after2000.rss - after500.rss).toBeLessThan(48);
    },
  );
});
