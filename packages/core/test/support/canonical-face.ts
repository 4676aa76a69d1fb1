import { readFileSync } from "node:fs";
import { testData } from "../../../../tests/support/test-data.ts";

export const canonicalFile = testData("geometry/face_model_with_iris.obj");

/** Vertices of MediaPipe's canonical face with irises [478, 3]: centimetres, y up, z toward the viewer. */
export function readCanonicalFace(): readonly (readonly [number, number, number])[] {
  const lines = readFileSync(canonicalFile.path, "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("v "))
    .map((line) => {
      const [x, y, z] = line.split(" ").slice(1).map(Number);
      return [x!, y!, z!] as const;
    });
}
