/** How far the landmarker is with pictures and films. */
import { type FacesLeft, findModel, type Problem, type Source } from "@mien/landmarker";
import pc from "picocolors";
import type { LoadOptions } from "../datasets/index.ts";
import { type LabelledData, loadLabelled } from "../inputs/index.ts";
import { facesLeftText } from "./faces-left.ts";
import { withInterrupt } from "./interrupt.ts";
import { createProgress } from "./progress.ts";

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

export interface LookProgress {
  onFrame(): void;
  /** A failure is a line as it happens. */
  onEnd(source: Source, end: "done" | "kept" | Problem): void;
  /** Faces that were seen and not taken are a line too. */
  onLeft(source: Source, left: FacesLeft): void;
  finish(): void;
}

/** @param total of photos, folders of frames and films */
export function createLookProgress(total: number): LookProgress {
  const progress = createProgress({ total, label: "extract" });
  const started = performance.now();
  let frames = 0;
  return {
    onFrame() {
      frames++;
      const rate = (frames * 1000) / (performance.now() - started);
      progress.status(`${frames} frames, ${rate.toFixed(0)} a second`);
    },
    onEnd(_, end) {
      for (const line of typeof end === "string" ? [] : listProblems([end])) progress.note(line);
      progress.advance();
    },
    onLeft: (source, left) => progress.note(facesLeftText(source, left)),
    finish: () => progress.finish(),
  };
}

/** Said after Ctrl-C, where parts of the work are on disk. */
export const keptWords = (done: number, total: number, folder: string): string =>
  `${done} of ${total} are kept in ${folder}; the same command with --resume goes on`;

/** loadLabelled under a progress bar, where there is anything to look at. */
export async function loadWithProgress(
  spec: string,
  load: LoadOptions,
  landmarker?: string,
): Promise<LabelledData> {
  let looking: LookProgress | null = null;
  try {
    return await withInterrupt(
      (signal) =>
        loadLabelled(spec, load, {
          signal,
          landmarkerPath: () => findModel(landmarker, "--landmarker"),
          onLook(clips, file) {
            console.error(`${spec}: the landmarker looks at ${clips} clips, once; kept in ${file}`);
            looking = createLookProgress(clips);
          },
          onFrame: () => looking?.onFrame(),
          onEnd: (source, end) => looking?.onEnd(source, end),
          onLeft: (source, left) => looking?.onLeft(source, left),
        }),
      () => (looking === null ? "" : "the same command goes on"),
    );
  } finally {
    (looking as LookProgress | null)?.finish();
  }
}
