import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { computeFeatures, type Recording } from "@mien/core";
import type { ClipOnDisk, SourceRecording } from "./dataset.ts";

/** Two items that hold the same, or nearly the same, performance. */
export interface Duplicate {
  readonly first: string;
  readonly second: string;
  /** Equal bytes, or equal but for less than the limit. */
  readonly kind: "exact" | "near";
  /** Root mean square over shared points and times, in outer canthal distances; 0 for equal bytes. */
  readonly distance: number;
  /** Where false, any split by subject may part the two: a leak. */
  readonly sameSubject: boolean;
  readonly sameLabel: boolean;
}

/** Times, spread evenly over a recording, at which two are compared. */
const TIMES = 5;

interface Shape {
  readonly stored: SourceRecording;
  readonly hash: string;
  /** [TIMES, F], pose, place and size removed, NaN where no face was seen; empty if it never was. */
  readonly points: Float32Array;
  /** Length of the first frame's vector: two shapes are at least as far apart as these are. */
  readonly norm: number;
}

/**
 * Pairs of recordings with equal landmarks, or with points that lie closer than `limit` once pose, place and size are
 * removed, compared at five times spread over each: another frame rate, cut, scale or position does not hide a copy. The
 * points are those that all schemes share. At worst O(N^2); recordings sorted by size of their first frame need few.
 */
export function findDuplicateRecordings(
  recordings: readonly SourceRecording[],
  limit: number,
): Duplicate[] {
  const shapes = recordings.map(shapeOf).sort((a, b) => a.norm - b.norm);
  const found: Duplicate[] = [];
  shapes.forEach((first, i) => {
    const reach = limit * Math.sqrt(first.points.length);
    for (let j = i + 1; j < shapes.length; j++) {
      const second = shapes[j]!;
      if (second.norm - first.norm > reach) break;
      const exact = first.hash === second.hash;
      const distance = exact ? 0 : meanDistance(first.points, second.points);
      if (exact || distance < limit) found.push(pair(first.stored, second.stored, exact, distance));
    }
  });
  return found.sort((a, b) => a.distance - b.distance);
}

function pair(a: SourceRecording, b: SourceRecording, exact: boolean, distance: number): Duplicate {
  return {
    first: a.recording.id,
    second: b.recording.id,
    kind: exact ? "exact" : "near",
    distance,
    sameSubject: a.recording.subjectId === b.recording.subjectId,
    sameLabel: a.label === b.label,
  };
}

function shapeOf(stored: SourceRecording): Shape {
  const { recording } = stored;
  const { values, names, valid } = computeFeatures(recording, {
    sets: ["landmarks"],
    baseline: "none",
    pose: "2d",
    resample: { kind: "length", frames: TIMES },
  });
  const points = valid.includes(1) ? values : new Float32Array(0);
  const start = points.subarray(0, names.length);
  const norm = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
  return { stored, hash: hashOf(recording), points, norm: Number.isNaN(norm) ? 0 : norm };
}

function hashOf({ landmarks, detected }: Recording): string {
  const { buffer, byteOffset, byteLength } = landmarks;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return createHash("sha256").update(bytes).update(detected).digest("hex");
}

/** Over what both have; infinite where that is less than half. */
function meanDistance(a: Float32Array, b: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const squared = (a[i]! - b[i]!) ** 2;
    if (Number.isNaN(squared)) continue;
    sum += squared;
    count++;
  }
  return a.length === b.length && 2 * count >= a.length && count > 0
    ? Math.sqrt(sum / count)
    : Number.POSITIVE_INFINITY;
}

/** Pairs of clips with the same bytes in every frame, or the same film. */
export function findDuplicateClips(clips: readonly ClipOnDisk[]): Duplicate[] {
  const seen = new Map<string, ClipOnDisk>();
  return clips.flatMap((clip) => {
    const hash = createHash("sha256");
    const paths = clip.videoPath === null ? clip.framePaths : [clip.videoPath];
    for (const path of paths) {
      hash.update(createHash("sha256").update(readFileSync(path)).digest());
    }
    const key = hash.digest("hex");
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, clip);
      return [];
    }
    return [
      {
        first: first.id,
        second: clip.id,
        kind: "exact" as const,
        distance: 0,
        sameSubject: first.subjectId === clip.subjectId,
        sameLabel: first.label === clip.label,
      },
    ];
  });
}
