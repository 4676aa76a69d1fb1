/** What the landmarker looks at: raw pixels, and frames of them with their times. */
import type { ImageSize } from "@mien/core";

/** A picture: RGBA, upright, square pixels, rows from the top. */
export interface Picture extends ImageSize {
  /** [heightPx, widthPx, 4], 8 bits each. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A decoded picture and when it was taken: of a photo 0. */
export interface Frame extends Picture {
  readonly data: Uint8Array;
  /** From the first frame on, strictly rising. */
  readonly timestampMs: number;
}

/**
 * The frames of a photo, a film or a folder. Each `for await` decodes it from the first frame again.
 *
 * A frame's `data` is valid until the next frame is asked for: buffers are used again. Copy what is to be kept.
 */
export interface Footage extends AsyncIterable<Frame> {
  /** Frames a second; null of a photo, and of a film whose container states none. */
  readonly frameRate: number | null;
  /** As the container states it, which may be off by a few; null where it states none. */
  readonly frames: number | null;
}

/** Most pixels of a photo, as sharp has it: 16,383 x 16,383. */
export const MOST_PHOTO_PIXELS = 0x3fff * 0x3fff;
/** Most pixels of a film's frame: 8,192 x 8,192. */
export const MOST_FRAME_PIXELS = 2 ** 26;

/** @throws unless `data` has the length that the size wants */
export function checkPicture({ data, widthPx, heightPx }: Picture): void {
  const expected = widthPx * heightPx * 4;
  if (data?.length === expected && expected > 0) return;
  const product = `${expected} (${widthPx} x ${heightPx} x 4)`;
  throw new Error(`landmarker: data.length must be ${product}, got ${data?.length}`);
}
