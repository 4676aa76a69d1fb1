import { BLENDSHAPES } from "./blendshapes.ts";
import { checkKeys } from "./check-keys.ts";
import { expectThat } from "./expect-that.ts";
import { checkFaceSource } from "./face-source.ts";
import { TOPOLOGIES } from "./topology.ts";

const KEYS = [
  "id",
  "subjectId",
  "topology",
  "imageSize",
  "timestampsMs",
  "landmarks",
  "blendshapes",
  "poseMatrices",
  "detected",
  "provenance",
] as const;
const PROVENANCE_KEYS = [
  "extractor",
  "version",
  "modelSha256",
  "mode",
  "numFaces",
  "frameRate",
  "source",
] as const;
const MODES: readonly unknown[] = ["image", "video", "table", "synthetic"];

type Parts = Readonly<Record<string, unknown>>;

/** Throws unless `parts` is a Recording; see createRecording. */
export function checkRecording(parts: object): void {
  const fields = parts as Parts;
  const where = `recording ${typeof fields.id === "string" ? fields.id : "?"}`;
  checkKeys(`${where}:`, fields, KEYS);
  for (const key of ["id", "subjectId"] as const) {
    expectThat(isText(fields[key]), where, key, "a string that is not empty", fields[key]);
  }
  checkFaceSource(where, fields);
  const topology = TOPOLOGIES[fields.topology as keyof typeof TOPOLOGIES];
  checkProvenance(where, fields.provenance);
  const frames = checkTimestamps(where, fields.timestampsMs);
  const detected = checkDetected(where, fields.detected, frames);
  checkRows(where, "landmarks", fields.landmarks, 3 * topology.points, detected);
  for (const [key, width] of [
    ["blendshapes", BLENDSHAPES.length],
    ["poseMatrices", 16],
  ] as const) {
    if (fields[key] !== null) checkRows(where, key, fields[key], width, detected);
  }
}

const isText = (value: unknown) => typeof value === "string" && value.length > 0;
const isPositive = (value: unknown) =>
  typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY;

function checkProvenance(where: string, provenance: unknown): void {
  const isObject = typeof provenance === "object" && provenance !== null;
  expectThat(isObject, where, "provenance", "an object", provenance);
  const { person, ...rest } = provenance as Parts;
  checkKeys(`${where}: provenance:`, rest, PROVENANCE_KEYS);
  const isPerson = person === undefined || (Number.isInteger(person) && (person as number) >= 1);
  expectThat(isPerson, where, "provenance.person", "left out or an integer >= 1", person);
  const { modelSha256, mode, numFaces, frameRate, ...names } = rest;
  for (const key of ["extractor", "version", "source"] as const) {
    expectThat(typeof names[key] === "string", where, `provenance.${key}`, "a string", names[key]);
  }
  const isHash = typeof modelSha256 === "string" && /^[0-9a-f]{64}$/.test(modelSha256);
  const hash = "null or 64 hexadecimal digits";
  expectThat(modelSha256 === null || isHash, where, "provenance.modelSha256", hash, modelSha256);
  expectThat(MODES.includes(mode), where, "provenance.mode", MODES.join(" or "), mode);
  const isCount = Number.isInteger(numFaces) && (numFaces as number) >= 1;
  expectThat(isCount, where, "provenance.numFaces", "an integer >= 1", numFaces);
  const isRate = frameRate === null || isPositive(frameRate);
  expectThat(isRate, where, "provenance.frameRate", "null or a finite number > 0", frameRate);
}

function checkTimestamps(where: string, times: unknown): number {
  expectThat(times instanceof Float64Array, where, "timestampsMs", "a Float64Array", times);
  const values = times as Float64Array;
  expectThat(values.length >= 1, where, "timestampsMs.length", ">= 1", values.length);
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    expectThat(Number.isFinite(value), where, `timestampsMs[${t}]`, "finite", value);
    if (t > 0) {
      const before = values[t - 1]!;
      expectThat(value > before, where, `timestampsMs[${t}]`, `above ${before}`, value);
    }
  }
  return values.length;
}

function checkDetected(where: string, detected: unknown, frames: number): Uint8Array {
  expectThat(detected instanceof Uint8Array, where, "detected", "a Uint8Array", detected);
  const values = detected as Uint8Array;
  expectThat(values.length === frames, where, "detected.length", `${frames}`, values.length);
  for (let t = 0; t < frames; t++) {
    expectThat(values[t]! <= 1, where, `detected[${t}]`, "0 or 1", values[t]);
  }
  return values;
}

/** [T, width]: finite where a face was found, NaN where none was. */
function checkRows(
  where: string,
  name: string,
  array: unknown,
  width: number,
  detected: Uint8Array,
): void {
  expectThat(array instanceof Float32Array, where, name, "a Float32Array", array);
  const values = array as Float32Array;
  const expected = detected.length * width;
  const shape = `${expected} (${detected.length} frames of ${width})`;
  expectThat(values.length === expected, where, `${name}.length`, shape, values.length);
  for (let i = 0; i < expected; i++) {
    const value = values[i]!;
    const t = (i - (i % width)) / width;
    const found = detected[t] === 1;
    if (found ? !Number.isFinite(value) : !Number.isNaN(value)) {
      const rule = found ? "finite where a face was detected" : "NaN where no face was detected";
      expectThat(false, where, `${name}[${t}, ${i % width}]`, rule, value);
    }
  }
}
