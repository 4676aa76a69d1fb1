import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { ffmpegMissing } from "../../../tests/support/ffmpeg-missing.ts";
import { inTree } from "../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import { testData } from "../../../tests/support/test-data.ts";
import { type Frame, openVideo } from "../src/index.ts";

const CLIP = fileURLToPath(new URL("../../lab/data/actor-happiness.mp4", import.meta.url));
const base = testData("cases/video/base.mp4");
const wide = testData("cases/video/sar.mp4");
const missing = ffmpegMissing();

async function firstFrame(path: string): Promise<Frame> {
  for await (const frame of await openVideo(path)) return { ...frame, data: frame.data.slice() };
  throw new Error(`${path}: no frame`);
}

/** Mean difference of two pictures' numbers, of 255. */
function meanDifference(a: Frame, b: Frame): number {
  expect(a.data.length).toBe(b.data.length);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;
}

/** The clip's first frames in another form. */
function remake(root: string, name: string, ...args: string[]): string {
  const path = join(root, name);
  const input = ["-v", "error", "-y", "-i", CLIP, "-frames:v", "3"];
  execFileSync("ffmpeg", [...input, ...args, path]);
  return path;
}

async function messageOf(path: string, options = {}): Promise<string> {
  try {
    for await (const _ of await openVideo(path, options)) break;
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
}

describe("openVideo gives pictures as they look", () => {
  optionalTest(
    "with square pixels, where a pixel is twice as wide as high",
    missing ?? base.missing ?? wide.missing,
    async () => {
      const [square, stretched] = [await firstFrame(base.path), await firstFrame(wide.path)];
      const aspect = ({ widthPx, heightPx }: Frame) => widthPx / heightPx;
      expect(aspect(stretched)).toBeCloseTo(aspect(square), 2);
    },
  );

  optionalTest("upright, where the container says that the camera was turned", missing, () =>
    inTree({}, async (root) => {
      const plain = await firstFrame(CLIP);
      const small = remake(root, "small.mp4", "-vf", "crop=200:100:20:30", "-c:v", "mpeg4");
      const turned = join(root, "turned.mp4");
      const turn = ["-metadata:s:v", "rotate=90", "-c", "copy"];
      execFileSync("ffmpeg", ["-v", "error", "-i", small, ...turn, turned]);
      expect(plain.widthPx).toBe(plain.heightPx);
      expect(await firstFrame(small)).toMatchObject({ widthPx: 200, heightPx: 100 });
      expect(await firstFrame(turned)).toMatchObject({ widthPx: 100, heightPx: 200 });
    }),
  );

  optionalTest("in the same colours, whatever the pixel format", missing, () =>
    inTree({}, async (root) => {
      const plain = await firstFrame(CLIP);
      for (const format of ["yuv444p10le", "yuv422p", "gbrp", "rgb48le", "yuva420p"]) {
        const path = remake(root, `${format}.mkv`, "-c:v", "ffv1", "-pix_fmt", format);
        // What halving the colour's resolution changes.
        expect([format, meanDifference(await firstFrame(path), plain) < 1]).toEqual([format, true]);
      }
    }),
  );

  optionalTest("of high dynamic range in the range of a common screen", missing, () =>
    inTree({}, async (root) => {
      const toPq =
        "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,zscale=t=smpte2084:npl=203:m=bt2020nc:r=tv,format=yuv420p10le";
      const tags = ["-color_trc", "smpte2084", "-color_primaries", "bt2020", "-colorspace"];
      const path = remake(root, "pq.mkv", "-vf", toPq, ...tags, "bt2020nc", "-c:v", "ffv1");
      const untagged = remake(
        root,
        "untagged.mkv",
        "-vf",
        toPq,
        "-color_trc",
        "bt709",
        "-c:v",
        "ffv1",
      );
      const plain = await firstFrame(CLIP);
      const mapped = meanDifference(await firstFrame(path), plain);
      expect(mapped).toBeLessThan(meanDifference(await firstFrame(untagged), plain) / 2);
    }),
  );
});

describe("openVideo says in one sentence", () => {
  optionalTest("that a file is no film, has no picture, or no frame", missing, () =>
    inTree(
      {
        "note.mp4": "Dear diary, no film today.",
        "empty.y4m": "YUV4MPEG2 W64 H64 F25:1 Ip A1:1 C420jpeg\n",
        "huge.y4m": "YUV4MPEG2 W60000 H60000 F25:1 Ip A1:1 C420jpeg\nFRAME\n",
      },
      async (root) => {
        const file = (name: string) => join(root, name);
        const sine = ["-f", "lavfi", "-i", "sine=duration=0.2"];
        execFileSync("ffmpeg", ["-v", "error", ...sine, file("sound.mp4")]);
        const said = async (name: string) => (await messageOf(file(name))).replace(`${root}/`, "");
        expect(await said("note.mp4")).toMatch(/^note\.mp4: not a video that can be read \(/);
        expect(await said("sound.mp4")).toBe("sound.mp4: has no video in it");
        expect(await said("empty.y4m")).toBe("empty.y4m: has no frame in it");
        expect(await said("huge.y4m")).toMatch(/^huge\.y4m: /);
      },
    ),
  );

  optionalTest("that nothing comes, rather than wait for ever", missing, () =>
    inTree({}, async (root) => {
      const pipe = join(root, "pipe.mp4");
      execFileSync("mkfifo", [pipe]);
      expect(await messageOf(pipe, { stallMs: 300 })).toBe(
        `${pipe}: ffprobe gave nothing for 0.3 s`,
      );
    }),
  );

  optionalTest("and asks no server, wherever a file points", missing, async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/part.ts`;
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`;
    await inTree(
      { "list.mp4": list, "join.mp4": `ffconcat version 1.0\nfile ${url}\n` },
      async (root) => {
        for (const name of ["list.mp4", "join.mp4"]) {
          expect(await messageOf(join(root, name))).toContain(`${name}: `);
        }
      },
    );
    server.close();
    expect(requests).toBe(0);
  });
});
