import type { Recording } from "@mien/core";
import {
  extractInWorkers,
  type FacesLeft,
  type Problem,
  type Source,
  type SourceOutcome,
} from "@mien/landmarker";
import { type InputPlan, problemOf } from "./plan-inputs.ts";

/** A recording, and where it was seen: null where it came out of a recordings file. */
export interface Observed {
  readonly recording: Recording;
  readonly label: string | null;
  readonly source: Source | null;
  /** Faces that were seen and not taken; null where there were none, or nobody looked. */
  readonly left: FacesLeft | null;
}

export interface ObserveOptions {
  /** Threads, each with a landmarker. */
  readonly workers: number;
  /** The landmarker's file; asked for only where there is something to look at. */
  readonly landmarkerPath: () => string;
  /** Most persons at a time, each a recording of its own; 1 where it is left out. */
  readonly faces?: number;
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
  { workers, landmarkerPath, faces = 1, signal, onFrame = () => {} }: ObserveOptions,
): AsyncGenerator<Observed | Problem, void, undefined> {
  for (const { recording, label } of stored) yield { recording, label, source: null, left: null };
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
    model: landmarkerPath(),
    faces,
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
      else {
        const { persons, left } = slot.extracted;
        for (const { recording } of persons) yield { recording, label: null, source, left };
      }
    }
  } finally {
    stop.abort();
    await work;
  }
}
