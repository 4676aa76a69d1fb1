import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Problem, Source } from "@mien/landmarker";
import pc from "picocolors";
import { type ExtractOptions, type ExtractResult, extract } from "../recordings/index.ts";
import { facesLeftText } from "./faces-left.ts";
import { withInterrupt } from "./interrupt.ts";
import { createProgress } from "./progress.ts";

/** Whether a file that is there may be written over. */
export interface OutFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly force?: boolean;
}

/** @throws where --out has no folder, or is there already and no flag says what to do */
export function checkOut({ out, resume, force }: OutFlags, canResume = false): void {
  if (!existsSync(dirname(resolve(out)))) {
    throw new Error(`--out ${out}: its folder does not exist`);
  }
  if (existsSync(out) && !resume && !force) {
    const or = canResume ? ", --resume goes on" : "";
    throw new Error(`--out ${out}: is there already; --force writes over it${or}`);
  }
}

/** Files that failed for one reason, under that reason. */
export function listProblems(problems: readonly Problem[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, message } of problems) {
    byReason.set(message, [...(byReason.get(message) ?? []), path]);
  }
  return [...byReason].map(([message, paths]) => {
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
    return `${pc.red("failed:")} ${paths.slice(0, 3).join(", ")}${more}: ${message}`;
  });
}

/** Extracts under a progress bar; each failure is a line as it happens. After Ctrl-C it says how to go on, and sets exit code 130. */
export async function extractWithProgress(
  sources: readonly Source[],
  options: Omit<ExtractOptions, "signal" | "onFrame" | "onEnd" | "onLeft">,
): Promise<ExtractResult> {
  const progress = createProgress({ total: sources.length, label: "extract" });
  const started = performance.now();
  let frames = 0;
  const run = (signal: AbortSignal) =>
    extract(sources, {
      ...options,
      signal,
      onFrame: () => {
        frames++;
        const rate = (frames * 1000) / (performance.now() - started);
        progress.status(`${frames} frames, ${rate.toFixed(0)} a second`);
      },
      onLeft: (source, left) => progress.note(facesLeftText(source, left)),
      onEnd: (_, end) => {
        for (const line of typeof end === "string" ? [] : listProblems([end])) progress.note(line);
        progress.advance();
      },
    });
  const result = await withInterrupt(run).finally(() => progress.finish());
  if (result.aborted) {
    const kept = `${result.recordings.length} of ${sources.length} are kept in ${result.partsFolder}`;
    console.error(`interrupted: ${kept}; the same command with --resume goes on`);
    process.exitCode = 130;
  }
  return result;
}
