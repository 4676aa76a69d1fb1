/** Size of the picture that landmarks were found in. */
export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * One face in one frame, as the landmarker gives it. No face is null, never zeros.
 *
 * P points; x grows to the picture's right and y down, in shares of its width and height; z away from the viewer, in shares
 * of the width, 0 where the scheme has none.
 */
export interface FaceObservation {
  readonly timestampMs: number;
  /** [P, 3] */
  readonly landmarks: Float32Array;
  /** [52] in the order of BLENDSHAPES. */
  readonly blendshapes: Float32Array | null;
  /** [4, 4] column major, canonical face to camera, as MediaPipe gives it: centimetres, y up. */
  readonly poseMatrix: Float32Array | null;
}
