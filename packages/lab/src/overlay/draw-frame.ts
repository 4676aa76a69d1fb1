import type { FaceObservation, ImageSize, Prediction } from "@mien/core";
import { type Canvas, type Colour, createCanvas, type Point, textWidth } from "./canvas.ts";
import { GLYPH } from "./font.ts";

/** Pairs of landmarks to join. */
export type MeshEdges = readonly (readonly [number, number])[];

const LINES: Colour = [225, 250, 255, 0.35];
const DOTS: Colour = [90, 220, 255, 0.8];
const BACKGROUND: Colour = [0, 0, 0, 0.55];
const TRACK: Colour = [255, 255, 255, 0.18];
const BAR: Colour = [160, 170, 180, 0.95];
/** Of the expression that is the answer; blue against grey, which colour-blind eyes tell apart. */
const ANSWER: Colour = [80, 170, 255, 1];
const WORDS: Colour = [255, 255, 255, 1];
/** Height of a line, and the margin, in pixels of the font. */
const LINE = GLYPH.height + 3;
const MARGIN = 3;
/** Width of a full bar in pixels of the font. */
const TRACK_WIDTH = 50;

/** What is drawn over a frame. */
export interface FrameOverlay {
  /** null where no face was seen. */
  readonly face: FaceObservation | null;
  readonly prediction: Prediction | null;
  /** Of the task, in its order: a bar each, the likeliest where the picture is too low for all. */
  readonly labels: readonly string[];
  readonly edges: MeshEdges;
}

/** Letters of the longest label. */
const longest = (labels: readonly string[]) => Math.max(0, ...labels.map((name) => name.length));

const panelWidth = (labels: readonly string[], scale: number) =>
  textWidth("m".repeat(longest(labels)), scale) + (3 * MARGIN + TRACK_WIDTH) * scale;

/** Pixels a pixel of the font: the panel takes a quarter of the height, as far as whole pixels and the width allow. */
function fontScale({ widthPx, heightPx }: ImageSize, labels: readonly string[]): number {
  const [height, width] = [LINE * (labels.length + 1) + MARGIN, panelWidth(labels, 1)];
  return Math.max(1, Math.floor(Math.min(heightPx / 4 / height, widthPx / 2 / width)));
}

/** As many labels as a picture has room for, the likeliest, in their order. */
function labelsThatFit(
  { heightPx }: ImageSize,
  labels: readonly string[],
  prediction: Prediction | null,
): readonly string[] {
  const room = Math.max(0, Math.floor((heightPx - MARGIN) / LINE) - 1);
  if (labels.length <= room) return labels;
  const likelihood = (name: string) => prediction?.probabilities[name] ?? 0;
  const likeliest = [...labels].sort((a, b) => likelihood(b) - likelihood(a)).slice(0, room);
  return labels.filter((name) => likeliest.includes(name));
}

/**
 * Draws over a frame [height, width, 4]: the mesh, and at the bottom left a bar for each label, P(shows
 * it), under what the recogniser answers.
 */
export function drawFrame(rgba: Uint8Array, size: ImageSize, overlay: FrameOverlay): void {
  const { face, prediction, labels, edges } = overlay;
  const canvas = createCanvas(rgba, size);
  if (face !== null) drawMesh(canvas, size, face.landmarks, edges);
  const shown = labelsThatFit(size, labels, prediction);
  drawPanel(canvas, size, shown, answerOf(face, prediction), prediction);
}

/** In words that the font has. */
function answerOf(face: FaceObservation | null, prediction: Prediction | null): string {
  if (face === null) return "no face";
  if (prediction === null) return "no answer yet";
  if (prediction.distribution === null) return prediction.shown.length === 0 ? "none" : "shown";
  return prediction.label ?? "undecided";
}

/** Lines of a 300th of the width of the face and dots twice as wide, one pixel at least. */
function drawMesh(
  canvas: Canvas,
  { widthPx, heightPx }: ImageSize,
  landmarks: Float32Array,
  edges: MeshEdges,
): void {
  const points = Array.from({ length: landmarks.length / 3 }, (_, p): Point => {
    return [landmarks[3 * p]! * widthPx, landmarks[3 * p + 1]! * heightPx];
  });
  const xs = points.map(([x]) => x);
  const width = Math.max(1, Math.round((Math.max(...xs) - Math.min(...xs)) / 300));
  for (const [from, to] of edges) canvas.line(points[from]!, points[to]!, width, LINES);
  const side = 2 * width;
  for (const [x, y] of points) canvas.rectangle(x - width, y - width, side, side, DOTS);
}

function drawPanel(
  canvas: Canvas,
  size: ImageSize,
  labels: readonly string[],
  answer: string,
  prediction: Prediction | null,
): void {
  const scale = fontScale(size, labels);
  const height = (LINE * (labels.length + 1) + MARGIN) * scale;
  const top = size.heightPx - height;
  canvas.rectangle(0, top, panelWidth(labels, scale), height, BACKGROUND);
  const line = (k: number) => top + (MARGIN + k * LINE) * scale;
  canvas.text(answer, MARGIN * scale, line(0), scale, prediction === null ? BAR : ANSWER);
  const barLeft = 2 * MARGIN * scale + textWidth("m".repeat(longest(labels)), scale);
  labels.forEach((name, k) => {
    const isAnswer = name === answer || isShown(prediction, name);
    canvas.text(name, MARGIN * scale, line(k + 1), scale, isAnswer ? ANSWER : WORDS);
    const [full, thick] = [TRACK_WIDTH * scale, GLYPH.height * scale];
    canvas.rectangle(barLeft, line(k + 1), full, thick, TRACK);
    const share = prediction?.probabilities[name] ?? 0;
    canvas.rectangle(barLeft, line(k + 1), full * share, thick, isAnswer ? ANSWER : BAR);
  });
}

/** Whether a label is answered by itself, of a task that is not exclusive. */
const isShown = (prediction: Prediction | null, name: string): boolean =>
  prediction !== null && prediction.distribution === null && prediction.shown.includes(name);
