import { planCast } from "./cast-plan.ts";
import { CAST_PRESETS, type CastPreset, type Scene } from "./scene.ts";
import { planStrangers, type StrangerScene } from "./strangers/index.ts";

/** A scene of any cast: of those to learn from, or of the strangers that judge. */
export type AnyScene = Scene | StrangerScene;

export const PRESETS = [...CAST_PRESETS, "strangers"] as const;
export type Preset = CastPreset | "strangers";

export interface PlanOptions {
  readonly actors: number;
  readonly seed: number;
  readonly preset: Preset;
}

/** @throws on a number of actors or a preset that there is none of */
export function planScenes({ actors, seed, preset }: PlanOptions): readonly AnyScene[] {
  if (preset === "strangers") return planStrangers({ actors, seed });
  return planCast({ actors, seed, preset });
}
