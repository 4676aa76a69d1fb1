/** The 52 coefficients of MediaPipe's blendshape model, in its order; each in [0, 1]. */
export const BLENDSHAPES: readonly string[] = Object.freeze([
  "_neutral",
  "browDownLeft",
  "browDownRight",
  "browInnerUp",
  "browOuterUpLeft",
  "browOuterUpRight",
  "cheekPuff",
  "cheekSquintLeft",
  "cheekSquintRight",
  "eyeBlinkLeft",
  "eyeBlinkRight",
  "eyeLookDownLeft",
  "eyeLookDownRight",
  "eyeLookInLeft",
  "eyeLookInRight",
  "eyeLookOutLeft",
  "eyeLookOutRight",
  "eyeLookUpLeft",
  "eyeLookUpRight",
  "eyeSquintLeft",
  "eyeSquintRight",
  "eyeWideLeft",
  "eyeWideRight",
  "jawForward",
  "jawLeft",
  "jawOpen",
  "jawRight",
  "mouthClose",
  "mouthDimpleLeft",
  "mouthDimpleRight",
  "mouthFrownLeft",
  "mouthFrownRight",
  "mouthFunnel",
  "mouthLeft",
  "mouthLowerDownLeft",
  "mouthLowerDownRight",
  "mouthPressLeft",
  "mouthPressRight",
  "mouthPucker",
  "mouthRight",
  "mouthRollLower",
  "mouthRollUpper",
  "mouthShrugLower",
  "mouthShrugUpper",
  "mouthSmileLeft",
  "mouthSmileRight",
  "mouthStretchLeft",
  "mouthStretchRight",
  "mouthUpperUpLeft",
  "mouthUpperUpRight",
  "noseSneerLeft",
  "noseSneerRight",
]);

/**
 * Coefficients that MediaPipe's model barely moves, whatever the face does; `_neutral` carries nothing at all. A model
 * trained where they are alive, on rendered or captured faces, must not lean on them.
 */
export const NEARLY_DEAD_BLENDSHAPES: readonly string[] = Object.freeze([
  "_neutral",
  "cheekPuff",
  "cheekSquintLeft",
  "cheekSquintRight",
  "eyeWideLeft",
  "eyeWideRight",
  "jawForward",
  "mouthClose",
  "noseSneerLeft",
  "noseSneerRight",
]);

/** Name of the same movement on the other side of the face. */
function mirrorBlendshape(name: string): string {
  if (name.endsWith("Left")) return `${name.slice(0, -4)}Right`;
  if (name.endsWith("Right")) return `${name.slice(0, -5)}Left`;
  return name;
}

/** Index of each coefficient's mirror image [52], an involution. */
export const blendshapeMirror: Int32Array = Int32Array.from(BLENDSHAPES, (name) =>
  BLENDSHAPES.indexOf(mirrorBlendshape(name)),
);
