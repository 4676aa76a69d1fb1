/** Frames to a video file, through the system's ffmpeg. */
import { rm } from "node:fs/promises";
import type { ImageSize } from "@mien/core";
import { complaint, feedTool, runTool } from "./ffmpeg.ts";

export interface VideoEncoder {
  /** Takes a frame [height, width, 4], which may be written over once the promise resolves. */
  write(rgba: Uint8Array): Promise<void>;
  /** Ends the file. @throws where ffmpeg could not write it */
  finish(): Promise<void>;
  /** Gives up and removes what was written. */
  discard(): Promise<void>;
}

/** H.264 where this ffmpeg has an encoder for it, which every player knows; else MPEG-4. */
async function codec(): Promise<string[]> {
  const { stdout } = await runTool("ffmpeg", ["-hide_banner", "-encoders"]);
  return / libx264 /.test(stdout.toString())
    ? ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18"]
    : ["-c:v", "mpeg4", "-q:v", "3"];
}

/**
 * Starts a video of a constant frame rate. Sides of an odd length get a black row or column, which 4:2:0 chroma needs.
 *
 * @param frameRate frames a second
 * @throws where ffmpeg is not installed
 */
export async function encodeVideo(
  path: string,
  { widthPx, heightPx }: ImageSize,
  frameRate: number,
): Promise<VideoEncoder> {
  const { child, ended } = await feedTool("ffmpeg", [
    "-hide_banner",
    "-nostats",
    "-loglevel",
    "error",
    "-y",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "-s",
    `${widthPx}x${heightPx}`,
    "-r",
    frameRate.toFixed(6),
    "-i",
    "pipe:0",
    "-vf",
    "pad=ceil(iw/2)*2:ceil(ih/2)*2",
    ...(await codec()),
    "-pix_fmt",
    "yuv420p",
    "-movflags",
    "+faststart",
    `file:${path}`,
  ]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  child.stdin.on("error", () => {}); // an encoder that died says why on its way out
  const fail = () => new Error(`${path}: ffmpeg could not write it (${complaint(said)})`);
  return {
    async write(rgba) {
      if (child.exitCode !== null) throw fail();
      // Not `drain`: the buffer is used again as soon as this resolves.
      await Promise.race([
        new Promise<void>((resolve) => child.stdin.write(rgba, () => resolve())),
        ended,
      ]);
    },
    async finish() {
      child.stdin.end();
      if ((await ended) !== 0) throw fail();
    },
    async discard() {
      child.kill("SIGKILL");
      await ended;
      await rm(path, { force: true });
    },
  };
}
