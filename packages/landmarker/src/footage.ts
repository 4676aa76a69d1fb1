/** A source's frames, whatever it is made of. */
import { openPhoto, readPhoto } from "./photo.ts";
import type { Footage, Frame } from "./picture.ts";
import { DEFAULT_FRAME_RATE, type Source } from "./source.ts";
import { openVideo } from "./video.ts";

export interface OpenFramesOptions {
  /** Frames a second: the k-th is at k / frameRate. */
  readonly frameRate?: number;
}

/**
 * Pictures as the frames of a film. All must have the first one's size.
 *
 * @param files in the order of their frames
 * @throws where there are no files or the rate is wrong; and, when frames are asked for, where a picture cannot be read or
 * has another size; that message begins with its path
 */
export function openFrames(
  files: readonly string[],
  { frameRate = DEFAULT_FRAME_RATE }: OpenFramesOptions = {},
): Footage {
  if (files.length === 0) throw new Error("openFrames: files must be 1 or more, got 0");
  if (!(frameRate > 0 && frameRate < 1e6)) {
    throw new Error(`openFrames: frameRate must be above 0, got ${frameRate}`);
  }
  return {
    frameRate,
    frames: files.length,
    async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
      let first: Frame | null = null;
      for (const [k, file] of files.entries()) {
        const picture = await readPhoto(file);
        first ??= picture;
        if (picture.widthPx !== first.widthPx || picture.heightPx !== first.heightPx) {
          const [expected, got] = [first, picture].map((p) => `${p.widthPx} x ${p.heightPx}`);
          throw new Error(`${file}: expected ${expected} as in the frames before it, got ${got}`);
        }
        yield { ...picture, timestampMs: (k * 1000) / frameRate };
      }
    },
  };
}

/** The frames of what findSources found. @throws as openVideo, openPhoto and openFrames do */
export async function openSource({ kind, files, frameRate }: Source): Promise<Footage> {
  if (kind === "video") return openVideo(files[0]!);
  if (kind === "photo") return openPhoto(files[0]!);
  return openFrames(files, { frameRate: frameRate ?? DEFAULT_FRAME_RATE });
}
