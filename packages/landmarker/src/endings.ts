/** Which files are pictures and which are films: one list for every command and data set. */
import { extname } from "node:path";

/**
 * Endings of pictures. sharp reads all but `.bmp`, which goes through ffmpeg; `.heic` and `.heif` where sharp's libvips has a
 * decoder of HEVC (its prebuilt one has none, and the error says what to do).
 */
export const IMAGE_EXTENSIONS: readonly string[] = [
  ".jpg",
  ".jpeg",
  ".jfif",
  ".png",
  ".webp",
  ".avif",
  ".heic",
  ".heif",
  ".tif",
  ".tiff",
  ".gif",
  ".bmp",
];

/** Endings of films, which ffmpeg decodes. */
export const VIDEO_EXTENSIONS: readonly string[] = [
  ".mp4",
  ".m4v",
  ".mov",
  ".mkv",
  ".webm",
  ".avi",
  ".mpg",
  ".mpeg",
  ".wmv",
  ".flv",
  ".y4m",
  ".mts",
  ".m2ts",
  ".3gp",
  ".ogv",
];

const hasEnding = (path: string, endings: readonly string[]) =>
  endings.includes(extname(path).toLowerCase());

/** Whether a path's ending, in any case, is a picture's. */
export const isImagePath = (path: string): boolean => hasEnding(path, IMAGE_EXTENSIONS);

/** Whether a path's ending, in any case, is a film's. */
export const isVideoPath = (path: string): boolean => hasEnding(path, VIDEO_EXTENSIONS);
