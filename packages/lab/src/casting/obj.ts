/** What mien reads of a Wavefront OBJ file: vertices, and faces with their materials. */
export interface ObjMesh {
  /** [V, 3] */
  readonly positions: Float64Array;
  /** Polygons' vertices, from 0. */
  readonly faces: readonly (readonly number[])[];
  /** Material of each face, "" before the first `usemtl`. */
  readonly materials: readonly string[];
}

/**
 * `v`, `f` and `usemtl` lines; all others are passed over. Indices may carry texture and normal (`7/1/2`), and count from
 * the end where they are negative.
 *
 * @param path for errors
 * @throws on a line that cannot be read, with its number
 */
export function parseObj(path: string, text: string): ObjMesh {
  const positions: number[] = [];
  const faces: number[][] = [];
  const materials: string[] = [];
  let material = "";
  text.split("\n").forEach((line, at) => {
    const fail = (expected: string) => {
      throw new Error(`${path}:${at + 1}: expected ${expected}, got ${line.trim().slice(0, 60)}`);
    };
    const [kind, ...words] = line.trim().split(/\s+/);
    if (kind === "v") {
      const numbers = words.slice(0, 3).map(Number);
      if (numbers.length < 3 || !numbers.every(Number.isFinite)) fail("three numbers after v");
      positions.push(...numbers);
    } else if (kind === "usemtl") {
      material = words.join(" ");
    } else if (kind === "f") {
      const count = positions.length / 3;
      const corners = words.map((word) => toIndex(word, count));
      if (corners.length < 3 || corners.some((v) => !(v >= 0 && v < count))) {
        fail(`at least three vertices in [1, ${count}] after f`);
      }
      faces.push(corners);
      materials.push(material);
    }
  });
  return { positions: Float64Array.from(positions), faces, materials };
}

function toIndex(word: string, count: number): number {
  const index = Number(word.split("/")[0]);
  if (!Number.isInteger(index) || index === 0) return Number.NaN;
  return index > 0 ? index - 1 : count + index;
}
