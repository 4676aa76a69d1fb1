import { exp, pow, type Random } from "../math/index.ts";

/** What lens and sensor do to the light. */
export interface Sensor {
  /** Standard deviation of the blur. */
  readonly blurPx: number;
  /** Standard deviation of the noise, in 8-bit levels. */
  readonly noiseLevels: number;
  readonly gray: boolean;
  readonly exposure: number;
}

/** Mean of each factor x factor block of [heightPx, widthPx, 3]. */
export function shrink(
  color: Float32Array,
  widthPx: number,
  heightPx: number,
  factor: number,
): Float32Array {
  if (widthPx % factor !== 0 || heightPx % factor !== 0) {
    throw new Error(`shrink: ${widthPx} x ${heightPx} must divide by factor, got ${factor}`);
  }
  const [width, height] = [widthPx / factor, heightPx / factor];
  const small = new Float32Array(width * height * 3);
  const share = 1 / (factor * factor);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < widthPx; x++) {
      const to = (row + Math.floor(x / factor)) * 3;
      const from = (y * widthPx + x) * 3;
      for (let k = 0; k < 3; k++) small[to + k]! += color[from + k]! * share;
    }
  }
  return small;
}

/** Gaussian blur of [heightPx, widthPx, 3], in place; the edge repeats. */
export function blur(
  color: Float32Array,
  widthPx: number,
  heightPx: number,
  sigmaPx: number,
): void {
  if (sigmaPx < 0.15) return;
  const radius = Math.ceil(2.5 * sigmaPx);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => {
    const d = (i - radius) / sigmaPx;
    return exp(-0.5 * d * d);
  });
  const total = kernel.reduce((a, b) => a + b, 0);
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= total;
  blurLines(color, kernel, heightPx, widthPx * 3, widthPx, 3);
  blurLines(color, kernel, widthPx, 3, heightPx, widthPx * 3);
}

/** Filters `lines` lines of `length` pixels: pixel i of line n starts at n * lineStride + i * stride. */
function blurLines(
  color: Float32Array,
  kernel: Float64Array,
  lines: number,
  lineStride: number,
  length: number,
  stride: number,
): void {
  const radius = (kernel.length - 1) / 2;
  const line = new Float64Array((length + 2 * radius) * 3);
  for (let n = 0; n < lines; n++) {
    for (let i = -radius; i < length + radius; i++) {
      const from = n * lineStride + Math.min(length - 1, Math.max(0, i)) * stride;
      for (let k = 0; k < 3; k++) line[(i + radius) * 3 + k] = color[from + k]!;
    }
    for (let i = 0; i < length; i++) {
      const to = n * lineStride + i * stride;
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        for (let j = 0; j < kernel.length; j++) sum += kernel[j]! * line[(i + j) * 3 + k]!;
        color[to + k] = sum;
      }
    }
  }
}

const LEVELS = 4096;

/** Linear light to 8-bit levels: a table of 255 x^(1 / 2.2). */
export function createGammaTable(): Float64Array {
  return Float64Array.from({ length: LEVELS + 1 }, (_, i) => 255 * pow(i / LEVELS, 1 / 2.2));
}

/**
 * An 8-bit picture [heightPx, widthPx, 4], RGBA, of linear light [heightPx, widthPx, 3]. Noise is grey, nearly normal
 * (a sum of four uniform bytes).
 */
export function expose(
  color: Float32Array,
  { noiseLevels, gray, exposure }: Sensor,
  gamma: Float64Array,
  random: Random,
): Uint8ClampedArray {
  const pixels = color.length / 3;
  const rgba = new Uint8ClampedArray(pixels * 4);
  const noise = noiseLevels / NOISE_SD;
  for (let p = 0; p < pixels; p++) {
    const word = random.uint32();
    const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
    const added = noise * (sum - 510);
    const r = tone(color[p * 3]! * exposure, gamma);
    const g = tone(color[p * 3 + 1]! * exposure, gamma);
    const b = tone(color[p * 3 + 2]! * exposure, gamma);
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    rgba[p * 4] = level((gray ? luma : r) + added);
    rgba[p * 4 + 1] = level((gray ? luma : g) + added);
    rgba[p * 4 + 2] = level((gray ? luma : b) + added);
    rgba[p * 4 + 3] = 255;
  }
  return rgba;
}

const NOISE_SD = 147.8; // of the sum of four uniform bytes: sqrt(4 (256^2 - 1) / 12)

const tone = (x: number, gamma: Float64Array) =>
  gamma[x <= 0 ? 0 : x >= 1 ? LEVELS : Math.floor(x * LEVELS)]!;

const level = (x: number) => Math.floor(Math.min(255, Math.max(0, x)) + 0.5);
