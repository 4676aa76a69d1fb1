import type { Recording } from "@mien/core";
import { extractInWorkers, type Problem, type Source, type SourceOutcome } from "@mien/landmarker";
import { type InputPlan, problemOf } from "./plan-inputs.ts";

/** A recording, and where it was seen: null where it came out of a recordings file. */
export interface Observed {
  readonly recording: Recording;
  readonly label: string | null;
  readonly source: Source | null;
}

export interface ObserveOptions {
  /** Threads, each with a landmarker. */
  readonly workers: number;
  /** The landmarker's file; asked for only where there is something to look at. */
  readonly landmarkerPath: () => string;
  readonly signal?: AbortSignal;
  readonly onFrame?: () => void;
}

/** What comes of one source; null where the work was ended before. */
type Slot = SourceOutcome | Error | null;

/**
 * The recordings of a plan, each as soon as it and all before it are ready: those of recordings files, then those of the
 * sources in their order. A source that fails yields its problem and the others go on. Ends early where the signal says so.
 *
 * @throws where there is no landmarker
 */
export async function* observeInputs(
  { stored, sources }: Pick<InputPlan, "stored" | "sources">,
  { workers, landmarkerPath, signal, onFrame = () => {} }: ObserveOptions,
): AsyncGenerator<Observed | Problem, void, undefined> {
  for (const { recording, label } of stored) yield { recording, label, source: null };
  if (sources.length === 0) return;
  const stop = new AbortController();
  const settle = new Map<Source, (slot: Slot) => void>();
  const slots = sources.map(
    (source) => new Promise<Slot>((resolve) => settle.set(source, resolve)),
  );
  const settleAll = (slot: Slot) => {
    for (const resolve of settle.values()) resolve(slot);
  };
  const options = {
    modelPath: landmarkerPath(),
    searchSmall: true,
    workers,
    onFrame,
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
  };
  const work = extractInWorkers(sources, options, async (outcome) => {
    settle.get(outcome.source)!(outcome);
  }).then(() => settleAll(null), settleAll);
  try {
    for (const [i, source] of sources.entries()) {
      const slot = await slots[i]!;
      if (slot === null) return;
      if (slot instanceof Error) throw slot;
      if ("message" in slot) yield problemOf(source.path, slot.message);
      else yield { recording: slot.extracted.recording, label: null, source };
    }
  } finally {
    stop.abort();
    await work;
  }
}
