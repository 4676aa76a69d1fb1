import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { KIT_BIN, KIT_JSON } from "./kit-folder.ts";
import { type ObjMesh, parseObj } from "./obj.ts";

/** Parts of the published mesh that a picture needs; lashes, tear fluid and the eyes' blends are left out. */
const MATERIALS = [
  "M_BackHead",
  "M_Face",
  "M_GumsTongue",
  "M_IrisLeft",
  "M_IrisRight",
  "M_ScleraLeft",
  "M_ScleraRight",
  "M_Teeth",
] as const;

const NEUTRAL = "generic_neutral_mesh.obj";
const INDICES = "vertex_indices.json";
/** Modes that newer kits hold as files though the list in vertex_indices.json may lack them. */
const EXTRA_EXPRESSIONS = ["cheekRaiser_L", "cheekRaiser_R"];

const indicesSchema = z.looseObject({
  expressions: z.array(z.string().min(1)).min(1),
  idx_to_landmark_verts: z.array(z.int().nonnegative()).length(68),
});

export interface PrepareOptions {
  /** A clone of ICT-FaceKit, or its folder FaceXModel. */
  readonly kitFolder: string;
  readonly out: string;
  /** Most identity modes to keep; they fall in variance. */
  readonly identityModes?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface PreparedKit {
  readonly vertices: number;
  readonly triangles: number;
  readonly expressions: number;
  readonly identityModes: number;
}

/**
 * Makes the reduced kit that `mien cast` reads from the published ICT-FaceKit (light): the neutral mesh with the parts
 * that are seen, quads cut in two, and every mode as 16-bit displacements. The kit's LICENSE is copied beside it.
 *
 * @throws where a file is missing or damaged, or a mode's mesh has another number of vertices than the neutral one
 */
export async function prepareKit({
  kitFolder,
  out,
  identityModes = 50,
  onProgress = () => {},
}: PrepareOptions): Promise<PreparedKit> {
  const folder = await modelFolder(kitFolder);
  const neutral = await readObj(join(folder, NEUTRAL));
  const mesh = reduceMesh(join(folder, NEUTRAL), neutral);
  const indices = await readIndices(join(folder, INDICES));
  const names = await modeNames(folder, indices.expressions, identityModes);
  const modes = new Int16Array(names.length * mesh.kept.length * 3);
  const modeScale: number[] = [];
  for (const [m, name] of names.entries()) {
    const path = join(folder, `${name}.obj`);
    const { positions } = await readObj(path);
    if (positions.length !== neutral.positions.length) {
      const [expected, got] = [neutral.positions.length / 3, positions.length / 3];
      throw new Error(`${path}: expected ${expected} vertices as ${NEUTRAL} has, got ${got}`);
    }
    const into = modes.subarray(m * mesh.kept.length * 3, (m + 1) * mesh.kept.length * 3);
    modeScale.push(quantize(positions, neutral.positions, mesh.kept, into));
    onProgress(m + 1, names.length);
  }
  const expressions = names.filter((name) => !name.startsWith("identity"));
  const ibug68 = indices.idx_to_landmark_verts.map((v) => mesh.newIndex.get(v) ?? -1);
  checkLandmarks(join(folder, INDICES), indices.idx_to_landmark_verts, ibug68);
  const description = describe(
    mesh,
    expressions,
    names.length - expressions.length,
    modeScale,
    ibug68,
  );
  await mkdir(out, { recursive: true });
  await writeFile(join(out, KIT_BIN), packBytes(neutral.positions, mesh, modes));
  await writeFile(join(out, KIT_JSON), `${JSON.stringify(description, null, 1)}\n`);
  await copyLicence(kitFolder, out);
  return {
    vertices: mesh.kept.length,
    triangles: mesh.triangleMaterial.length,
    expressions: expressions.length,
    identityModes: names.length - expressions.length,
  };
}

/** The folder with the meshes: the one given, or FaceXModel within it. */
async function modelFolder(given: string): Promise<string> {
  for (const folder of [given, join(given, "FaceXModel")]) {
    const found = await stat(join(folder, NEUTRAL)).catch(() => null);
    if (found !== null) return folder;
  }
  throw new Error(
    `${given}: expected ICT-FaceKit with ${NEUTRAL}, here or in FaceXModel, got none`,
  );
}

async function readObj(path: string): Promise<ObjMesh> {
  return parseObj(path, await readText(path));
}

async function readText(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: cannot be read (${error.code ?? error.message})`);
  });
  if (text.startsWith("version https://git-lfs")) {
    throw new Error(`${path}: expected the file, got a pointer of Git LFS; run \`git lfs pull\``);
  }
  return text;
}

async function readIndices(path: string): Promise<z.infer<typeof indicesSchema>> {
  const text = await readText(path);
  try {
    return indicesSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(
      `${path}: expected the lists expressions and idx_to_landmark_verts (${reason})`,
    );
  }
}

/** Expressions in the kit's order, those it does not list after them, then identity000 and on. */
async function modeNames(
  folder: string,
  listed: readonly string[],
  most: number,
): Promise<string[]> {
  const files = new Set(await readdir(folder));
  const has = (name: string) => files.has(`${name}.obj`);
  const extra = EXTRA_EXPRESSIONS.filter((name) => !listed.includes(name) && has(name));
  const identities: string[] = [];
  for (let i = 0; i < most; i++) {
    const name = `identity${String(i).padStart(3, "0")}`;
    if (!has(name)) break;
    identities.push(name);
  }
  if (identities.length === 0)
    throw new Error(`${folder}: expected identity000.obj and on, got none`);
  return [...listed, ...extra, ...identities];
}

interface ReducedMesh {
  /** Vertices that are kept, in rising order. */
  readonly kept: Int32Array;
  readonly newIndex: ReadonlyMap<number, number>;
  readonly triangles: number[];
  readonly triangleMaterial: number[];
}

/** The faces of MATERIALS, each cut into a fan of triangles, and the vertices that they use. */
function reduceMesh(path: string, { faces, materials }: ObjMesh): ReducedMesh {
  const isKept = (face: number) => (MATERIALS as readonly string[]).includes(materials[face]!);
  const used = new Set<number>();
  faces.forEach((corners, f) => {
    if (isKept(f)) for (const v of corners) used.add(v);
  });
  const missing = MATERIALS.filter((name) => !materials.includes(name));
  if (missing.length > 0) {
    const got = [...new Set(materials)].join(", ") || "none";
    throw new Error(`${path}: expected faces of the materials ${missing.join(", ")}, got ${got}`);
  }
  if (used.size > 65535)
    throw new Error(`${path}: expected at most 65535 vertices, got ${used.size}`);
  const kept = Int32Array.from(used).sort();
  const newIndex = new Map(Array.from(kept, (v, i) => [v, i] as const));
  const triangles: number[] = [];
  const triangleMaterial: number[] = [];
  faces.forEach((corners, f) => {
    if (!isKept(f)) return;
    for (let i = 1; i + 1 < corners.length; i++) {
      triangles.push(...[corners[0]!, corners[i]!, corners[i + 1]!].map((v) => newIndex.get(v)!));
      triangleMaterial.push((MATERIALS as readonly string[]).indexOf(materials[f]!));
    }
  });
  return { kept, newIndex, triangles, triangleMaterial };
}

/** Displacements of the kept vertices as integers; returns what 1 stands for. */
function quantize(
  positions: Float64Array,
  neutral: Float64Array,
  kept: Int32Array,
  into: Int16Array,
): number {
  const moves = new Float64Array(kept.length * 3);
  kept.forEach((v, i) => {
    for (let k = 0; k < 3; k++) moves[i * 3 + k] = positions[v * 3 + k]! - neutral[v * 3 + k]!;
  });
  const most = moves.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const scale = most > 0 ? most / 32767 : 1;
  for (let i = 0; i < moves.length; i++) into[i] = Math.round(moves[i]! / scale);
  return scale;
}

function checkLandmarks(path: string, given: readonly number[], ibug68: readonly number[]): void {
  const lost = ibug68.indexOf(-1);
  if (lost >= 0) {
    throw new Error(
      `${path}: idx_to_landmark_verts[${lost}] must be a vertex of the head, got ${given[lost]}`,
    );
  }
}

function describe(
  mesh: ReducedMesh,
  expressions: readonly string[],
  identityModes: number,
  modeScale: readonly number[],
  ibug68: readonly number[],
) {
  const [V, M, Q] = [mesh.kept.length, modeScale.length, mesh.triangleMaterial.length];
  return {
    source: `ICT-FaceKit (USC Institute for Creative Technologies), MIT licence, reduced: face, back of head, eyes, teeth, tongue; ${expressions.length} expression and the first ${identityModes} identity modes`,
    vertices: V,
    triangles: Q,
    units: "the kit's own model units (about centimetres); y up, z toward the viewer",
    layout: [
      ["neutral", "float32le", [V, 3]],
      ["modes", "int16le, value = integer * modeScale", [M, V, 3]],
      ["triangles", "uint16le", [Q, 3]],
      ["triangleMaterial", "uint8", [Q]],
    ],
    expressions,
    identityModes,
    modeScale,
    materials: MATERIALS,
    ibug68,
  };
}

function packBytes(neutral: Float64Array, mesh: ReducedMesh, modes: Int16Array): Uint8Array {
  const { kept, triangles, triangleMaterial } = mesh;
  const bytes = new Uint8Array(kept.length * 12 + modes.length * 2 + triangleMaterial.length * 7);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const v of kept) {
    for (let k = 0; k < 3; k++, at += 4) view.setFloat32(at, neutral[v * 3 + k]!, true);
  }
  for (let i = 0; i < modes.length; i++, at += 2) view.setInt16(at, modes[i]!, true);
  for (const v of triangles) {
    view.setUint16(at, v, true);
    at += 2;
  }
  bytes.set(triangleMaterial, at);
  return bytes;
}

async function copyLicence(kitFolder: string, out: string): Promise<void> {
  for (const path of [join(kitFolder, "LICENSE"), join(kitFolder, "..", "LICENSE")]) {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null || !text.includes("Institute for Creative Technologies")) continue;
    await writeFile(join(out, "LICENSE"), text);
    return;
  }
}
