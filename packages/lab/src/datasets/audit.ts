import { type ClassCount, tallyClasses } from "./class-counts.ts";
import { CONTEMPT_POLICIES, type ContemptPolicy, type Dataset } from "./dataset.ts";
import type { TaskDataset } from "./dataset-task.ts";
import { type Duplicate, findDuplicateClips, findDuplicateRecordings } from "./duplicates.ts";
import { contradiction, findSuspects, type Suspect } from "./suspects.ts";

export interface AuditOptions {
  /** Default "negative". */
  readonly contempt?: ContemptPolicy;
  /** Recordings closer than this are near-duplicates; outer canthal distances. Default 0.005. */
  readonly nearDistance?: number;
  /** Recordings that move less than this are still; outer canthal distances. Default 0.004. */
  readonly stillDistance?: number;
}

export interface AuditReport {
  readonly items: number;
  readonly subjects: number;
  readonly frames: number;
  readonly unlabelled: number;
  readonly neutral: number;
  readonly classes: readonly ClassCount[];
  readonly duplicates: readonly Duplicate[];
  readonly suspects: readonly Suspect[];
  /** Ids that more than one item has. */
  readonly repeatedIds: readonly string[];
}

/**
 * Looks for what makes a data set's figures untrue. Of clips that are not extracted yet only names, labels and bytes are
 * compared.
 *
 * @throws on an unknown key or policy, or a distance that is not positive
 */
export function auditDataset(
  dataset: Dataset & Partial<TaskDataset>,
  options: AuditOptions = {},
): AuditReport {
  const { contempt, nearDistance, stillDistance } = resolve(options);
  const { recordings, clips } = dataset;
  const items = [
    ...recordings.map(({ recording, label }) => ({
      id: recording.id,
      subjectId: recording.subjectId,
      frames: recording.detected.length,
      label,
    })),
    ...clips.map(({ id, subjectId, label, framePaths }) => ({
      id,
      subjectId,
      label,
      frames: framePaths.length,
    })),
  ];
  const labels = items.map((item) => item.label);
  const clipSuspects = clips.flatMap(({ id, label, framePaths }) => {
    const lonely = framePaths.length === 1 && label !== "neutral" ? "one frame alone" : null;
    const reasons = [contradiction(id, label), lonely].filter((reason) => reason !== null);
    return reasons.map((reason) => ({ id, reason }));
  });
  return {
    items: items.length,
    subjects: new Set(items.map((item) => item.subjectId)).size,
    frames: items.reduce((sum, item) => sum + item.frames, 0),
    unlabelled: labels.filter((label) => label === null).length,
    neutral: labels.filter((label) => label === "neutral").length,
    classes: tallyClasses(labels, contempt, dataset.task),
    duplicates: [
      ...findDuplicateRecordings(recordings, nearDistance),
      ...findDuplicateClips(clips),
    ],
    suspects: [...findSuspects(recordings, stillDistance), ...clipSuspects],
    repeatedIds: repeated(items.map((item) => item.id)),
  };
}

function resolve(options: AuditOptions): Required<AuditOptions> {
  const resolved: Required<AuditOptions> = {
    contempt: "negative",
    nearDistance: 0.005,
    stillDistance: 0.004,
    ...options,
  };
  for (const [key, value] of Object.entries(resolved)) {
    if (!["contempt", "nearDistance", "stillDistance"].includes(key)) {
      const known = "contempt, nearDistance, stillDistance";
      throw new Error(`auditDataset: has no key ${key}, expected ${known}`);
    }
    if (key !== "contempt" && !((value as number) > 0)) {
      throw new Error(`auditDataset: ${key} must be a number > 0, got ${value}`);
    }
  }
  if (!CONTEMPT_POLICIES.includes(resolved.contempt)) {
    const expected = CONTEMPT_POLICIES.join(" or ");
    throw new Error(`auditDataset: contempt must be ${expected}, got ${String(resolved.contempt)}`);
  }
  return resolved;
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.size === seen.add(id).size))];
}
