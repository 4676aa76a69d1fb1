/**
 * Pairs of landmarks that MediaPipe's face mesh joins, each once.
 *
 * Loads the package when it is called: only drawing needs it outside of a worker.
 */
export async function meshEdges(): Promise<readonly (readonly [number, number])[]> {
  const { FaceLandmarker } = await import("@mediapipe/tasks-vision");
  const edges = new Map<string, readonly [number, number]>();
  for (const { start, end } of FaceLandmarker.FACE_LANDMARKS_TESSELATION) {
    const edge = [Math.min(start, end), Math.max(start, end)] as const;
    edges.set(edge.join(), edge); // each triangle names its own sides
  }
  return [...edges.values()];
}
