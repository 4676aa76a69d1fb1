/** Pictures as MediaPipe wants them: upright, sRGB, four channels of 8 bits. */
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { complaint, LOCAL_ONLY, runTool } from "./ffmpeg.ts";
import { type Footage, type Frame, MOST_PHOTO_PIXELS } from "./picture.ts";

/**
 * A picture from a file, turned as its EXIF orientation says; of an animation the first frame. What is transparent shows
 * white.
 *
 * @throws where the file cannot be read, is empty, cut off, too large or no picture; the message begins with its path
 */
export async function readPhoto(path: string): Promise<Frame> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  if (bytes.length === 0) throw new Error(`${path}: expected a picture, got 0 bytes`);
  return isBitmap(bytes) ? readBitmap(path, bytes) : readWithSharp(path, bytes);
}

/** @throws as readPhoto does, when its frame is asked for */
export function openPhoto(path: string): Footage {
  return {
    frameRate: null,
    frames: 1,
    async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
      yield await readPhoto(path);
    },
  };
}

async function readWithSharp(path: string, bytes: Buffer): Promise<Frame> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PHOTO_PIXELS })
      .autoOrient()
      .toColourspace("srgb")
      .flatten({ background: "white" })
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 4) throw new Error(`expected 4 channels, got ${info.channels}`);
    return { data, widthPx: info.width, heightPx: info.height, timestampMs: 0 };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    if (isHevc(bytes)) {
      throw new Error(
        `${path}: a HEIC picture, which this build of sharp cannot decode; save it as JPEG, PNG or AVIF`,
      );
    }
    throw new Error(`${path}: not a picture that can be read, or cut off (${reason})`);
  }
}

/** Whether an ISO media file says that it holds HEVC pictures. */
const isHevc = (bytes: Buffer) =>
  /^ftyp(hei[cxms]|hev[cxms])/.test(bytes.toString("latin1", 4, 12));

/** Whether a file begins as a Windows bitmap does. */
const isBitmap = (bytes: Buffer) => bytes.length > 26 && bytes.toString("latin1", 0, 2) === "BM";

/** Width and height in a bitmap's header; a height below 0 says that rows go from the top. */
function bitmapSize(bytes: Buffer): { widthPx: number; heightPx: number } {
  if (bytes.readUInt32LE(14) === 12) {
    return { widthPx: bytes.readUInt16LE(18), heightPx: bytes.readUInt16LE(20) };
  }
  return { widthPx: bytes.readInt32LE(18), heightPx: Math.abs(bytes.readInt32LE(22)) };
}

/** sharp's libvips has no reader of bitmaps; ffmpeg has. */
async function readBitmap(path: string, bytes: Buffer): Promise<Frame> {
  const { widthPx, heightPx } = bitmapSize(bytes);
  const isSize = widthPx > 0 && heightPx > 0 && widthPx * heightPx <= MOST_PHOTO_PIXELS;
  if (!isSize) throw new Error(`${path}: not a bitmap of a usable size: ${widthPx} x ${heightPx}`);
  const input = ["-hide_banner", "-nostdin", "-loglevel", "error", ...LOCAL_ONLY];
  const output = ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"];
  const { code, stdout, stderr } = await runTool(
    "ffmpeg",
    [...input, "-f", "bmp_pipe", "-i", `file:${path}`, ...output],
    { mostBytes: widthPx * heightPx * 4 + 2 ** 16 },
  );
  if (code !== 0 || stdout.length !== widthPx * heightPx * 4) {
    throw new Error(`${path}: not a picture that can be read, or cut off (${complaint(stderr)})`);
  }
  // Older bitmaps of 32 bits leave the fourth byte at 0, which means nothing there.
  for (let i = 3; i < stdout.length; i += 4) stdout[i] = 255;
  return { data: stdout, widthPx, heightPx, timestampMs: 0 };
}
