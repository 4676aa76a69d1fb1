import { spawnSync } from "node:child_process";

/** Why no video can be decoded here; null where one can. */
export function ffmpegMissing(): string | null {
  const found = ["ffmpeg", "ffprobe"].every((tool) => spawnSync(tool, ["-version"]).status === 0);
  return found ? null : "no ffmpeg on PATH";
}
