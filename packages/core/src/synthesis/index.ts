export { type Actor, type ActorOptions, createActor, createStudio, type Studio } from "./actor.ts";
export {
  type Activation,
  DISPLAYS,
  type DisplayOptions,
  type DisplayVariant,
  drawDisplay,
  drawVariant,
} from "./display.ts";
export { DISTRACTIONS } from "./distraction.ts";
export { addMode, type FaceKit, kitPoint, materialVertices, parseFaceKit } from "./face-kit.ts";
export { createLipSeal, type LipSeal } from "./lip-seal.ts";
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
export { createShot, drawSetting, type Setting, type SettingOptions, type Shot } from "./shot.ts";
export { drawSpeech, type Speech, speechAt } from "./speech.ts";
export { blinkAt, levelAt, minimumJerk, type Timing } from "./timing.ts";
