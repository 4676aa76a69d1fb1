import { apexFeatures, isExpression, type LabelledRecording } from "@mien/core";
import type { BaselineItem } from "@mien/study";

/**
 * What runLinearBaseline classifies: of each recording with a label of the task and a face, the features
 * of its apex. What has neither label nor face is left out.
 */
export function baselineItems(items: readonly LabelledRecording[]): BaselineItem[] {
  return items.flatMap(({ recording, label }) => {
    if (!isExpression(label)) return [];
    const apex = apexFeatures(recording);
    if (apex === null) return [];
    return [{ id: recording.id, subjectId: recording.subjectId, label, features: apex.values }];
  });
}
