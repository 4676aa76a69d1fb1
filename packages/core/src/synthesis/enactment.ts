import type { Actor, Studio } from "./actor.ts";
import { createFaceLimits } from "./face-limits.ts";
import { look } from "./gaze.ts";
import type { Performance } from "./performance.ts";
import type { Rig } from "./rig.ts";
import { ENACTED_UNITS, type Script } from "./script.ts";

/** An actor does what a script says: the pose at any time, a pure function. */
export function enact(
  { kit, rig, lipSeal }: Studio,
  actor: Actor,
  script: Script,
): Pick<Performance, "poseAt"> {
  const limits = createFaceLimits(kit.expressions);
  return {
    poseAt(timeMs) {
      const units = script.unitsAt(timeMs);
      const weights = new Float64Array(rig.modes);
      ENACTED_UNITS.forEach((unit, u) => {
        rig.addUnit(unit, units[2 * u]!, units[2 * u + 1]!, actor.gains, weights);
      });
      const kept = script.restAt(timeMs);
      for (let m = 0; m < weights.length; m++) weights[m]! += actor.rest[m]! * kept;
      look(rig, script.gaze, timeMs, weights);
      const down = script.lookDownAt(timeMs);
      rig.addMovement("eyeLookDown", down, down, weights);
      // The upper lid follows the eye.
      rig.addMovement("eyeBlink", 0.5 * down, 0.5 * down, weights);
      shutLids(rig, script.shutAt(timeMs), weights);
      limits.settle(weights);
      lipSeal.close(weights, script.sealAt(timeMs));
      return { weights, ...script.headAt(timeMs) };
    },
  };
}

function shutLids(rig: Rig, shut: number, weights: Float64Array): void {
  if (shut === 0) return;
  const lids = new Float64Array(rig.modes);
  rig.addMovement("eyeBlink", 1, 1, lids);
  for (let m = 0; m < weights.length; m++) {
    if (lids[m]! > 0) weights[m] = weights[m]! + (1 - weights[m]!) * shut;
  }
}
