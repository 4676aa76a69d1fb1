import type { ImageSize } from "@mien/core";
import { cos, createRandom, type Random, sin } from "@mien/core/math";
import type { Camera, Light, Sensor } from "@mien/core/synthesis";
import { anyOf, bounded, limit, uniform } from "./draws.ts";

type Rgb = readonly [number, number, number];

/** Where and with what a person is filmed: theirs in every scene but for the framing. */
export interface Place {
  readonly size: ImageSize;
  readonly camera: Camera;
  readonly light: Light;
  readonly sensor: Sensor;
  /** Of the light: red, green and blue. */
  readonly tint: Rgb;
  /** [times heightPx, times widthPx, 3] linear, behind the person; times as of `oversamplingOf`. */
  readonly wall: Float32Array;
}

/** Renders small pictures at two pixels a pixel, across and down: the landmarker shrinks large ones itself. */
export function oversamplingOf({ widthPx, heightPx }: ImageSize): number {
  return widthPx * heightPx < 80000 ? 2 : 1;
}

/** From chin to brows on the kit's face, in its units. */
const FACE_HEIGHT = 13.6;

export function drawPlace(
  actorSeed: number,
  sceneSeed: number,
  size: ImageSize,
  skinLuminance: number,
): Place {
  const random = createRandom(actorSeed).fork(100);
  const light = drawLight(random.fork(1));
  const sensor = drawSensor(random.fork(3), light, skinLuminance);
  return {
    size,
    camera: drawCamera(random.fork(2), createRandom(sceneSeed).fork(100), size),
    light,
    sensor,
    tint: drawTint(random.fork(4)),
    wall: drawWall(random.fork(5), size, sensor.exposure),
  };
}

function drawLight(random: Random): Light {
  const radians = 0.017453292519943295;
  const azimuth = bounded(random, 35, 75) * radians;
  const elevation = uniform(random, -8, 55) * radians;
  const isSoft = random.uniform() < 0.4;
  return {
    direction: [sin(azimuth) * cos(elevation), sin(elevation), cos(azimuth) * cos(elevation)],
    key: isSoft ? uniform(random, 0.15, 0.45) : uniform(random, 0.5, 1.1),
    fill: uniform(random, 0.15, 0.5),
    ambient: uniform(random, 0.18, 0.55),
    specular: uniform(random, 0.1, 0.9),
  };
}

/** An arm's length to three metres away; chin to brows is two to three fifths of the picture's shorter side. */
function drawCamera(own: Random, framing: Random, { widthPx, heightPx }: ImageSize): Camera {
  const distance = uniform(own, 48, 150);
  const times = oversamplingOf({ widthPx, heightPx });
  const short = times * Math.min(widthPx, heightPx);
  const share = uniform(own, 0.4, 0.64) * uniform(framing, 0.94, 1.06);
  return {
    distance,
    focalPx: (share * short * (distance - 9)) / FACE_HEIGHT,
    centerXPx: times * widthPx * (0.5 + bounded(framing, 0.035, 0.08)),
    centerYPx: times * heightPx * (0.5 + bounded(framing, 0.03, 0.06)),
  };
}

/** Exposed for the face, as cameras do, and not always well. */
function drawSensor(random: Random, { key, fill, ambient }: Light, skinLuminance: number): Sensor {
  const reached = skinLuminance * (0.6 * key + 0.9 * fill + 0.85 * ambient);
  // Dark skin is left darker in the picture than light skin, though less than it is.
  const aim = uniform(random, 0.2, 0.42) * (0.55 + 0.45 * limit(skinLuminance / 0.35, 0, 1.2));
  return {
    blurPx: anyOf(random, [0, 0.3, 0.5, 0.8, 1.2]),
    noiseLevels: anyOf(random, [0, 1.5, 3, 5, 8]),
    gray: random.uniform() < 0.3,
    exposure: aim / reached,
  };
}

function drawTint(random: Random): Rgb {
  const warmth = bounded(random, 0.08, 0.2);
  return [1 + warmth, 1 + bounded(random, 0.02, 0.05), 1 - warmth];
}

/** A wall with a slope of light, or panels, or blotches; and the shoulders before it. Bright as it is once exposed. */
function drawWall(
  random: Random,
  { widthPx, heightPx }: ImageSize,
  exposure: number,
): Float32Array {
  const [a, b, cloth] = [0, 1, 2].map(() => drawColor(random, exposure)) as [Rgb, Rgb, Rgb];
  const pattern = anyOf(random, [slope, panels, blotches])(random);
  const shoulders = uniform(random, 0.84, 0.96);
  const breadth = uniform(random, 0.42, 0.6);
  const small = new Float32Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [u, v] = [(x + 0.5) / widthPx, (y + 0.5) / heightPx];
      const across = (u - 0.5) / breadth;
      const isCloth = v > shoulders + 0.25 * across * across;
      const t = limit(pattern(u, v), 0, 1);
      for (let k = 0; k < 3; k++) {
        small[(y * widthPx + x) * 3 + k] = isCloth ? cloth[k]! : a[k]! + (b[k]! - a[k]!) * t;
      }
    }
  }
  return enlarge(small, widthPx, heightPx, oversamplingOf({ widthPx, heightPx }));
}

/** [times heightPx, times widthPx, 3]: each pixel becomes a block. */
function enlarge(
  small: Float32Array,
  widthPx: number,
  heightPx: number,
  times: number,
): Float32Array {
  const width = times * widthPx;
  const large = new Float32Array(width * times * heightPx * 3);
  for (let y = 0; y < times * heightPx; y++) {
    const row = Math.floor(y / times) * widthPx;
    for (let x = 0; x < width; x++) {
      const from = (row + Math.floor(x / times)) * 3;
      const to = (y * width + x) * 3;
      for (let k = 0; k < 3; k++) large[to + k] = small[from + k]!;
    }
  }
  return large;
}

function drawColor(random: Random, exposure: number): Rgb {
  const gray = uniform(random, 0.02, 0.85);
  const channel = () => limit(gray * (1 + bounded(random, 0.22, 0.6)), 0, 1) / exposure;
  return [channel(), channel(), channel()];
}

type Pattern = (u: number, v: number) => number;

function slope(random: Random): Pattern {
  const [du, dv] = [uniform(random, -1, 1), uniform(random, -1, 1)];
  return (u, v) => 0.5 + du * (u - 0.5) + dv * (v - 0.5);
}

function panels(random: Random): Pattern {
  const [count, at] = [uniform(random, 1.5, 5), random.uniform()];
  return (u) => (Math.floor(count * u + at) % 2 === 0 ? 0 : 0.5);
}

function blotches(random: Random): Pattern {
  const waves = Array.from({ length: 5 }, () => [
    6 * random.normal(),
    6 * random.normal(),
    uniform(random, 0, 6.28),
  ]);
  return (u, v) =>
    0.5 + waves.reduce((sum, [a, b, phase]) => sum + sin(a! * u + b! * v + phase!), 0) / 6;
}
