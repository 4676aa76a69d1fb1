import type { StoredRecording } from "./recording-table.ts";

/** What a file of recordings holds, counted. */
export interface RecordingsSummary {
  readonly recordings: number;
  readonly subjects: number;
  readonly frames: number;
  /** Recordings of each label, null where there is none, in the labels' alphabetical order. */
  readonly labels: readonly { readonly label: string | null; readonly count: number }[];
  /** Such as "mediapipe 0.10.35, video, mediapipe478"; each once, in alphabetical order. */
  readonly sources: readonly string[];
}

/** Counts recordings, subjects, frames and labels, and names what saw them. */
export function summarizeRecordings(stored: readonly StoredRecording[]): RecordingsSummary {
  const counts = new Map<string | null, number>();
  for (const { label } of stored) counts.set(label, (counts.get(label) ?? 0) + 1);
  const sources = stored.map(({ recording: { topology, provenance } }) => {
    const { extractor, version, mode } = provenance;
    return `${extractor} ${version}, ${mode}, ${topology}`;
  });
  const name = ({ label }: { readonly label: string | null }) => label ?? "no label";
  return {
    recordings: stored.length,
    subjects: new Set(stored.map(({ recording }) => recording.subjectId)).size,
    frames: stored.reduce((sum, { recording }) => sum + recording.detected.length, 0),
    labels: [...counts]
      .map(([label, count]) => ({ label, count }))
      .sort((a, b) => (name(a) < name(b) ? -1 : 1)),
    sources: [...new Set(sources)].sort(),
  };
}
