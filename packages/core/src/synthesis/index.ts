export {
  type Actor,
  type ActorOptions,
  createActor,
  createStudio,
  type Reach,
  type Studio,
} from "./actor.ts";
export { type CalmFace, drawCalm } from "./calm.ts";
export {
  type Activation,
  DISPLAYS,
  type DisplayOptions,
  type DisplayVariant,
  drawDisplay,
  drawVariant,
} from "./display.ts";
export { DISTRACTIONS } from "./distraction.ts";
export { enact } from "./enactment.ts";
export { addMode, type FaceKit, kitPoint, materialVertices, parseFaceKit } from "./face-kit.ts";
export { createFaceLimits, type FaceLimits } from "./face-limits.ts";
export { FACS_DISPLAYS } from "./facs-displays.ts";
export { FACS_UNITS, FACS_UNITS_OTHERWISE, REACHING_MOVEMENTS } from "./facs-units.ts";
export { createLipSeal, type LipSeal } from "./lip-seal.ts";
export type { Course, Segment } from "./passage.ts";
export {
  drawPerformance,
  type Performance,
  type PerformanceOptions,
  type Pose,
} from "./performance.ts";
export { blur, createGammaTable, expose, type Sensor, shrink } from "./photograph.ts";
export {
  type Camera,
  createRasterizer,
  type Light,
  type Mesh,
  type Rasterizer,
} from "./rasterizer.ts";
export { createRig, type Rig, UNIT_MODES, type UnitModes } from "./rig.ts";
export {
  type Cue,
  drawScript,
  ENACTED_UNITS,
  type Script,
  type ScriptOptions,
} from "./script.ts";
export { createShot, drawSetting, type Setting, type SettingOptions, type Shot } from "./shot.ts";
export { drawSpeech, type Speech, speechAt, UNIT_SHAPES } from "./speech.ts";
export { drawStrays, STRAY_UNITS, type StrayOptions } from "./strays.ts";
export { blinkAt, levelAt, minimumJerk, type Timing } from "./timing.ts";
export { drawCombination, type MouthState } from "./unit-combination.ts";
