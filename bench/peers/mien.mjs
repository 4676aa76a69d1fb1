// mien in Node. options.engine: "wasm", "wasm-wide" (V8's 256-bit revectoriser), "native", "native-avx2".
import v8 from "node:v8";
import { createJob, peakLoop } from "./mien-cases.mjs";

async function backendOf(name, mien) {
  if (name.startsWith("native")) {
    const { createNativeBackend } = await import("@mien/native");
    const backend = createNativeBackend(name === "native-avx2" ? { instructionSet: "avx2" } : {});
    if (backend === null)
      throw new Error("not built here, or the processor lacks the instructions");
    return backend;
  }
  return mien.createWasmBackend({ wideTiles: name === "wasm-wide" });
}

export async function createEngine({ engine }) {
  if (engine === "wasm-wide") {
    if (Number(process.versions.node.split(".")[0]) < 24) {
      throw new Error("needs Node 24 or newer");
    }
    v8.setFlagsFromString("--experimental-wasm-revectorize");
  }
  const mien = await import("@mien/core");
  const backend = await backendOf(engine, mien);
  const loop = peakLoop(backend);
  const peak = () => {
    const iterations = 4_000_000;
    loop(iterations / 40);
    const from = process.cpuUsage();
    const operations = loop(iterations);
    const used = process.cpuUsage(from);
    return operations / ((used.user + used.system) / 1e6);
  };
  return {
    version: `${backend.name}, Node ${process.versions.node}`,
    prepare: (c, numbers) => createJob(mien, backend, c, numbers),
    ...(loop === null ? {} : { peak }),
  };
}
