/**
 * Frames of a video with their true times. ffmpeg decodes; its filter `showinfo`, last in the chain, prints the time of
 * exactly those frames that come out of the pipe, so that variable rates, edit lists and dropped frames need no guess.
 */
import type { Readable } from "node:stream";
import type { ImageSize } from "@mien/core";
import { complaint, runTool, startTool } from "./ffmpeg.ts";

export const VIDEO_EXTENSIONS: readonly string[] = [
  ".mp4",
  ".m4v",
  ".mov",
  ".mkv",
  ".webm",
  ".avi",
  ".mpg",
  ".mpeg",
  ".wmv",
  ".flv",
  ".y4m",
  ".mts",
  ".m2ts",
  ".3gp",
  ".ogv",
];

export interface VideoFrame {
  /** [height, width, 4]. Valid until the next frame is asked for: the buffer is used again. */
  readonly rgba: Uint8Array;
  readonly size: ImageSize;
  /** From the first frame on, strictly rising. */
  readonly timestampMs: number;
}

export interface VideoProperties {
  /** The average that the container states; null where it states none. */
  readonly frameRate: number | null;
  /** As the container states it, which may be off by a few; null where it states none. */
  readonly frames: number | null;
}

interface ProbedStream {
  readonly avg_frame_rate?: string;
  readonly nb_frames?: string;
  readonly duration?: string;
}

/** @throws where ffprobe is missing, or finds no video in the file; the message begins with its path */
export async function probeVideo(path: string): Promise<VideoProperties> {
  const what = "stream=avg_frame_rate,nb_frames,duration";
  const args = ["-v", "error", "-select_streams", "v:0", "-show_entries", what, "-of", "json"];
  const { code, stdout, stderr } = await runTool("ffprobe", [...args, `file:${path}`]);
  if (code !== 0) throw new Error(`${path}: not a video that can be read (${complaint(stderr)})`);
  const stream = (JSON.parse(stdout) as { streams?: ProbedStream[] }).streams?.[0];
  if (stream === undefined) throw new Error(`${path}: has no video in it`);
  const [frames, seconds] = (stream.avg_frame_rate ?? "").split("/").map(Number);
  const rate = frames! / seconds!;
  const counted = Number(stream.nb_frames);
  const estimate = Number.isInteger(counted) ? counted : Math.round(Number(stream.duration) * rate);
  return {
    frameRate: Number.isFinite(rate) && rate > 0 ? rate : null,
    frames: Number.isFinite(estimate) && estimate > 0 ? estimate : null,
  };
}

/** `-fps_mode` is of ffmpeg 5.1; before that, the same was called `-vsync`, which is gone since. */
async function passFramesThrough(): Promise<string[]> {
  const { stdout } = await runTool("ffmpeg", ["-version"]);
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(stdout) ?? [];
  const old = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1);
  return [old ? "-vsync" : "-fps_mode", "passthrough"];
}

const SCALE = "scale=flags=bicubic+accurate_rnd+full_chroma_int+bitexact";

async function startDecoder(path: string) {
  return startTool("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-nostats",
    "-loglevel",
    "info",
    "-threads",
    "2",
    "-i",
    `file:${path}`,
    "-map",
    "0:v:0",
    "-an",
    "-sn",
    "-vf",
    `${SCALE},format=rgba,showinfo=checksum=0`,
    ...(await passFramesThrough()),
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "pipe:1",
  ]);
}

interface FrameInfo {
  /** null where the frame has no time. */
  readonly seconds: number | null;
  readonly size: ImageSize;
}

/** The frames that showinfo announces, in order; other lines are kept as ffmpeg's complaint. */
async function* readFrameInfos(stderr: Readable, others: string[]): AsyncGenerator<FrameInfo> {
  let [tick, rest] = [Number.NaN, ""];
  for await (const chunk of stderr.setEncoding("utf8")) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const base = /showinfo.*config in time_base: (\d+)\/(\d+)/.exec(line);
      if (base !== null) tick = Number(base[1]) / Number(base[2]);
      const frame = /showinfo.*\bn: *\d+ pts: *(-?\d+|NOPTS) .*\bs:(\d+)x(\d+)/.exec(line);
      if (frame !== null) {
        const size = { widthPx: Number(frame[2]), heightPx: Number(frame[3]) };
        yield { seconds: frame[1] === "NOPTS" ? null : Number(frame[1]) * tick, size };
      } else if (/error|invalid|fail|corrupt|no such|not found|denied/i.test(line)) {
        others.push(line);
      }
    }
  }
}

/** Fills frame after frame from a pipe whose chunks end anywhere. */
function createFrameReader(stdout: Readable) {
  const chunks = stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let pending: Buffer = Buffer.alloc(0);
  return async (frame: Uint8Array): Promise<boolean> => {
    for (let filled = 0; filled < frame.length; ) {
      if (pending.length === 0) {
        const next = await chunks.next();
        if (next.done) return false;
        pending = next.value;
      }
      const taken = Math.min(pending.length, frame.length - filled);
      frame.set(pending.subarray(0, taken), filled);
      pending = pending.subarray(taken);
      filled += taken;
    }
    return true;
  };
}

/** Times that rise strictly, from 0: a frame without a time, or one that is not later, comes 1 ms after its predecessor. */
export function createRisingTimes(): (seconds: number | null) => number {
  let first = Number.NaN;
  let last = Number.NEGATIVE_INFINITY;
  return (seconds) => {
    if (Number.isNaN(first)) first = seconds ?? 0;
    const timeMs = seconds === null ? 0 : (seconds - first) * 1000;
    last = timeMs > last ? timeMs : last + 1;
    return last;
  };
}

/**
 * Every frame of a video's first video stream, upright.
 *
 * @throws where ffmpeg is missing or cannot decode the file; the message begins with its path
 */
export async function* decodeVideo(path: string): AsyncGenerator<VideoFrame, void, undefined> {
  const { child, ended } = await startDecoder(path);
  const others: string[] = [];
  try {
    const rising = createRisingTimes();
    const readFrame = createFrameReader(child.stdout);
    let frame: { rgba: Uint8Array; size: ImageSize } | null = null;
    for await (const { seconds, size } of readFrameInfos(child.stderr, others)) {
      frame ??= { rgba: new Uint8Array(size.widthPx * size.heightPx * 4), size };
      if (size.widthPx !== frame.size.widthPx || size.heightPx !== frame.size.heightPx) {
        throw new Error(`${path}: the size of its frames changes, to ${Object.values(size)}`);
      }
      if (!(await readFrame(frame.rgba))) break;
      yield { ...frame, timestampMs: rising(seconds) };
    }
    const code = await ended;
    if (code !== 0 || frame === null) {
      throw new Error(`${path}: ffmpeg could not decode it (${complaint(others.join("\n"))})`);
    }
  } finally {
    child.stdout.destroy();
    child.kill("SIGKILL");
  }
}
