import {
  BLENDSHAPES,
  createRecording,
  NAMED_POINTS,
  type Recording,
  TOPOLOGIES,
  type TopologyName,
} from "../../src/face/index.ts";
import { cos, createRandom, sin } from "../../src/math/index.ts";
import { CANONICAL_NEUTRAL } from "./canonical-neutral.ts";

/** How a test face stands in its picture. Angles in radians: turn about y (yaw), x (pitch), z (roll). */
export interface View {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
  /** Shift of the face's middle from the picture's, in pixels. */
  readonly x?: number;
  readonly y?: number;
  /** Width of the picture that the canonical picture's 30 cm would fill. */
  readonly sizePx?: number;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** The canonical face in space [478, 3]: x right, y down, z away, about 0, in shares of 30 cm. */
export function canonicalPoints(): Float64Array {
  return Float64Array.from(
    CANONICAL_NEUTRAL,
    (v, i) => Math.fround(v / 1e6) - (i % 3 === 2 ? 0 : 0.5),
  );
}

/** A seeded face that moves its points by up to `movement` of the picture. */
export function movedPoints(seed: number, movement: number): Float64Array {
  const random = createRandom(seed);
  return canonicalPoints().map((v) => v + movement * (2 * random.uniform() - 1));
}

/** Turns points and puts them into a picture: landmarks [478, 3] in shares. */
export function project(points: Float64Array, view: View = {}): Float32Array {
  const { yaw = 0, pitch = 0, roll = 0, x: shiftX = 0, y: shiftY = 0 } = view;
  const { sizePx = 500, widthPx = 640, heightPx = 480 } = view;
  const out = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
    const [x1, z1] = [cos(yaw) * x + sin(yaw) * z, cos(yaw) * z - sin(yaw) * x];
    const [y1, z2] = [cos(pitch) * y - sin(pitch) * z1, sin(pitch) * y + cos(pitch) * z1];
    const [x2, y2] = [cos(roll) * x1 - sin(roll) * y1, sin(roll) * x1 + cos(roll) * y1];
    out[at] = 0.5 + (x2 * sizePx + shiftX) / widthPx;
    out[at + 1] = 0.5 + (y2 * sizePx + shiftY) / heightPx;
    out[at + 2] = (z2 * sizePx) / widthPx;
  }
  return out;
}

/** The points that the schemes share, as an ibug68 tracker would give them: flat. The jaw's other points lie at the chin. */
export function toIbug68(landmarks: Float32Array): Float32Array {
  const { mediapipe478, ibug68 } = TOPOLOGIES;
  const out = new Float32Array(3 * ibug68.points);
  const chin = 3 * mediapipe478.named.chin;
  for (let p = 0; p < ibug68.points; p++) out.set(landmarks.subarray(chin, chin + 2), 3 * p);
  for (const name of NAMED_POINTS) {
    const from = 3 * mediapipe478.named[name];
    out.set(landmarks.subarray(from, from + 2), 3 * ibug68.named[name]);
  }
  return out;
}

/** A recording of given frames; null where no face was seen. */
export function recordingOf(
  frames: readonly (Float32Array | null)[],
  options: {
    readonly id?: string;
    readonly topology?: TopologyName;
    readonly view?: View;
    readonly timestampsMs?: readonly number[];
    readonly blendshapeSeed?: number;
  } = {},
): Recording {
  const { topology = "mediapipe478", view = {}, id = "r" } = options;
  const width = 3 * TOPOLOGIES[topology].points;
  const landmarks = new Float32Array(frames.length * width).fill(Number.NaN);
  const blendshapes = new Float32Array(frames.length * BLENDSHAPES.length).fill(Number.NaN);
  const random = createRandom(options.blendshapeSeed ?? 0);
  frames.forEach((frame, t) => {
    if (frame === null) return;
    landmarks.set(frame, t * width);
    for (let i = 0; i < BLENDSHAPES.length; i++) {
      blendshapes[t * BLENDSHAPES.length + i] = random.uniform();
    }
  });
  return createRecording({
    id,
    subjectId: "s",
    topology,
    imageSize: { widthPx: view.widthPx ?? 640, heightPx: view.heightPx ?? 480 },
    timestampsMs: Float64Array.from(options.timestampsMs ?? frames.map((_, t) => 40 * t)),
    landmarks,
    blendshapes: options.blendshapeSeed === undefined ? null : blendshapes,
    detected: Uint8Array.from(frames, (frame) => (frame === null ? 0 : 1)),
    provenance: {
      extractor: "test",
      version: "1",
      modelSha256: null,
      mode: "synthetic",
      numFaces: 1,
      frameRate: 25,
      source: "test",
    },
  });
}

/** A face that moves more and more, in a head that turns; some frames without a face. */
export function performance(
  seed: number,
  frames: number,
  options: { readonly gaps?: number; readonly view?: View } = {},
): Recording {
  const random = createRandom(seed);
  const [calm, apex] = [movedPoints(seed, 0.005), movedPoints(seed + 1, 0.03)];
  let time = 1000 * random.uniform();
  const timestampsMs = Array.from({ length: frames }, () => {
    time += 20 + 30 * random.uniform();
    return time;
  });
  const faces = timestampsMs.map((_, t) => {
    const yaw = 0.3 * random.uniform();
    if (random.uniform() < (options.gaps ?? 0)) return null;
    const share = t / frames;
    const points = calm.map((v, i) => v + share * (apex[i]! - v));
    return project(points, { ...options.view, yaw });
  });
  const view = options.view ?? {};
  return recordingOf(faces, { timestampsMs, blendshapeSeed: seed, view, id: `r${seed}` });
}
