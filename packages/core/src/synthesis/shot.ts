import type { ImageSize } from "../face/index.ts";
import type { Random } from "../math/index.ts";
import type { Actor, Studio } from "./actor.ts";
import { between, chance } from "./draws.ts";
import { kitPoint } from "./face-kit.ts";
import type { Performance, Pose } from "./performance.ts";
import { blur, createGammaTable, expose, type Sensor, shrink } from "./photograph.ts";
import { type Camera, createRasterizer, type Light, type Mesh } from "./rasterizer.ts";
import { rotation } from "./turn.ts";

/** Camera, light, room and film of one shot. */
export interface Setting {
  readonly size: ImageSize;
  readonly camera: Camera;
  readonly light: Light;
  /** Linear colours: the wall at the top and the bottom of the picture, and the clothes. */
  readonly wallTop: readonly [number, number, number];
  readonly wallBottom: readonly [number, number, number];
  readonly clothes: readonly [number, number, number];
  readonly sensor: Sensor;
}

export interface SettingOptions {
  readonly size: ImageSize;
  /** Share of grey pictures. */
  readonly grayShare?: number;
  /** Range of the face's height, chin to hairline, in shares of the picture's height. */
  readonly faceShare?: readonly [number, number];
}

/** Height of the face from chin to hairline, in distances between the eyes: about 18 cm to 6.3. */
const FACE_HEIGHT = 2.9;

export function drawSetting(
  random: Random,
  { regions }: Studio,
  { size, grayShare = 0.5, faceShare = [0.5, 0.72] }: SettingOptions,
): Setting {
  const K = regions.eyeDistance;
  const distance = between(random, 7, 22) * K;
  const focalPx = (between(random, ...faceShare) * size.heightPx * distance) / (FACE_HEIGHT * K);
  const [x, y] = [0.6 * random.normal(), 0.4 + 0.3 * random.normal()];
  const length = Math.sqrt(x * x + y * y + 1);
  const key = between(random, 0.35, 0.75);
  const wall = between(random, 0.03, 0.75);
  const tint = () => wall * between(random, 0.8, 1.2);
  const wallTop = [tint(), tint(), tint()] as const;
  const fade = between(random, 0.6, 1.2);
  return {
    size,
    camera: {
      distance,
      focalPx,
      centerXPx: size.widthPx * (0.5 + 0.02 * random.normal()),
      centerYPx: size.heightPx * (0.5 + 0.02 * random.normal()),
    },
    light: {
      direction: [x / length, y / length, 1 / length],
      key,
      fill: between(random, 0.1, 0.3),
      ambient: between(random, 0.15, 0.4),
      specular: key * between(random, 0.5, 1),
    },
    wallTop,
    wallBottom: [wallTop[0] * fade, wallTop[1] * fade, wallTop[2] * fade],
    clothes: [between(random, 0.02, 0.6), between(random, 0.02, 0.6), between(random, 0.02, 0.6)],
    sensor: {
      blurPx: between(random, 0.2, 0.9),
      noiseLevels: between(random, 0.3, 3.5),
      gray: chance(random, grayShare),
      exposure: between(random, 0.8, 1.15),
    },
  };
}

export interface Shot {
  /** RGBA [heightPx, widthPx, 4] at a time; `random` draws the sensor's noise alone. */
  frameAt(timeMs: number, random: Random): Uint8ClampedArray;
}

const SUPERSAMPLING = 2;

/** A performance before the camera. Holds buffers for one picture; cost: about 20 ms a frame of 320 x 240. */
export function createShot(
  studio: Studio,
  actor: Actor,
  performance: Pick<Performance, "poseAt">,
  setting: Setting,
): Shot {
  const { widthPx, heightPx } = setting.size;
  const [width, height] = [widthPx * SUPERSAMPLING, heightPx * SUPERSAMPLING];
  const rasterizer = createRasterizer(width, height);
  const { focalPx, centerXPx, centerYPx, distance } = setting.camera;
  const camera = {
    distance,
    focalPx: focalPx * SUPERSAMPLING,
    centerXPx: centerXPx * SUPERSAMPLING,
    centerYPx: centerYPx * SUPERSAMPLING,
  };
  const gamma = createGammaTable();
  const backdrop = paintBackdrop(width, height, setting);
  const mesh: Mesh = {
    positions: new Float32Array(actor.shape.length),
    ...actor.skin,
    triangles: studio.kit.triangles,
  };
  const shoulders = createShoulders(studio, setting);
  return {
    frameAt(timeMs, random) {
      const pose = performance.poseAt(timeMs);
      placeMesh(studio, actor, pose, mesh.positions);
      rasterizer.color.set(backdrop);
      for (const part of shoulders(pose.shift)) rasterizer.draw(part, camera, setting.light);
      rasterizer.draw(mesh, camera, setting.light);
      const light = shrink(rasterizer.color, width, height, SUPERSAMPLING);
      blur(light, widthPx, heightPx, setting.sensor.blurPx);
      return expose(light, setting.sensor, gamma, random);
    },
  };
}

function paintBackdrop(width: number, height: number, setting: Setting): Float32Array {
  const color = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const t = y / height;
    for (let x = 0; x < width; x++) {
      for (let k = 0; k < 3; k++) {
        color[(y * width + x) * 3 + k] =
          setting.wallTop[k]! + (setting.wallBottom[k]! - setting.wallTop[k]!) * t;
      }
    }
  }
  return color;
}

/** The vertices in the camera's axes: expression, then the head's turn about the neck's top, then its shift. */
function placeMesh(
  { kit, sparseModes }: Studio,
  actor: Actor,
  pose: Pose,
  positions: Float32Array,
): void {
  positions.set(actor.shape);
  for (let m = 0; m < pose.weights.length; m++) sparseModes.add(m, pose.weights[m]!, positions);
  const center = faceCenter(kit);
  const pivot = [0, center[1] - 4, 0];
  const r = rotation(pose.pitchDeg, pose.yawDeg, pose.rollDeg);
  const [sx, sy, sz] = pose.shift;
  const back = kitPoint(kit, 27)[2];
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i]!;
    const y = positions[i + 1]! - pivot[1]!;
    const z = positions[i + 2]!;
    positions[i] = r[0]! * x + r[1]! * y + r[2]! * z + sx;
    positions[i + 1] = r[3]! * x + r[4]! * y + r[5]! * z + pivot[1]! - center[1] + sy;
    positions[i + 2] = r[6]! * x + r[7]! * y + r[8]! * z - back + sz;
  }
}

/** Middle between hairline and chin [3]. */
function faceCenter(kit: Studio["kit"]): readonly [number, number, number] {
  const [nasion, chin] = [kitPoint(kit, 27), kitPoint(kit, 8)];
  return [0, nasion[1] * 0.55 + chin[1] * 0.45 + 0.12 * (nasion[1] - chin[1]), nasion[2]];
}

/** Shoulders: a wide ellipsoid in clothes below the neck, which the kit lacks. */
function createShoulders({ kit, regions }: Studio, { clothes }: Setting) {
  const K = regions.eyeDistance;
  const center = faceCenter(kit);
  const [rings, sides] = [14, 28];
  const points: number[] = [];
  const triangles: number[] = [];
  const unit = ellipsoid(rings, sides, points, triangles);
  const albedo = new Float32Array(points.length);
  for (let i = 0; i < albedo.length; i++) albedo[i] = clothes[i % 3]!;
  const mesh: Mesh = {
    positions: new Float32Array(points.length),
    albedo,
    gloss: new Float32Array(points.length / 3),
    triangles: Uint16Array.from(unit),
  };
  return (shift: readonly [number, number, number]): Mesh[] => {
    for (let i = 0; i < points.length; i += 3) {
      mesh.positions[i] = points[i]! * 3.4 * K + shift[0] * 0.5;
      mesh.positions[i + 1] =
        points[i + 1]! * 1.9 * K + kitPoint(kit, 8)[1] - center[1] - 2.45 * K + shift[1] * 0.5;
      mesh.positions[i + 2] = points[i + 2]! * 1.5 * K - 1.9 * K + shift[2] * 0.5;
    }
    return [mesh];
  };
}

/** A unit sphere of rings x sides quads; fills `points`, returns the triangles. */
function ellipsoid(rings: number, sides: number, points: number[], triangles: number[]): number[] {
  for (let i = 0; i <= rings; i++) {
    for (let j = 0; j < sides; j++) {
      const r = rotation(0, (360 * j) / sides, 0);
      const tilt = rotation((180 * i) / rings, 0, 0);
      const [up, out] = [tilt[4]!, Math.abs(tilt[5]!)];
      points.push(out * r[2]!, up, out * r[0]!);
      if (i === rings) continue;
      const a = i * sides + j;
      const b = i * sides + ((j + 1) % sides);
      triangles.push(a, a + sides, b, b, a + sides, b + sides);
    }
  }
  return triangles;
}
