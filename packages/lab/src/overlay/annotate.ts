/** A photo, video or folder of frames again, with what was seen and recognised drawn over it. */
import { extname, resolve } from "node:path";
import { observationAt, type Recording, type RecordingPrediction } from "@mien/core";
import {
  DEFAULT_FRAME_RATE,
  encodeVideo,
  meshEdges,
  openSource,
  type Source,
} from "@mien/landmarker";
import sharp from "sharp";
import { drawFrame } from "./draw-frame.ts";

const PICTURES: readonly string[] = [".png", ".jpg", ".jpeg", ".webp"];
const VIDEOS: readonly string[] = [".mp4", ".mov", ".mkv", ".m4v"];

export interface AnnotateOptions {
  readonly onFrame?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * @throws unless a file of that name can hold what the source is (a photo needs a picture, all else a video), and where it
 * is the source itself
 */
export function checkAnnotationPath(
  path: string,
  { kind, files }: Pick<Source, "kind" | "files">,
): void {
  if (files.some((file) => resolve(file) === resolve(path))) {
    throw new Error(`${path}: is what would be drawn over; name another file to write`);
  }
  const [what, extensions] = kind === "photo" ? ["a photo", PICTURES] : ["a video", VIDEOS];
  if (extensions.includes(extname(path).toLowerCase())) return;
  throw new Error(`${path}: ${what} is drawn over in a file of ${extensions.join(", ")}`);
}

/**
 * Frames a second that give the video its length: encoders want one rate, and a video whose frames come unevenly is shown
 * evenly.
 */
function meanFrameRate({ timestampsMs: times }: Recording): number {
  const last = times.length - 1;
  return last < 1 ? DEFAULT_FRAME_RATE : (last * 1000) / (times[last]! - times[0]!);
}

/**
 * Draws the mesh and a bar for each label over each frame of a recording's source, which is decoded again.
 *
 * @throws where the file cannot be written, or the source is not what was recorded; nothing is left behind then
 */
export async function annotate(
  source: Source,
  recording: Recording,
  prediction: RecordingPrediction,
  path: string,
  options: AnnotateOptions = {},
): Promise<void> {
  checkAnnotationPath(path, source);
  if (source.kind === "photo") return annotatePhoto(source, recording, prediction, path);
  const [edges, labels] = [await meshEdges(), labelsIn(prediction)];
  const encoder = await encodeVideo(path, recording.imageSize, meanFrameRate(recording));
  try {
    let t = 0;
    for await (const { data, widthPx, heightPx } of await openSource(source)) {
      options.signal?.throwIfAborted();
      if (t >= prediction.frames.length) throw new Error(`${source.path}: has more frames now`);
      const size = { widthPx, heightPx };
      const face = observationAt(recording, t);
      drawFrame(data, size, { face, prediction: prediction.frames[t]!, labels, edges });
      await encoder.write(data);
      options.onFrame?.();
      t++;
    }
    await encoder.finish();
  } catch (error) {
    await encoder.discard();
    throw error;
  }
}

/** Of the task that was answered; none where no frame shows a face. */
function labelsIn({ frames }: RecordingPrediction): string[] {
  return Object.keys(frames.find((frame) => frame !== null)?.probabilities ?? {});
}

async function annotatePhoto(
  source: Source,
  recording: Recording,
  prediction: RecordingPrediction,
  path: string,
): Promise<void> {
  for await (const { data, widthPx, heightPx } of await openSource(source)) {
    const size = { widthPx, heightPx };
    drawFrame(data, size, {
      face: observationAt(recording, 0),
      prediction: prediction.frames[0]!,
      labels: labelsIn(prediction),
      edges: await meshEdges(),
    });
    const raw = { width: widthPx, height: heightPx, channels: 4 as const };
    await sharp(data, { raw })
      .toFile(path)
      .catch((error: Error) => {
        throw new Error(`${path}: cannot be written (${error.message})`);
      });
  }
}
