import { BLENDSHAPES, createRecording, type FaceObservation, TOPOLOGIES } from "@mien/core";
import { createRandom, type Random } from "@mien/core/math";
import {
  type Actor,
  type ActorOptions,
  createActor,
  createRig,
  createShot,
  drawPerformance,
  drawSetting,
  enact,
  FACS_UNITS,
  FACS_UNITS_OTHERWISE,
  type Performance,
  type PerformanceOptions,
  REACHING_MOVEMENTS,
  type Reach,
  type Studio,
  UNIT_MODES,
  type UnitModes,
} from "@mien/core/synthesis";
import {
  type Landmarker,
  type LandmarkerMode,
  MEDIAPIPE_EXTRACTOR,
  MEDIAPIPE_VERSION,
  MODEL_SHA256,
} from "@mien/landmarker";
import type { AnyScene } from "./any-scene.ts";
import type { CastPart, CastPreset, Scene } from "./scene.ts";
import { filmStranger } from "./strangers/index.ts";
import { type PerformedRecording, scriptOf, truthOf } from "./truth.ts";

type Direction = Partial<PerformanceOptions>;

/** Pictures of a scene, one after the other. */
export interface FilmedScene {
  readonly timestampsMs: Float64Array;
  /** RGBA [heightPx, widthPx, 4] of frame t. */
  frame(t: number): Uint8ClampedArray;
}

/** Makes an actor from what it is drawn from; one who plays several scenes may be remembered. */
export type ActorMaker = typeof createActor;

/** The scene before the camera: every random number comes from its seeds. */
export function filmScene(
  shared: Studio,
  scene: Scene,
  actorOf: ActorMaker = createActor,
): FilmedScene {
  const studio = studioOf(shared, scene);
  const actor = actorOf(studio, scene.actorSeed, castingOf(scene.preset, scene.without));
  // The room, the light and the camera are the actor's: one session, several takes.
  const setting = drawSetting(createRandom(scene.actorSeed).fork(99), studio, {
    size: { widthPx: scene.widthPx, heightPx: scene.heightPx },
    grayShare: scene.grayShare,
    ...(scene.preset === "large-2" ? { faceShare: [0.56, 0.78] } : {}),
  });
  const random = createRandom(scene.sceneSeed);
  const performance =
    scene.cue === undefined
      ? perform(random, studio, actor, scene)
      : enact(studio, actor, scriptOf(scene, scene.cue));
  const shot = createShot(studio, actor, performance, setting);
  const timestampsMs = frameTimes(scene.frames, scene.frameRate);
  const film = random.fork(2);
  return { timestampsMs, frame: (t) => shot.frameAt(timestampsMs[t]!, film.fork(t)) };
}

/** The rig is the preset's, or the actor's. */
function studioOf(shared: Studio, { preset, actorSeed }: Scene): Studio {
  if (preset === "ck") return shared;
  return { ...shared, rig: createRig(shared.kit, unitModesOf(preset, actorSeed)) };
}

/** Share of `large-2`'s actors who move the units otherwise. */
const OTHERWISE = 0.4;

/** How an actor of a preset moves each action unit. */
export function unitModesOf(preset: CastPreset, actorSeed: number): UnitModes {
  if (preset !== "large-2") return preset === "ck" ? UNIT_MODES : LARGE_UNITS;
  const draw = createRandom(actorSeed).fork(98).uniform();
  return draw < OTHERWISE ? FACS_UNITS_OTHERWISE : FACS_UNITS;
}

/** The performance of a scene whose label says what it shows. */
function perform(random: Random, studio: Studio, actor: Actor, scene: Scene): Performance {
  const { label } = scene;
  if (label === null)
    throw new Error(`filmScene: ${scene.id} must have a label or a cue, got none`);
  return drawPerformance(random.fork(1), studio, actor, label, {
    durationMs: ((scene.frames - 1) * 1000) / scene.frameRate,
    endsAtApex: scene.endsAtApex,
    speaks: scene.speaks,
    distracts: scene.distracts,
    ...directionOf(random.fork(3), scene),
    ...(scene.without === "variants" ? { variants: "first" } : {}),
  });
}

/** How actors of a preset are drawn. */
export function castingOf(preset: CastPreset, without?: CastPart): ActorOptions {
  if (without === "identity") return { ...castingOf(preset), identitySpread: 0 };
  if (without === "rest") return { ...castingOf(preset), restStrength: 0 };
  // An identity mode's unit is one standard deviation of people, and their brows arch: real faces at rest spread wider than
  // mien-cast's, whose options stay as they were.
  if (preset === "ck") return {};
  const people = { identitySpread: 1, browArch: 0.035 };
  return preset === "large" ? people : { ...people, gainSpread: 0.2, reach: REACH };
}

/** Some people's faces move little, others' far. */
const REACH: Reach = {
  stopped: ["eyeBlink"],
  movements: REACHING_MOVEMENTS,
  near: [0.75, 1.05],
  far: [1.1, 1.45],
};

/**
 * Smiles part the lips upwards, and the cheeks' rise leaves the chin where it is: with the default modes the rendered smile
 * lowers lip and chin several times as far as people's do.
 */
const LARGE_UNITS: UnitModes = {
  ...UNIT_MODES,
  AU6: { cheekSquint: 0.9, cheekRaiser: 0.5, eyeSquint: 0.35 },
  AU25: { mouthLowerDown: 0.3, mouthUpperUp: 0.35, jawOpen: 0.06 },
};

/** What a scene of `large` draws wider than the defaults. */
function directionOf(random: Random, { label, preset, distracts }: Scene): Direction {
  if (preset === "ck") return {};
  const turned = random.uniform();
  // Tension at rest is the same movement as that of anger, sadness and contempt (chin, lips): it does not go away there.
  const isTense = label === "anger" || label === "sadness" || label === "contempt";
  return {
    // Posed apexes are strong; smiles as wide as these are common.
    strength: label === "happiness" ? [0.4, 1.15] : [0.5, 1.3],
    headSpreadDeg: turned < 0.6 ? 5 : turned < 0.9 ? 9 : 14,
    headMostDeg: 25,
    headMotion: distracts ? 1.6 : 1,
    blinksPerMinute: distracts ? 25 : 14,
    giveWay: isTense ? [0, 0.3] : [0.3, 0.8],
    sealsLips: true,
    startsOpenEyed: true,
  };
}

/** [frames] t * 1000 / frameRate */
export function frameTimes(frames: number, frameRate: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, t) => (t * 1000) / frameRate);
}

/** Looks at the first frame after which the landmarker's points have settled. */
const WARM_UP = 6;

/** The mode of the landmarker that performs a scene. */
export function modeOf(scene: AnyScene): LandmarkerMode {
  return scene.watching === "stills" ? "image" : "video";
}

/** Films a scene and has the landmarker, reset and in the scene's mode, look at every frame. */
export async function performScene(
  studio: Studio,
  scene: AnyScene,
  landmarker: Landmarker,
  actorOf?: ActorMaker,
): Promise<PerformedRecording> {
  const film =
    scene.preset === "strangers" ? filmStranger(studio, scene) : filmScene(studio, scene, actorOf);
  const imageSize = { widthPx: scene.widthPx, heightPx: scene.heightPx };
  const seen = await watch(film, scene, landmarker);
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
      mode: modeOf(scene),
      numFaces: 1,
      frameRate: scene.frameRate,
      source: `virtual actor ${scene.subjectId}`,
    },
  });
  return { recording, label: scene.label, truth: truthOf(scene, film.timestampsMs) };
}

async function watch(
  film: FilmedScene,
  scene: AnyScene,
  landmarker: Landmarker,
): Promise<(FaceObservation | null)[]> {
  const size = { widthPx: scene.widthPx, heightPx: scene.heightPx };
  const mode = modeOf(scene);
  if (mode === "video") {
    landmarker.reset();
    await Promise.resolve();
  }
  const first = film.frame(0);
  const before = scene.watching === "warm" ? WARM_UP : 0;
  const stepMs = 1000 / scene.frameRate;
  const see = (data: Uint8ClampedArray, timestampMs: number) =>
    landmarker.detect({ data, ...size }, timestampMs)[0] ?? null;
  for (let k = 0; k < before; k++) see(first, k * stepMs);
  return Array.from(film.timestampsMs, (timeMs, t) =>
    see(t === 0 ? first : film.frame(t), before * stepMs + timeMs),
  );
}
