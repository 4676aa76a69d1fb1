import type { ImageSize } from "@mien/core";
import { GLYPH, glyphDots } from "./font.ts";

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, opacity: number];

export type Point = readonly [x: number, y: number];

/** Draws over pixels [height, width, 4]; what lies outside of them is left out. */
export interface Canvas {
  /** Pixels [left, left + width) x [top, top + height). */
  rectangle(left: number, top: number, width: number, height: number, colour: Colour): void;
  /** A line of `width` pixels between two points. */
  line(from: Point, to: Point, width: number, colour: Colour): void;
  /** Letters of `scale` times 5 x 7 pixels, one column of `scale` pixels between them. */
  text(words: string, left: number, top: number, scale: number, colour: Colour): void;
}

export const textWidth = (words: string, scale: number): number =>
  Math.max(0, words.length * (GLYPH.width + 1) - 1) * scale;

export function createCanvas(rgba: Uint8Array, { widthPx, heightPx }: ImageSize): Canvas {
  const blend = (at: number, [red, green, blue, opacity]: Colour) => {
    rgba[at] = rgba[at]! + (red - rgba[at]!) * opacity;
    rgba[at + 1] = rgba[at + 1]! + (green - rgba[at + 1]!) * opacity;
    rgba[at + 2] = rgba[at + 2]! + (blue - rgba[at + 2]!) * opacity;
  };
  const rectangle: Canvas["rectangle"] = (left, top, width, height, colour) => {
    const [x0, y0] = [left, top].map((side) => Math.max(0, Math.round(side))) as [number, number];
    const x1 = Math.min(widthPx, Math.round(left + width));
    const y1 = Math.min(heightPx, Math.round(top + height));
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) blend(4 * (y * widthPx + x), colour);
    }
  };
  return {
    rectangle,
    line([x0, y0], [x1, y1], width, colour) {
      // A pixel at each step along the longer side, so that none is blended twice.
      const steps = Math.max(1, Math.round(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / width));
      for (let i = 0; i < steps; i++) {
        const [x, y] = [x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps];
        rectangle(Math.round(x - width / 2), Math.round(y - width / 2), width, width, colour);
      }
    },
    text(words, left, top, scale, colour) {
      [...words].forEach((character, i) => {
        const from = left + i * (GLYPH.width + 1) * scale;
        for (const [x, y] of glyphDots(character)) {
          rectangle(from + x * scale, top + y * scale, scale, scale, colour);
        }
      });
    },
  };
}
