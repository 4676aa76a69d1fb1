import {
  BLENDSHAPES,
  createRandom,
  createRecording,
  type FaceObservation,
  type LabelledRecording,
  TOPOLOGIES,
} from "@mien/core";
import {
  createActor,
  createShot,
  drawPerformance,
  drawSetting,
  type Studio,
} from "@mien/core/synthesis";
import {
  type Landmarker,
  MEDIAPIPE_EXTRACTOR,
  MEDIAPIPE_VERSION,
  MODEL_SHA256,
} from "../extraction/index.ts";
import type { Scene } from "./cast-plan.ts";

/** Pictures of a scene, one after the other. */
export interface FilmedScene {
  readonly timestampsMs: Float64Array;
  /** RGBA [heightPx, widthPx, 4] of frame t. */
  frame(t: number): Uint8ClampedArray;
}

/** The scene before the camera: every random number comes from its seeds. */
export function filmScene(studio: Studio, scene: Scene): FilmedScene {
  const actor = createActor(studio, scene.actorSeed);
  // The room, the light and the camera are the actor's: one session, several takes.
  const setting = drawSetting(createRandom(scene.actorSeed).fork(99), studio, {
    size: { widthPx: scene.widthPx, heightPx: scene.heightPx },
    grayShare: scene.grayShare,
  });
  const random = createRandom(scene.sceneSeed);
  const performance = drawPerformance(random.fork(1), studio, actor, scene.label, {
    durationMs: ((scene.frames - 1) * 1000) / scene.frameRate,
    endsAtApex: scene.endsAtApex,
    speaks: scene.speaks,
  });
  const shot = createShot(studio, actor, performance, setting);
  const timestampsMs = frameTimes(scene.frames, scene.frameRate);
  const film = random.fork(2);
  return { timestampsMs, frame: (t) => shot.frameAt(timestampsMs[t]!, film.fork(t)) };
}

/** [frames] t * 1000 / frameRate */
export function frameTimes(frames: number, frameRate: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, t) => (t * 1000) / frameRate);
}

/** Films a scene and has the landmarker, reset and in video mode, look at every frame. */
export async function performScene(
  studio: Studio,
  scene: Scene,
  landmarker: Landmarker,
): Promise<LabelledRecording> {
  const film = filmScene(studio, scene);
  const imageSize = { widthPx: scene.widthPx, heightPx: scene.heightPx };
  landmarker.reset();
  await Promise.resolve();
  const seen: (FaceObservation | null)[] = [];
  for (let t = 0; t < scene.frames; t++) {
    seen.push(landmarker.detect(film.frame(t), imageSize, film.timestampsMs[t]!));
  }
  const column = (width: number, of: (face: FaceObservation) => Float32Array | null) => {
    const rows = new Float32Array(scene.frames * width).fill(Number.NaN);
    seen.forEach((face, t) => {
      const values = face === null ? null : of(face);
      if (values !== null) rows.set(values, t * width);
    });
    return rows;
  };
  const recording = createRecording({
    id: scene.id,
    subjectId: scene.subjectId,
    topology: "mediapipe478",
    imageSize,
    timestampsMs: film.timestampsMs,
    landmarks: column(3 * TOPOLOGIES.mediapipe478.points, (face) => face.landmarks),
    blendshapes: column(BLENDSHAPES.length, (face) => face.blendshapes),
    poseMatrices: column(16, (face) => face.poseMatrix),
    detected: Uint8Array.from(seen, (face) => (face === null ? 0 : 1)),
    provenance: {
      extractor: MEDIAPIPE_EXTRACTOR,
      version: MEDIAPIPE_VERSION,
      modelSha256: MODEL_SHA256,
      mode: "video",
      numFaces: 1,
      frameRate: scene.frameRate,
      source: `virtual actor ${scene.subjectId}`,
    },
  });
  return { recording, label: scene.label };
}
