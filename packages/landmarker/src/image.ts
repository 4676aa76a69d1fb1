/** Pictures as MediaPipe wants them: upright, sRGB, four channels of 8 bits. */
import { readFile } from "node:fs/promises";
import type { ImageSize } from "@mien/core";
import sharp from "sharp";

export interface DecodedImage {
  /** [height, width, 4] */
  readonly rgba: Uint8Array;
  readonly size: ImageSize;
}

/** What sharp's prebuilt libvips reads; a folder's other files are passed over. */
export const IMAGE_EXTENSIONS: readonly string[] = [
  ".jpg",
  ".jpeg",
  ".png",
  ".webp",
  ".avif",
  ".tif",
  ".tiff",
  ".gif",
];

/**
 * A picture from a file, turned as its EXIF orientation says; of an animation the first frame.
 *
 * @throws where the file cannot be read, is empty, cut off or no picture; the message begins with its path
 */
export async function decodeImage(path: string): Promise<DecodedImage> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  if (bytes.length === 0) throw new Error(`${path}: expected a picture, got 0 bytes`);
  try {
    const { data, info } = await sharp(bytes)
      .autoOrient()
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const size = { widthPx: info.width, heightPx: info.height };
    if (info.channels !== 4) throw new Error(`expected 4 channels, got ${info.channels}`);
    return { rgba: data, size };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new Error(`${path}: not a picture that can be read, or cut off (${reason})`);
  }
}
