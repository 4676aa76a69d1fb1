import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const EXPRESSIONS = [
  "browDown",
  "browInnerUp",
  "browOuterUp",
  "eyeSquint",
  "eyeWide",
  "eyeBlink",
  "noseSneer",
  "cheekSquint",
  "mouthUpperUp",
  "mouthSmile",
  "mouthDimple",
  "mouthFrown",
  "mouthLowerDown",
  "mouthStretch",
  "mouthPress",
].flatMap((name) => [`${name}_L`, `${name}_R`]);
const WHOLE = ["jawOpen", "mouthFunnel", "mouthPucker", "mouthRollLower", "mouthRollUpper"];
export const SYNTHETIC_EXPRESSIONS = [...EXPRESSIONS, ...WHOLE, "mouthShrugLower"];

export const KEPT_MATERIALS = [
  "M_Face",
  "M_BackHead",
  "M_GumsTongue",
  "M_Teeth",
  "M_ScleraLeft",
  "M_IrisLeft",
  "M_ScleraRight",
  "M_IrisRight",
];

/** One vertex in 9 of a 9 x 8 grid a material; the last material, the lashes, is one that is not kept. */
function positions(shift: (v: number, k: number) => number): string[] {
  const lines: string[] = [];
  for (let v = 0; v < 81; v++) {
    const at = [(v % 9) - 4, Math.floor(v / 9) - 4, 0.1 * v];
    lines.push(`v ${at.map((x, k) => (x + shift(v, k)).toFixed(15)).join(" ")}`);
  }
  return lines;
}

function faces(): string[] {
  const lines: string[] = [];
  [...KEPT_MATERIALS, "M_EyeLashes"].forEach((material, m) => {
    lines.push(`g ${material}`, `usemtl ${material}`);
    const corner = (i: number) => `${9 * m + i + 1}/${i + 1}`;
    lines.push(`f ${[0, 1, 2, 3].map(corner).join(" ")}`, `f ${[4, 5, 6].map(corner).join(" ")}`);
    lines.push(`f ${[6, 7, 8].map(corner).join(" ")}`);
  });
  return lines;
}

const obj = (shift: (v: number, k: number) => number) =>
  `mtllib ICTFaceModelMaterial.mtl\n${[...positions(shift), "vt 0 0", ...faces()].join("\r\n")}\n`;

/**
 * A tiny kit in the published form (ICT-FaceKit, folder FaceXModel): quads with texture indices, materials by `usemtl`,
 * one OBJ a mode with all vertices, vertex_indices.json with the expressions' names and the 68 landmarks.
 */
export async function writeSyntheticKit(root: string): Promise<string> {
  const folder = join(root, "FaceXModel");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "generic_neutral_mesh.obj"),
    obj(() => 0),
  );
  for (const [e, name] of [...SYNTHETIC_EXPRESSIONS, "cheekRaiser_L"].entries()) {
    await writeFile(
      join(folder, `${name}.obj`),
      obj((v, k) => (v % 7 === e % 7 && k === e % 3 ? 0.25 : 0)),
    );
  }
  for (let i = 0; i < 4; i++) {
    const move = (v: number, k: number) => 0.1 * ((v + i + k) % 3);
    await writeFile(join(folder, `identity00${i}.obj`), obj(move));
  }
  const landmarks = Array.from({ length: 68 }, (_, p) => p);
  const indices = {
    expressions: SYNTHETIC_EXPRESSIONS,
    idx_to_landmark_verts: landmarks,
    idx_to_fitting_verts: [1, 2],
  };
  await writeFile(join(folder, "vertex_indices.json"), JSON.stringify(indices));
  const licence = "MIT License\n\nCopyright (c) 2020 USC Institute for Creative Technologies\n";
  await writeFile(join(root, "LICENSE"), licence);
  return folder;
}
