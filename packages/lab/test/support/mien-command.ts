/** The `mien` command as a user runs it: a process of its own, from the build. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MODEL } from "../../../../tests/support/face-landmarker-model.ts";

const COMMAND = fileURLToPath(new URL("../../bin/mien.mjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MienOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** What was said on stderr but for progress, of which a slow machine sees more. */
export const remarksOf = ({ stderr }: Ended): string =>
  stderr.replaceAll(/^\w+ \d+ of \d+\b(?! written).*\n/gm, "");

/** Runs `mien ARGS` with the landmarker of the test data, without colours; `env` may say otherwise. */
export function mien(args: readonly string[], options: MienOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: options.cwd,
    env: {
      ...process.env,
      MIEN_FACE_LANDMARKER: MODEL.path,
      NO_COLOR: "1",
      FORCE_COLOR: "0",
      ...options.env,
    },
  });
  options.onStart?.(child);
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject).once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
