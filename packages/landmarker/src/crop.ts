/**
 * Small faces. MediaPipe's detector sees the picture at 128 pixels; a face under about a tenth of the long side is missed.
 * Where the whole picture has no face, overlapping square tiles of it are looked at, and a face found in one of them gives
 * the crop, with room to move, in which the whole clip is seen. Landmarks are given in shares of the whole picture again;
 * a pose matrix stays that of the crop's own camera.
 */
import type { FaceObservation, ImageSize } from "@mien/core";
import { type Landmarker, largestFace } from "./landmarker.ts";
import type { Picture } from "./picture.ts";

/** The part of the picture that the face was looked for in, where it was too small in the whole one; pixels. */
export interface CropPx {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Side of the tiles, in shares of the picture's short side: coarse first. */
const TILE_SHARES: readonly number[] = [0.5, 0.25];
/** Side of the crop, in sides of the face. */
const ROOM = 3;

/** The picture inside a crop. */
export function cropPicture(
  picture: Picture,
  { leftPx, topPx, widthPx, heightPx }: CropPx,
): Picture {
  const row = widthPx * 4;
  const data = new Uint8Array(row * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const from = ((topPx + y) * picture.widthPx + leftPx) * 4;
    data.set(picture.data.subarray(from, from + row), y * row);
  }
  return { data, widthPx, heightPx };
}

/** An observation in a crop, in shares of the whole picture. */
export function fromCrop(seen: FaceObservation, size: ImageSize, crop: CropPx): FaceObservation {
  const landmarks = Float32Array.from(seen.landmarks, (value, i) => {
    if (i % 3 === 0) return (crop.leftPx + value * crop.widthPx) / size.widthPx;
    if (i % 3 === 1) return (crop.topPx + value * crop.heightPx) / size.heightPx;
    return (value * crop.widthPx) / size.widthPx;
  });
  return { ...seen, landmarks };
}

/** Squares that overlap by half and reach every edge. */
function tiles({ widthPx, heightPx }: ImageSize, share: number): CropPx[] {
  const side = Math.floor(Math.min(widthPx, heightPx) * share);
  const starts = (length: number) => {
    const count = Math.ceil((length - side) / (side / 2)) + 1;
    return Array.from({ length: count }, (_, k) =>
      Math.min(Math.floor((k * side) / 2), length - side),
    );
  };
  return starts(heightPx).flatMap((topPx) =>
    starts(widthPx).map((leftPx) => ({ leftPx, topPx, widthPx: side, heightPx: side })),
  );
}

/** A square around a face, ROOM times as large as it, moved to lie inside the picture. */
function cropAround(landmarks: Float32Array, size: ImageSize): CropPx {
  const range = (axis: 0 | 1, length: number) => {
    const values = landmarks.filter((_, i) => i % 3 === axis);
    const [low, high] = [Math.min(...values) * length, Math.max(...values) * length];
    return { middle: (low + high) / 2, extent: high - low };
  };
  const [x, y] = [range(0, size.widthPx), range(1, size.heightPx)];
  const wanted = Math.ceil(Math.max(x.extent, y.extent) * ROOM);
  const side = Math.min(wanted, size.widthPx, size.heightPx);
  const start = (middle: number, length: number) =>
    Math.min(Math.max(Math.round(middle - side / 2), 0), length - side);
  const [leftPx, topPx] = [start(x.middle, size.widthPx), start(y.middle, size.heightPx)];
  return { leftPx, topPx, widthPx: side, heightPx: side };
}

/**
 * The crop around the largest small face of one picture; null where no tile shows one. A face counts where the crop around
 * it shows it as well: what only one tile shows is texture.
 *
 * @param landmarker of mode "image"
 */
export function findCrop(landmarker: Landmarker, picture: Picture): CropPx | null {
  const seeIn = (crop: CropPx) => largestFace(landmarker.detect(cropPicture(picture, crop)), crop);
  for (const share of TILE_SHARES) {
    if (Math.min(picture.widthPx, picture.heightPx) * share < 64) return null;
    let largest: CropPx | null = null;
    for (const tile of tiles(picture, share)) {
      const seen = seeIn(tile);
      if (seen === null) continue;
      const crop = cropAround(fromCrop(seen, picture, tile).landmarks, picture);
      const smaller = largest !== null && crop.widthPx <= largest.widthPx;
      if (smaller || seeIn(crop) === null) continue;
      largest = crop;
    }
    if (largest !== null) return largest;
  }
  return null;
}
