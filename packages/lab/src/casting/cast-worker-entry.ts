import { serveScenes } from "./cast-worker.ts";

await serveScenes();
