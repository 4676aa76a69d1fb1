/** A thread with its own landmarkers: performs the scenes that it is sent, one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { type Actor, createActor, createStudio } from "@mien/core/synthesis";
import { createLandmarkers } from "@mien/landmarker";
import type { AnyScene } from "./any-scene.ts";
import { readKit } from "./kit-folder.ts";
import { type ActorMaker, modeOf, performScene } from "./perform-scene.ts";

export interface CastWorkerOptions {
  readonly kitFolder: string;
  readonly modelPath: string;
}

export async function serveScenes(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("cast-worker: must run in a worker thread");
  const { kitFolder, modelPath } = workerData as CastWorkerOptions;
  const landmarkerOf = createLandmarkers(modelPath);
  const { kit } = await readKit(kitFolder);
  const studio = createStudio(kit);
  const actorOf = rememberActor();
  port.on("message", async (scene: AnyScene) => {
    try {
      const landmarker = await landmarkerOf({ mode: modeOf(scene) });
      const performed = await performScene(studio, scene, landmarker, actorOf);
      port.postMessage({ performed });
    } catch (error) {
      port.postMessage({ error: `${scene.id}: ${(error as Error).message}` });
    }
  });
  port.postMessage({ ready: true });
}

/** Scenes come actor by actor: the last one is kept, for making one costs as much as filming a frame. */
function rememberActor(): ActorMaker {
  let last: { readonly key: string; readonly actor: Actor } | null = null;
  return (studio, seed, options) => {
    const key = JSON.stringify([seed, options]);
    if (last?.key !== key) last = { key, actor: createActor(studio, seed, options) };
    return last.actor;
  };
}
