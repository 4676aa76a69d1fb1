import { createRecording, type Recording } from "@mien/core";
import type { ClipOnDisk, Dataset, SourceRecording } from "./dataset.ts";

const neutralId = (id: string) => `${id}#neutral`;

/**
 * Adds the first frame of each recording and clip as one of its own, labelled neutral, with the same subject: for data sets
 * whose sequences start from a calm face. Those whose first frame shows no face, and films, add none.
 */
export function withNeutralFirstFrames(dataset: Dataset): Dataset {
  const calm: SourceRecording[] = dataset.recordings
    .filter(({ recording, label }) => label !== "neutral" && recording.detected[0] === 1)
    .map(({ recording }) => ({ recording: firstFrameOf(recording), label: "neutral" }));
  const clips: ClipOnDisk[] = dataset.clips
    .filter(({ framePaths, label }) => label !== "neutral" && framePaths.length > 0)
    .map((clip) => ({
      ...clip,
      id: neutralId(clip.id),
      label: "neutral",
      framePaths: clip.framePaths.slice(0, 1),
    }));
  return {
    ...dataset,
    recordings: [...dataset.recordings, ...calm],
    clips: [...dataset.clips, ...clips],
  };
}

function firstFrameOf(recording: Recording): Recording {
  const frames = recording.timestampsMs.length;
  const first = (values: Float32Array) => values.slice(0, values.length / frames);
  return createRecording({
    ...recording,
    id: neutralId(recording.id),
    timestampsMs: recording.timestampsMs.slice(0, 1),
    landmarks: first(recording.landmarks),
    blendshapes: recording.blendshapes && first(recording.blendshapes),
    poseMatrices: recording.poseMatrices && first(recording.poseMatrices),
    detected: recording.detected.slice(0, 1),
  });
}
