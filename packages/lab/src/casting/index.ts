export { type AnyScene, type PlanOptions, PRESETS, type Preset, planScenes } from "./any-scene.ts";
export {
  type CastOptions,
  type CastReport,
  type FilmingOptions,
  filmCast,
  makeCast,
} from "./cast.ts";
export {
  type CastRecording,
  decodeCast,
  eachOfCast,
  eachPerformed,
  encodeCast,
} from "./cast-file.ts";
export { type CastPlanOptions, planCast } from "./cast-plan.ts";
export { KIT_BIN, KIT_JSON, type LoadedKit, readKit } from "./kit-folder.ts";
export { loadMienCast, mienCastPath, readCast, readPerformed } from "./mien-cast.ts";
export {
  type ActorMaker,
  castingOf,
  type FilmedScene,
  filmScene,
  frameTimes,
  modeOf,
  performScene,
  unitModesOf,
} from "./perform-scene.ts";
export { type PreparedKit, type PrepareOptions, prepareKit } from "./prepare-kit.ts";
export {
  CAST_PARTS,
  CAST_PRESETS,
  type CastPart,
  type CastPreset,
  type Scene,
  type Watching,
} from "./scene.ts";
export {
  filmStranger,
  JUDGED_UNITS,
  type JudgedUnit,
  planStrangers,
  type StrangerScene,
  type StrangersOptions,
  type StrangerTruth,
  strangerTruth,
  type Take,
  type TrueSegment,
  type UnitActivation,
} from "./strangers/index.ts";
export {
  type PerformedRecording,
  scriptOf,
  type Truth,
  truthOf,
  unitTrack,
} from "./truth.ts";
export {
  EXCURSIONS,
  type Excursion,
  type ExcursionOptions,
  type Excursions,
  measureExcursions,
} from "./unit-excursions.ts";
