import type { Recording } from "@mien/core";
import {
  planStrangers,
  readCast,
  type StrangerScene,
  type StrangersOptions,
  type StrangerTruth,
  strangerTruth,
} from "../../casting/index.ts";

/** The strangers that models are judged on; `mien cast --preset strangers` films them. */
export const STRANGERS: StrangersOptions = { actors: 120, seed: 31 };

/** A recording of a stranger, and what it shows. */
export interface Stranger {
  readonly recording: Recording;
  readonly truth: StrangerTruth;
}

/**
 * The strangers of a cast's file with their truth, which the plan's seed gives.
 *
 * @throws where the file cannot be read, or its recordings are not those of the plan
 */
export async function readStrangers(
  path: string,
  plan: StrangersOptions = STRANGERS,
): Promise<Stranger[]> {
  const scenes = planStrangers(plan);
  const strangers: Stranger[] = [];
  for await (const { recording } of readCast(path)) {
    const scene = scenes[strangers.length];
    if (scene === undefined || !isOf(scene, recording)) {
      throw new Error(
        `${path}: recording ${strangers.length} must be ${scene?.id ?? "none"} of the strangers ` +
          `of seed ${plan.seed}, got ${recording.id}, ${sizeOf(recording)}`,
      );
    }
    strangers.push({ recording, truth: strangerTruth(scene) });
  }
  if (strangers.length < scenes.length) {
    throw new Error(
      `${path}: must hold ${scenes.length} recordings of ${plan.actors} strangers, got ${strangers.length}`,
    );
  }
  return strangers;
}

function isOf(scene: StrangerScene, { id, imageSize, detected }: Recording): boolean {
  const { widthPx, heightPx, frames } = scene;
  return (
    id === scene.id &&
    imageSize.widthPx === widthPx &&
    imageSize.heightPx === heightPx &&
    detected.length === frames
  );
}

const sizeOf = ({ imageSize: { widthPx, heightPx }, detected }: Recording) =>
  `${detected.length} frames of ${widthPx} x ${heightPx} px`;
