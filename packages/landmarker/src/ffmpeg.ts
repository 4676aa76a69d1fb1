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

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** What a tool prints. */
export async function runTool(
  tool: Tool,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { child, ended } = await startTool(tool, args);
  const [stdout, stderr] = await Promise.all([readText(child.stdout), readText(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** The lines of a tool's complaint that say something, joined, without the addresses in them. */
export function complaint(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/ @ 0x[0-9a-f]+/g, "").trim())
    .filter((line) => line.length > 0);
  return lines.slice(-2).join("; ") || "no reason given";
}
