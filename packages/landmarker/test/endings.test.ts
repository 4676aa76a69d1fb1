import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type FormatEnum } from "sharp";
import { expect, test } from "vitest";
import { ffmpegMissing } from "../../../tests/support/ffmpeg-missing.ts";
import { inTree } from "../../../tests/support/folder-tree.ts";
import { optionalTest } from "../../../tests/support/optional.ts";
import {
  IMAGE_EXTENSIONS,
  isImagePath,
  isVideoPath,
  readPhoto,
  VIDEO_EXTENSIONS,
} from "../src/index.ts";

/** 4 x 2: red on the left, blue on the right. */
const ROW = [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255];
const RGB = Buffer.from([...ROW, ...ROW]);
const picture = () => sharp(RGB, { raw: { width: 4, height: 2, channels: 3 } });

test("no ending is both, and capitals count for nothing", () => {
  expect(IMAGE_EXTENSIONS.filter((ending) => VIDEO_EXTENSIONS.includes(ending))).toEqual([]);
  expect(["a/B.JPG", "c.bmp", "d.heic", "e.MOV", "f"].map(isImagePath)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(["a.MP4", "b.png"].map(isVideoPath)).toEqual([true, false]);
});

optionalTest(
  "every ending of a picture is read, or the sentence says what to do",
  ffmpegMissing(),
  () =>
    inTree({}, async (root) => {
      const formats: Readonly<Record<string, keyof FormatEnum | "avif">> = {
        jpg: "jpeg",
        jpeg: "jpeg",
        jfif: "jpeg",
        png: "png",
        webp: "webp",
        avif: "avif",
        tif: "tiff",
        tiff: "tiff",
        gif: "gif",
      };
      for (const ending of IMAGE_EXTENSIONS.map((dotted) => dotted.slice(1))) {
        const path = join(root, `p.${ending}`);
        if (ending === "bmp") {
          await picture().png().toFile(join(root, "p.png"));
          execFileSync("ffmpeg", ["-v", "error", "-i", join(root, "p.png"), path]);
        } else if (/^hei[cf]$/.test(ending)) {
          const header = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
          writeFileSync(path, header);
          await expect(readPhoto(path)).rejects.toThrow(
            `${path}: a HEIC picture, which this build of sharp cannot decode; save it as JPEG, PNG or AVIF`,
          );
          continue;
        } else {
          writeFileSync(path, await picture().toFormat(formats[ending]!).toBuffer());
        }
        const { data, widthPx, heightPx } = await readPhoto(path);
        expect([ending, widthPx, heightPx, data.length]).toEqual([ending, 4, 2, 32]);
        const [red, blue] = [data.slice(0, 4), data.slice(12, 16)];
        expect([
          ending,
          red[0]! > 150,
          red[2]! < 100,
          blue[0]! < 100,
          blue[2]! > 150,
          blue[3],
        ]).toEqual([ending, true, true, true, true, 255]);
      }
    }),
);
