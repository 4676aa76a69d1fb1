/** The file of MediaPipe's face landmarker: where it is looked for, how it is fetched, and the one hash that it may have. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The one hash that the model's file may have: results are told apart by it. */
export const MODEL_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff";
/** Where Google publishes the model. */
export const MODEL_URL =
  "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task";
const MODEL_FILE = "face_landmarker.task";

/** The folder for what mien fetched: MIEN_CACHE, or `mien` in the system's folder for caches. */
export function cacheFolder(): string {
  const { MIEN_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (MIEN_CACHE) return MIEN_CACHE;
  if (process.platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "mien");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "mien");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "mien");
}

/** Where `mien model get` puts the file. */
export const cachedModelPath = (): string => join(cacheFolder(), MODEL_FILE);

/** Every way to the model, for an error that somebody without it can act on. */
function waysToTheModel(flag = "--model"): string {
  return [
    "Ways to it, any one will do:",
    "  mien model get                     fetches it once (3.8 MB) where there is a network",
    `  ${`${flag} FILE`.padEnd(34)} names the file`,
    "  MIEN_FACE_LANDMARKER=FILE          names the file for every command",
    `  ${cachedModelPath()}`,
    "                                     is where a file fetched elsewhere can be put",
    `Published at ${MODEL_URL}`,
    `sha256 ${MODEL_SHA256}`,
  ].join("\n");
}

/**
 * The model's file: the option, else MIEN_FACE_LANDMARKER, else the cache folder. Looks whether it is there; its hash is
 * checked when it is read.
 *
 * @param flag the command's own option for it, named in the error; --model where it is left out
 * @throws where there is none, naming every way to it
 */
export function findModel(option?: string, flag?: string): string {
  const named = option ?? (process.env.MIEN_FACE_LANDMARKER || undefined);
  if (named !== undefined) {
    if (existsSync(named)) return named;
    const by = option === undefined ? "MIEN_FACE_LANDMARKER" : "the option";
    throw new Error(
      `findModel: ${by} names ${named}, where there is no file. ${waysToTheModel(flag)}`,
    );
  }
  const cached = cachedModelPath();
  if (existsSync(cached)) return cached;
  throw new Error(`findModel: MediaPipe's face landmarker is not here. ${waysToTheModel(flag)}`);
}

function checkModel(where: string, bytes: Uint8Array): void {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 === MODEL_SHA256) return;
  throw new Error(
    `${where}: not the face landmarker that mien knows: expected sha256 ${MODEL_SHA256}, got ${sha256} (${bytes.length} bytes)`,
  );
}

/**
 * The bytes of the model, whose hash is checked.
 *
 * @param model its path, or the bytes themselves
 * @throws where the file cannot be read, or is another
 */
export async function readModel(model: string | Uint8Array): Promise<Uint8Array> {
  const [where, bytes] =
    typeof model === "string"
      ? [model, new Uint8Array(await readFile(model))]
      : ["createLandmarker: model", model];
  checkModel(where, bytes);
  return bytes;
}

/** What the address answers. */
async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw new Error(`fetchModel: ${url} did not answer (${reason}). ${waysToTheModel()}`);
  }
}

/**
 * Fetches the model into the cache folder unless it lies there already.
 *
 * @returns its path, and whether it had to be fetched
 * @throws where the address does not answer, naming the other ways, or answers with something else
 */
export async function fetchModel(url = MODEL_URL): Promise<{ path: string; fetched: boolean }> {
  const path = cachedModelPath();
  if (existsSync(path)) {
    await readModel(path);
    return { path, fetched: false };
  }
  const bytes = await download(url);
  checkModel(url, bytes);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return { path, fetched: true };
}
