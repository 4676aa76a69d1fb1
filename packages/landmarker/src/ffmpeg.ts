/** The system's ffmpeg and ffprobe, as child processes. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

export type Tool = "ffmpeg" | "ffprobe";
export type ToolProcess = ChildProcessByStdio<null, Readable, Readable>;
/** A tool that is fed through a pipe. */
export type FedProcess = ChildProcessByStdio<Writable, null, Readable>;

const INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: "apt-get install ffmpeg (or your distribution's package of that name)",
  darwin: "brew install ffmpeg",
  win32: "winget install ffmpeg",
};

function missingTool(tool: Tool): Error {
  const install = INSTALL[process.platform] ?? "https://ffmpeg.org/download.html";
  return new Error(
    `video needs ${tool}, which is not on PATH. Install it with: ${install}. Pictures and folders of frames do without`,
  );
}

/**
 * Starts a tool in a process group of its own, so that Ctrl-C ends mien and not, unseen, the video in the middle.
 *
 * @returns the process, and what resolves to its exit code when its pipes have ended
 * @throws where the tool is not installed, with the line that installs it
 */
export async function startTool(
  tool: Tool,
  args: readonly string[],
): Promise<{ child: ToolProcess; ended: Promise<number> }> {
  const child = spawn(tool, args, { stdio: ["ignore", "pipe", "pipe"], ...quietly() });
  return { child, ...(await started(tool, child)) };
}

/** Starts a tool that reads its standard input; otherwise as startTool. */
export async function feedTool(
  tool: Tool,
  args: readonly string[],
): Promise<{ child: FedProcess; ended: Promise<number> }> {
  const child = spawn(tool, args, { stdio: ["pipe", "ignore", "pipe"], ...quietly() });
  return { child, ...(await started(tool, child)) };
}

const quietly = () => ({
  detached: process.platform !== "win32",
  windowsHide: true,
  env: { ...process.env, AV_LOG_FORCE_NOCOLOR: "1" },
});

/** Waits for the start. */
async function started(tool: Tool, child: ChildProcess): Promise<{ ended: Promise<number> }> {
  const ended = new Promise<number>((resolve) => {
    child.once("close", (code) => resolve(code ?? -1));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? missingTool(tool) : error);
    });
  });
  return { ended };
}

/** How long a tool may say nothing while something is asked of it. */
export const STALL_MS = 60_000;

/** Before an input: what a file leads to is read from files alone, never from the network. */
export const LOCAL_ONLY: readonly string[] = ["-protocol_whitelist", "file,pipe"];

/** What a promise gives within a time. @throws `late()` where it takes longer */
export async function within<T>(
  limitMs: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** That a tool stands still. */
export const stalled = (tool: Tool, stallMs: number): Error =>
  new Error(`${tool} gave nothing for ${stallMs / 1000} s`);

async function readAll(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).length;
    if (length > most) throw new Error(`gave more than ${most} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export interface RunOptions {
  /** Ends the tool where it takes longer. */
  readonly stallMs?: number;
  /** Most bytes that it may print to either pipe. */
  readonly mostBytes?: number;
}

/** What a tool prints. @throws where it is not installed, takes too long or prints too much */
export async function runTool(
  tool: Tool,
  args: readonly string[],
  { stallMs = STALL_MS, mostBytes = 2 ** 22 }: RunOptions = {},
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  const { child, ended } = await startTool(tool, args);
  try {
    const pipes = [readAll(child.stdout, mostBytes), readAll(child.stderr, mostBytes)];
    const both = Promise.all(pipes);
    const [stdout, stderr] = await within(stallMs, both, () => stalled(tool, stallMs));
    return { code: await ended, stdout: stdout!, stderr: stderr!.toString("utf8") };
  } finally {
    child.kill("SIGKILL");
  }
}

/** The lines of a tool's complaint that say something, joined, without the addresses in them. */
export function complaint(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/ @ 0x[0-9a-f]+/g, "").trim())
    .filter((line) => line.length > 0);
  return lines.slice(-2).join("; ") || "no reason given";
}
