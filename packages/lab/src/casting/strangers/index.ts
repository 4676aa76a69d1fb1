export type { Activation } from "./activation.ts";
export { filmStranger } from "./film-stranger.ts";
export { planStrangers, type StrangersOptions } from "./plan.ts";
export type { Segment, StrangerScene, Take } from "./scene.ts";
export { type StrangerTruth, strangerTruth } from "./truth.ts";
export { JUDGED_UNITS, type JudgedUnit } from "./units.ts";
