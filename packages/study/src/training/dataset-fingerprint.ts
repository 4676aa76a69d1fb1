import type { LabelledRecording } from "@mien/core";
import { createSha256, encodeUtf8 } from "@mien/core/math";

/**
 * SHA-256, in hexadecimal, of what the recordings hold, in their order: ids, subjects, labels and marks, times and landmarks, not how
 * a file stores them.
 */
export function datasetFingerprint(
  recordings: readonly (Pick<LabelledRecording, "recording" | "marks"> & {
    readonly label: string | null;
  })[],
): string {
  const hash = createSha256();
  const add = (values: Float32Array | Float64Array | Uint8Array) =>
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  for (const { recording, label, marks } of recordings) {
    const { id, subjectId, topology, imageSize } = recording;
    hash.update(encodeUtf8(JSON.stringify([id, subjectId, label, topology, imageSize])));
    if (marks !== undefined) hash.update(encodeUtf8(JSON.stringify(Object.entries(marks).sort())));
    add(recording.timestampsMs);
    add(recording.landmarks);
    add(recording.detected);
    if (recording.blendshapes !== null) add(recording.blendshapes);
  }
  return hash.digest();
}
