import { ACTION_UNITS, type ActionUnit } from "../face/index.ts";
import type { FaceKit } from "./face-kit.ts";

/** Modes of action units, with how far each goes at full intensity. */
export type UnitModes = Readonly<Partial<Record<ActionUnit, Readonly<Record<string, number>>>>>;

/**
 * Which modes each action unit moves, and how far at full intensity. Names without side; after the kit's own table of
 * closest FACS units, with the blends that anatomy adds: AU9 also lowers the brows and lifts the lip.
 */
export const UNIT_MODES: UnitModes = {
  AU1: { browInnerUp: 1, browOuterUp: 0.12 },
  AU2: { browOuterUp: 1, browInnerUp: 0.15 },
  AU4: { browDown: 1 },
  AU5: { eyeWide: 1 },
  AU6: { cheekSquint: 0.9, cheekRaiser: 0.9, eyeSquint: 0.35 },
  AU7: { eyeSquint: 1 },
  AU9: { noseSneer: 1, browDown: 0.35, mouthUpperUp: 0.25, eyeSquint: 0.2 },
  AU10: { mouthUpperUp: 0.9, noseSneer: 0.3 },
  AU11: { mouthUpperUp: 0.3, noseSneer: 0.2 },
  AU12: { mouthSmile: 1 },
  AU14: { mouthDimple: 1 },
  AU15: { mouthFrown: 1 },
  AU16: { mouthLowerDown: 0.9 },
  AU17: { mouthShrugLower: 1, mouthShrugUpper: 0.4 },
  AU18: { mouthPucker: 1 },
  AU20: { mouthStretch: 1 },
  AU22: { mouthFunnel: 1 },
  AU23: { mouthRollLower: 0.35, mouthRollUpper: 0.35, mouthPress: 0.35, mouthPucker: 0.1 },
  AU24: { mouthPress: 0.9, mouthRollLower: 0.15, mouthRollUpper: 0.15 },
  AU25: { mouthLowerDown: 0.4, mouthUpperUp: 0.25, jawOpen: 0.08 },
  AU26: { jawOpen: 0.5 },
  AU27: { jawOpen: 1 },
  AU28: { mouthRollLower: 1, mouthRollUpper: 1 },
  AU43: { eyeBlink: 1 },
  AU45: { eyeBlink: 1 },
};

/** Whom a movement's weight is for: the subject's left, the right, or both sides at once. */
type Side = "left" | "right" | "both";

export interface Rig {
  /** E */
  readonly modes: number;
  /** Names of modes without side, each once, in the kit's order. */
  readonly movements: readonly string[];
  /**
   * Adds `left` and `right` times a movement's modes to `weights` [E]; a mode without sides takes their mean. A movement
   * is the name of modes without side (`mouthSmile`); one that the kit lacks adds nothing.
   */
  addMovement(movement: string, left: number, right: number, weights: Float64Array): void;
  /** The same for an action unit; `gains` [E], the person's own strength of each mode. */
  addUnit(
    unit: ActionUnit,
    left: number,
    right: number,
    gains: Float64Array,
    weights: Float64Array,
  ): void;
}

/** @throws where the kit has none of the modes of an action unit that expressions are shown with */
export function createRig(
  { expressions }: Pick<FaceKit, "expressions">,
  unitModes: UnitModes = UNIT_MODES,
): Rig {
  const byMovement = new Map<string, [mode: number, side: Side][]>();
  expressions.forEach((name, mode) => {
    const side = name.endsWith("_L") ? "left" : name.endsWith("_R") ? "right" : "both";
    const movement = side === "both" ? name : name.slice(0, -2);
    byMovement.set(movement, [...(byMovement.get(movement) ?? []), [mode, side]]);
  });
  for (const unit of Object.keys(ACTION_UNITS) as ActionUnit[]) {
    const movements = Object.keys(unitModes[unit] ?? {});
    if (movements.length > 0 && !movements.some((name) => byMovement.has(name))) {
      throw new Error(`face kit: ${unit} needs one of the modes ${movements.join(", ")}, got none`);
    }
  }
  const valueOn = (side: Side, left: number, right: number) =>
    side === "left" ? left : side === "right" ? right : (left + right) / 2;
  return {
    modes: expressions.length,
    movements: [...byMovement.keys()],
    addMovement(movement, left, right, weights) {
      for (const [mode, side] of byMovement.get(movement) ?? []) {
        weights[mode]! += valueOn(side, left, right);
      }
    },
    addUnit(unit, left, right, gains, weights) {
      for (const [movement, share] of Object.entries(unitModes[unit] ?? {})) {
        for (const [mode, side] of byMovement.get(movement) ?? []) {
          weights[mode]! += share * gains[mode]! * valueOn(side, left, right);
        }
      }
    },
  };
}
