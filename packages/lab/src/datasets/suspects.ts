import { computeFeatures, isExpression, type Recording } from "@mien/core";
import type { SourceRecording } from "./dataset.ts";
import { labelsInId } from "./label-words.ts";

/** An item that may be empty or mislabelled, and why. */
export interface Suspect {
  readonly id: string;
  readonly reason: string;
}

/**
 * Recordings that no one should train on unseen: no face in any frame, a face in less than half, one frame alone, points
 * that hardly move from the first frame on under a label that says they should, a label that contradicts the id.
 *
 * @param stillDistance in outer canthal distances, root mean square over the shared points
 */
export function findSuspects(
  recordings: readonly SourceRecording[],
  stillDistance: number,
): Suspect[] {
  return recordings.flatMap(({ recording, label }) =>
    [
      contradiction(recording.id, label),
      emptiness(recording, label),
      stillness(recording, label, stillDistance),
    ].flatMap((reason) => (reason === null ? [] : [{ id: recording.id, reason }])),
  );
}

/** What is wrong between an id, often the folders that it lay in, and a label; null if nothing. */
export function contradiction(id: string, label: string | null): string | null {
  const named = labelsInId(id);
  if (label === null || named.length === 0 || named.some((name) => name === label)) return null;
  return `labelled ${label}, but its name says ${named.join(" and ")}`;
}

function emptiness({ detected }: Recording, label: string | null): string | null {
  const seen = detected.reduce((sum, found) => sum + found, 0);
  if (seen === 0) return `no face in any of ${detected.length} frames`;
  if (2 * seen < detected.length) return `a face in ${seen} of ${detected.length} frames`;
  return seen === 1 && label !== "neutral" ? "one frame alone" : null;
}

function stillness(recording: Recording, label: string | null, limit: number): string | null {
  const frames = recording.detected.reduce((sum, found) => sum + found, 0);
  if (frames < 2 || label === null || !isExpression(label)) return null;
  const most = largestMovement(recording);
  if (most >= limit) return null;
  return `labelled ${label}, but hardly moves: ${most.toFixed(4)} outer canthal distances`;
}

/** Largest root mean square displacement of the shared points from the first frame, pose removed. */
export function largestMovement(recording: Recording): number {
  const { values, names } = computeFeatures(recording, {
    sets: ["landmarks"],
    baseline: "first-frame",
    pose: "2d",
  });
  const F = names.length;
  let most = 0;
  for (let from = 0; from < values.length; from += F) {
    const sum = values.subarray(from, from + F).reduce((s, x) => s + x * x, 0);
    if (sum > most) most = sum;
  }
  // Two coordinates a point.
  return Math.sqrt((2 * most) / F);
}
