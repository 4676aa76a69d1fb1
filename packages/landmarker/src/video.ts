/**
 * Frames of a video with their true times. ffmpeg decodes; its filter `showinfo`, last in the chain, prints the time of
 * exactly those frames that come out of the pipe, so that variable rates, edit lists and dropped frames need no guess.
 */
import type { Readable } from "node:stream";
import type { ImageSize } from "@mien/core";
import {
  complaint,
  LOCAL_ONLY,
  runTool,
  STALL_MS,
  stalled,
  startTool,
  type ToolProcess,
  within,
} from "./ffmpeg.ts";
import { type Footage, type Frame, MOST_FRAME_PIXELS } from "./picture.ts";

/** What a container states of its first video stream. */
export interface VideoProperties {
  /** The average that the container states; null where it states none. */
  readonly frameRate: number | null;
  /** As the container states it, which may be off by a few; null where it states none. */
  readonly frames: number | null;
}

export interface OpenVideoOptions {
  /** How long ffmpeg may give nothing while a frame is waited for, ms. */
  readonly stallMs?: number;
}

interface ProbedStream {
  readonly avg_frame_rate?: string;
  readonly nb_frames?: string;
  readonly duration?: string;
  readonly width?: number;
  readonly height?: number;
  readonly color_transfer?: string;
  readonly color_space?: string;
  readonly color_primaries?: string;
  readonly disposition?: { readonly attached_pic?: number };
}

const PROBED =
  "stream=avg_frame_rate,nb_frames,duration,width,height,color_transfer,color_space,color_primaries:stream_disposition=attached_pic";

async function probeStream(path: string, stallMs: number): Promise<ProbedStream> {
  const args = ["-v", "error", ...LOCAL_ONLY, "-select_streams", "v:0"];
  const show = ["-show_entries", PROBED, "-of", "json"];
  const { code, stdout, stderr } = await runTool("ffprobe", [...args, ...show, `file:${path}`], {
    stallMs,
  }).catch((error: Error) => {
    throw /not on PATH/.test(error.message) ? error : new Error(`${path}: ${error.message}`);
  });
  if (code !== 0) throw new Error(`${path}: not a video that can be read (${complaint(stderr)})`);
  const stream = (JSON.parse(stdout.toString()) as { streams?: ProbedStream[] }).streams?.[0];
  if (stream === undefined) throw new Error(`${path}: has no video in it`);
  if (stream.disposition?.attached_pic === 1) {
    throw new Error(`${path}: has no video in it, only sound with a cover picture`);
  }
  const { width = 0, height = 0 } = stream;
  if (width * height > MOST_FRAME_PIXELS) {
    const most = `${MOST_FRAME_PIXELS} pixels a frame`;
    throw new Error(`${path}: its frames must have at most ${most}, got ${width} x ${height}`);
  }
  return stream;
}

function toProperties(stream: ProbedStream): VideoProperties {
  const [frames, seconds] = (stream.avg_frame_rate ?? "").split("/").map(Number);
  const rate = frames! / seconds!;
  const counted = Number(stream.nb_frames);
  const estimate = Number.isInteger(counted) ? counted : Math.round(Number(stream.duration) * rate);
  return {
    frameRate: Number.isFinite(rate) && rate > 0 ? rate : null,
    frames: Number.isFinite(estimate) && estimate > 0 ? estimate : null,
  };
}

/**
 * What the container of a film states.
 *
 * @throws where ffprobe is missing, or finds no video in the file, or one too large; the message begins with its path
 */
export async function probeVideo(path: string): Promise<VideoProperties> {
  return toProperties(await probeStream(path, STALL_MS));
}

/** `-fps_mode` is of ffmpeg 5.1; before that, the same was called `-vsync`, which is gone since. */
async function passFramesThrough(): Promise<string[]> {
  const { stdout } = await runTool("ffmpeg", ["-version"]);
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(stdout.toString()) ?? [];
  const old = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1);
  return [old ? "-vsync" : "-fps_mode", "passthrough"];
}

/** Square pixels: the shorter side of a pixel that is not square is stretched, so that nothing is lost. */
const SQUARE =
  "w='if(gt(sar,1),max(1,round(iw*sar)),iw)':h='if(lt(sar,1),max(1,round(ih/sar)),ih)'";
const SCALE = `scale=${SQUARE}:flags=bicubic+accurate_rnd+full_chroma_int+bitexact`;

/** Transfers of high dynamic range, SMPTE ST 2084 and ARIB STD-B67, whose numbers are no sRGB. */
const HDR_TRANSFERS: readonly (string | undefined)[] = ["smpte2084", "arib-std-b67"];
/** From light as numbers to a common screen: faces keep their tones, what is brighter than white paper is white. */
const TONE_MAP = "format=gbrpf32le,zscale=p=bt709,zscale=t=bt709:m=bt709:r=tv,format=yuv444p";

const isStated = (value: string | undefined) => ![undefined, "unknown", "reserved"].includes(value);

/**
 * Filters before the scaling: of high dynamic range the tone mapping, where this ffmpeg has it. Reference white is 203 cd/m²
 * (ITU-R BT.2408); matrix and primaries that are not stated are those of BT.2020.
 */
async function toneMapping(stream: ProbedStream): Promise<string> {
  if (!HDR_TRANSFERS.includes(stream.color_transfer)) return "";
  const { stdout } = await runTool("ffmpeg", ["-hide_banner", "-filters"]);
  if (!/ zscale /.test(stdout.toString())) return "";
  const matrix = isStated(stream.color_space) ? "" : "min=bt2020nc:";
  const primaries = isStated(stream.color_primaries) ? "" : "pin=bt2020:";
  return `zscale=${matrix}${primaries}t=linear:npl=203,${TONE_MAP},`;
}

async function startDecoder(path: string, toneMap: string) {
  return startTool("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    "-nostats",
    "-loglevel",
    "info",
    "-threads",
    "2",
    "-max_pixels",
    String(MOST_FRAME_PIXELS),
    ...LOCAL_ONLY,
    "-i",
    `file:${path}`,
    "-map",
    "0:v:0",
    "-an",
    "-sn",
    "-vf",
    `${toneMap}${SCALE},setsar=1,format=rgba,showinfo=checksum=0`,
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

function checkSize(path: string, { widthPx, heightPx }: ImageSize, first: ImageSize | null): void {
  if (widthPx * heightPx > MOST_FRAME_PIXELS) {
    const got = `${widthPx} x ${heightPx}`;
    throw new Error(`${path}: its frames, with square pixels, must be smaller, got ${got}`);
  }
  if (first !== null && (widthPx !== first.widthPx || heightPx !== first.heightPx)) {
    throw new Error(`${path}: the size of its frames changes, to ${widthPx},${heightPx}`);
  }
}

/** The frames that come out of a decoder. */
async function* readFrames(
  path: string,
  { child, ended }: { child: ToolProcess; ended: Promise<number> },
  stallMs: number,
): AsyncGenerator<Frame, void, undefined> {
  const others: string[] = [];
  const late = () => new Error(`${path}: ${stalled("ffmpeg", stallMs).message}`);
  const rising = createRisingTimes();
  const readFrame = createFrameReader(child.stdout);
  const infos = readFrameInfos(child.stderr, others);
  let picture: { data: Uint8Array; widthPx: number; heightPx: number } | null = null;
  for (;;) {
    const { value: info, done } = await within(stallMs, infos.next(), late);
    if (done) break;
    checkSize(path, info.size, picture);
    picture ??= { data: new Uint8Array(info.size.widthPx * info.size.heightPx * 4), ...info.size };
    if (!(await within(stallMs, readFrame(picture.data), late))) break;
    yield { ...picture, timestampMs: rising(info.seconds) };
  }
  const code = await within(stallMs, ended, late);
  if (code === 0 && picture === null) throw new Error(`${path}: has no frame in it`);
  if (code !== 0) {
    throw new Error(`${path}: ffmpeg could not decode it (${complaint(others.join("\n"))})`);
  }
}

/**
 * Every frame of a film's first video stream, upright, with square pixels, in sRGB.
 *
 * @throws where ffprobe or ffmpeg is missing, the file is no film, or has no video in it, or one of more than
 * MOST_FRAME_PIXELS; and, when frames are asked for, where they cannot be decoded, change their size, are none at all or do
 * not come for `stallMs`; the message begins with the path
 */
export async function openVideo(
  path: string,
  { stallMs = STALL_MS }: OpenVideoOptions = {},
): Promise<Footage> {
  const stream = await probeStream(path, stallMs);
  return {
    ...toProperties(stream),
    async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
      const decoder = await startDecoder(path, await toneMapping(stream));
      try {
        yield* readFrames(path, decoder, stallMs);
      } finally {
        decoder.child.stdout.destroy();
        decoder.child.kill("SIGKILL");
      }
    },
  };
}
