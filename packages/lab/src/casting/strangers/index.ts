export type { UnitActivation } from "./activation.ts";
export { filmStranger } from "./film-stranger.ts";
export { planStrangers, type StrangersOptions } from "./plan.ts";
export type { StrangerScene, Take, TrueSegment } from "./scene.ts";
export { type StrangerTruth, strangerTruth } from "./truth.ts";
export { JUDGED_UNITS, type JudgedUnit } from "./units.ts";
