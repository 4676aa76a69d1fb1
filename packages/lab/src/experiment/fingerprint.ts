import { createHash } from "node:crypto";
import type { Label, Recording } from "@mien/core";

/**
 * SHA-256, in hexadecimal, of what the recordings hold, in their order: ids, subjects, labels, times and landmarks, not how
 * a file stores them.
 */
export function fingerprint(
  recordings: readonly { readonly recording: Recording; readonly label: Label | null }[],
): string {
  const hash = createHash("sha256");
  const add = (values: Float32Array | Float64Array | Uint8Array) =>
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  for (const { recording, label } of recordings) {
    const { id, subjectId, topology, imageSize } = recording;
    hash.update(JSON.stringify([id, subjectId, label, topology, imageSize]));
    add(recording.timestampsMs);
    add(recording.landmarks);
    add(recording.detected);
    if (recording.blendshapes !== null) add(recording.blendshapes);
  }
  return hash.digest("hex");
}
