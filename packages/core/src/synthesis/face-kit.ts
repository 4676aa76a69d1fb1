/**
 * A parametric face: a neutral mesh and linear modes that move its vertices, expressions first, then identities.
 *
 * Sizes: V vertices, M = E + I modes (E expression, I identity), Q triangles. Units are the kit's own, about centimetres;
 * x grows to the subject's left, y up, z toward the viewer.
 */
export interface FaceKit {
  /** Where the kit comes from, with its licence. */
  readonly source: string;
  readonly vertices: number;
  /** [V, 3] */
  readonly neutral: Float32Array;
  /** Names of the E expression modes, as ARKit's with `_L` and `_R` for the sides. */
  readonly expressions: readonly string[];
  /** I, in falling order of variance; a weight of 1 is one standard deviation. */
  readonly identityModes: number;
  /** [M, V, 3] integers; displacement = integer * modeScale of the mode. */
  readonly modes: Int16Array;
  /** [M] */
  readonly modeScale: Float64Array;
  /** [Q, 3], counter-clockwise seen from outside. */
  readonly triangles: Uint16Array;
  /** [Q] index into `materials`. */
  readonly triangleMaterial: Uint8Array;
  readonly materials: readonly string[];
  /** [68] vertex of each point of the iBUG scheme. */
  readonly ibug68: Int32Array;
}

type Parts = Readonly<Record<string, unknown>>;

/**
 * A kit from its description (the parsed JSON) and its bytes: neutral float32 [V, 3], modes int16 [M, V, 3], triangles
 * uint16 [Q, 3], triangleMaterial uint8 [Q], all little endian, one after the other.
 *
 * @throws where the description or the bytes do not fit; the text names the part, what was expected and what came
 */
export function parseFaceKit(description: unknown, bytes: Uint8Array): FaceKit {
  if (typeof description !== "object" || description === null || Array.isArray(description)) {
    throw new Error(`face kit: description must be an object, got ${String(description)}`);
  }
  const parts = description as Parts;
  const vertices = readCount(parts, "vertices", 65535);
  const triangleCount = readCount(parts, "triangles", 16777216);
  const identityModes = readCount(parts, "identityModes", 1000);
  const expressions = readNames(parts, "expressions");
  const materials = readNames(parts, "materials");
  const modeCount = expressions.length + identityModes;
  const modeScale = readNumbers(parts, "modeScale", modeCount);
  const ibug68 = readNumbers(parts, "ibug68", 68);
  const expected = vertices * 12 + modeCount * vertices * 6 + triangleCount * 7;
  if (bytes.length !== expected) {
    throw new Error(`face kit: bytes must be ${expected} long, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const modesAt = vertices * 12;
  const trianglesAt = modesAt + modeCount * vertices * 6;
  const materialAt = trianglesAt + triangleCount * 6;
  const kit: FaceKit = {
    source: typeof parts.source === "string" ? parts.source : "",
    vertices,
    neutral: Float32Array.from({ length: vertices * 3 }, (_, i) => view.getFloat32(i * 4, true)),
    expressions,
    identityModes,
    modes: readModes(view, modesAt, modeCount * vertices * 3),
    modeScale,
    triangles: Uint16Array.from({ length: triangleCount * 3 }, (_, i) =>
      view.getUint16(trianglesAt + i * 2, true),
    ),
    triangleMaterial: bytes.slice(materialAt),
    materials,
    ibug68: Int32Array.from(ibug68),
  };
  checkValues(kit);
  return kit;
}

function readModes(view: DataView, offset: number, length: number): Int16Array {
  const modes = new Int16Array(length);
  for (let i = 0; i < length; i++) modes[i] = view.getInt16(offset + i * 2, true);
  return modes;
}

function readCount(parts: Parts, key: string, most: number): number {
  const value = parts[key];
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > most) {
    throw new Error(`face kit: ${key} must be an integer in [1, ${most}], got ${String(value)}`);
  }
  return value as number;
}

function readNames(parts: Parts, key: string): readonly string[] {
  const value = parts[key];
  if (!Array.isArray(value) || value.length === 0 || value.some((n) => typeof n !== "string")) {
    throw new Error(`face kit: ${key} must be a list of names, got ${JSON.stringify(value)}`);
  }
  if (new Set(value).size !== value.length) {
    throw new Error(`face kit: ${key} must name each once, got ${value.join(", ")}`);
  }
  return value as readonly string[];
}

function readNumbers(parts: Parts, key: string, length: number): Float64Array {
  const value = parts[key];
  if (!Array.isArray(value) || value.length !== length || !value.every(Number.isFinite)) {
    const got = Array.isArray(value) ? `${value.length} entries` : String(value);
    throw new Error(`face kit: ${key} must be a list of ${length} finite numbers, got ${got}`);
  }
  return Float64Array.from(value as number[]);
}

function checkValues(kit: FaceKit): void {
  const bad = kit.neutral.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) {
    throw new Error(`face kit: neutral[${bad}] must be finite, got ${kit.neutral[bad]}`);
  }
  checkBelow("triangles", kit.triangles, kit.vertices);
  checkBelow("triangleMaterial", kit.triangleMaterial, kit.materials.length);
  checkBelow("ibug68", kit.ibug68, kit.vertices);
}

function checkBelow(what: string, values: ArrayLike<number>, limit: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < 0 || value >= limit) {
      throw new Error(`face kit: ${what}[${i}] must be in [0, ${limit}), got ${value}`);
    }
  }
}

/**
 * Adds `weight` times mode `mode` to `positions` [V, 3]. Cost: 3 V multiply-adds; a weight of 0 costs nothing.
 */
export function addMode(
  kit: FaceKit,
  mode: number,
  weight: number,
  positions: Float32Array | Float64Array,
): void {
  if (weight === 0) return;
  const factor = weight * kit.modeScale[mode]!;
  const length = kit.vertices * 3;
  const offset = mode * length;
  const { modes } = kit;
  for (let i = 0; i < length; i++) positions[i]! += factor * modes[offset + i]!;
}

/** Coordinates [3] of an iBUG point on the neutral mesh. */
export function kitPoint(kit: FaceKit, point: number): readonly [number, number, number] {
  const at = kit.ibug68[point]! * 3;
  return [kit.neutral[at]!, kit.neutral[at + 1]!, kit.neutral[at + 2]!];
}

/** The vertices that triangles of these materials use, in rising order. */
export function materialVertices(kit: FaceKit, names: readonly string[]): Int32Array {
  const used = new Uint8Array(kit.vertices);
  for (let q = 0; q < kit.triangleMaterial.length; q++) {
    if (!names.includes(kit.materials[kit.triangleMaterial[q]!]!)) continue;
    for (let k = 0; k < 3; k++) used[kit.triangles[q * 3 + k]!] = 1;
  }
  const found: number[] = [];
  for (let v = 0; v < kit.vertices; v++) if (used[v] === 1) found.push(v);
  return Int32Array.from(found);
}
