/** A thread with its own landmarkers: performs the scenes that it is sent, one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { createStudio } from "@mien/core/synthesis";
import { createLandmarkers } from "@mien/landmarker";
import type { AnyScene } from "./any-scene.ts";
import { readKit } from "./kit-folder.ts";
import { modeOf, performScene } from "./perform-scene.ts";

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
  port.on("message", async (scene: AnyScene) => {
    try {
      const landmarker = await landmarkerOf({ mode: modeOf(scene) });
      const { recording, label } = await performScene(studio, scene, landmarker);
      port.postMessage({ recording, label });
    } catch (error) {
      port.postMessage({ error: `${scene.id}: ${(error as Error).message}` });
    }
  });
  port.postMessage({ ready: true });
}
