export { type AnyScene, type PlanOptions, PRESETS, type Preset, planScenes } from "./any-scene.ts";
export {
  type CastOptions,
  type CastReport,
  type FilmingOptions,
  filmCast,
  makeCast,
} from "./cast.ts";
export { decodeCast, eachOfCast, encodeCast } from "./cast-file.ts";
export {
  CAST_PARTS,
  CAST_PRESETS,
  type CastPart,
  type CastPlanOptions,
  type CastPreset,
  planCast,
  type Scene,
  type Watching,
} from "./cast-plan.ts";
export { KIT_BIN, KIT_JSON, type LoadedKit, readKit } from "./kit-folder.ts";
export { loadMienCast, mienCastPath, readCast } from "./mien-cast.ts";
export {
  castingOf,
  type FilmedScene,
  filmScene,
  frameTimes,
  modeOf,
  performScene,
} from "./perform-scene.ts";
export { type PreparedKit, type PrepareOptions, prepareKit } from "./prepare-kit.ts";
export {
  filmStranger,
  JUDGED_UNITS,
  type JudgedUnit,
  planStrangers,
  type Segment,
  type StrangerScene,
  type StrangersOptions,
  type StrangerTruth,
  strangerTruth,
  type Take,
  type UnitActivation,
} from "./strangers/index.ts";
