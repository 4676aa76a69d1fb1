import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { inTree } from "../../../tests/support/folder-tree.ts";
import { readPhoto } from "../src/index.ts";

/** 3 wide, 2 high: red on the left, blue on the right. */
const RGB = Buffer.from([255, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0, 255]);
const picture = () => sharp(RGB, { raw: { width: 3, height: 2, channels: 3 } });

const decode = async (bytes: Buffer) =>
  inTree({}, async (root) => {
    writeFileSync(join(root, "p"), bytes);
    const { data, widthPx, heightPx } = await readPhoto(join(root, "p"));
    return { rgba: data, size: { widthPx, heightPx } };
  });

test("gives RGBA rows from the top", async () => {
  const { rgba, size } = await decode(await picture().png().toBuffer());
  expect(size).toEqual({ widthPx: 3, heightPx: 2 });
  expect([...rgba.slice(0, 12)]).toEqual([255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255]);
});

test("turns a picture upright as its EXIF orientation says", async () => {
  // 6: the camera was turned; shown, the left column is the top row.
  const { rgba, size } = await decode(
    await picture().withMetadata({ orientation: 6 }).png().toBuffer(),
  );
  expect(size).toEqual({ widthPx: 2, heightPx: 3 });
  expect([...rgba.slice(0, 4), ...rgba.slice(-4)]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
});

test("gives four channels of eight bits from grey and from sixteen bits", async () => {
  const grey = await picture().greyscale().png().toBuffer();
  expect((await decode(grey)).rgba.length).toBe(3 * 2 * 4);
  const deep = await picture().toColourspace("rgb16").png().toBuffer();
  expect([...(await decode(deep)).rgba.slice(0, 4)]).toEqual([255, 0, 0, 255]);
});
