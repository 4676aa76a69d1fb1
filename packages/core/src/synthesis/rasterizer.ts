/** A camera that stands at (0, 0, distance) and looks to -z; y is up. */
export interface Camera {
  readonly distance: number;
  /** Pixels a unit at unit depth. */
  readonly focalPx: number;
  /** Where the axis meets the picture, in pixels from its upper left corner. */
  readonly centerXPx: number;
  readonly centerYPx: number;
}

/** One far light, a fill from the camera, and light from everywhere. Shares of the albedo, linear. */
export interface Light {
  /** Unit vector [3] from the face to the light. */
  readonly direction: readonly [number, number, number];
  readonly key: number;
  readonly fill: number;
  readonly ambient: number;
  readonly specular: number;
}

/** V vertices, Q triangles. */
export interface Mesh {
  /** [V, 3] in the camera's axes. */
  readonly positions: Float32Array;
  /** [V, 3] linear, in [0, 1]. */
  readonly albedo: Float32Array;
  /** [V] share of the light that comes back as a highlight. */
  readonly gloss: Float32Array;
  /** [Q, 3], counter-clockwise seen from outside; back faces are not drawn. */
  readonly triangles: Uint16Array | Uint32Array;
}

export interface Rasterizer {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Linear colours [heightPx, widthPx, 3]: the background before `draw`, the picture after it. */
  readonly color: Float32Array;
  /** [heightPx, widthPx] 1 / depth of what is drawn there, 0 for background. */
  readonly depth: Float32Array;
  /** Draws a mesh over what `color` holds. */
  draw(mesh: Mesh, camera: Camera, light: Light): void;
}

/**
 * A z-buffer rasteriser: perspective, vertex normals weighted by area, Lambert and Blinn-Phong at the vertices,
 * interpolated over the triangle. IEEE + - * / and sqrt alone: the same bytes on every engine.
 */
export function createRasterizer(widthPx: number, heightPx: number): Rasterizer {
  for (const [name, value] of [
    ["widthPx", widthPx],
    ["heightPx", heightPx],
  ] as const) {
    if (!Number.isInteger(value) || value < 1 || value > 8192) {
      throw new Error(`createRasterizer: ${name} must be an integer in [1, 8192], got ${value}`);
    }
  }
  const color = new Float32Array(widthPx * heightPx * 3);
  const depth = new Float32Array(widthPx * heightPx);
  const target = { widthPx, heightPx, color, depth };
  return {
    ...target,
    draw(mesh, camera, light) {
      depth.fill(0);
      const shade = shadeVertices(mesh, camera, light, vertexNormals(mesh));
      drawTriangles(target, mesh.triangles, projectVertices(mesh.positions, camera), shade);
    },
  };
}

/** [V, 3], not of unit length: the sum of the triangles' cross products, twice their areas. */
export function vertexNormals({
  positions: p,
  triangles,
}: Pick<Mesh, "positions" | "triangles">): Float32Array {
  const normals = new Float32Array(p.length);
  for (let q = 0; q < triangles.length; q += 3) {
    const a = triangles[q]! * 3;
    const b = triangles[q + 1]! * 3;
    const c = triangles[q + 2]! * 3;
    const ux = p[b]! - p[a]!;
    const uy = p[b + 1]! - p[a + 1]!;
    const uz = p[b + 2]! - p[a + 2]!;
    const vx = p[c]! - p[a]!;
    const vy = p[c + 1]! - p[a + 1]!;
    const vz = p[c + 2]! - p[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    for (let k = 0; k < 3; k++) {
      const at = k === 0 ? a : k === 1 ? b : c;
      normals[at]! += nx;
      normals[at + 1]! += ny;
      normals[at + 2]! += nz;
    }
  }
  return normals;
}

/** [V, 3]: x, y in pixels and 1 / depth; 1 / depth is 0 for a vertex behind the camera. */
export function projectVertices(positions: Float32Array, camera: Camera): Float32Array {
  const projected = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const depth = camera.distance - positions[i + 2]!;
    if (depth <= 1e-6) continue;
    projected[i] = camera.centerXPx + (camera.focalPx * positions[i]!) / depth;
    projected[i + 1] = camera.centerYPx - (camera.focalPx * positions[i + 1]!) / depth;
    projected[i + 2] = 1 / depth;
  }
  return projected;
}

const HIGHLIGHT_SQUARINGS = 5; // the highlight's exponent is 2^5

/** Colour of each vertex [V, 3] under the light. */
function shadeVertices(
  { positions, albedo, gloss }: Mesh,
  camera: Camera,
  light: Light,
  normals: Float32Array,
): Float32Array {
  const shade = new Float32Array(positions.length);
  const [lx, ly, lz] = light.direction;
  for (let i = 0; i < positions.length; i += 3) {
    const nx = normals[i]!;
    const ny = normals[i + 1]!;
    const nz = normals[i + 2]!;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
    const vx = -positions[i]!;
    const vy = -positions[i + 1]!;
    const vz = camera.distance - positions[i + 2]!;
    const away = Math.sqrt(vx * vx + vy * vy + vz * vz) + 1e-12;
    const facing = (nx * lx + ny * ly + nz * lz) / length;
    const seen = (nx * vx + ny * vy + nz * vz) / (length * away);
    const hx = lx + vx / away;
    const hy = ly + vy / away;
    const hz = lz + vz / away;
    let highlight =
      (nx * hx + ny * hy + nz * hz) / (length * Math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-12);
    highlight = facing > 0 && highlight > 0 ? highlight : 0;
    for (let k = 0; k < HIGHLIGHT_SQUARINGS; k++) highlight *= highlight;
    const sky = 0.75 + 0.25 * (ny / length); // more comes from above than from below
    const diffuse =
      light.ambient * sky + light.key * Math.max(0, facing) + light.fill * Math.max(0, seen);
    const added = light.specular * gloss[i / 3]! * highlight;
    for (let k = 0; k < 3; k++) shade[i + k] = albedo[i + k]! * diffuse + added;
  }
  return shade;
}

interface Target {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly color: Float32Array;
  readonly depth: Float32Array;
}

/** Fills the triangles that face the camera. Long, for it is the inner loop of every picture. */
function drawTriangles(
  { widthPx, heightPx, color, depth }: Target,
  triangles: Uint16Array | Uint32Array,
  projected: Float32Array,
  shade: Float32Array,
): void {
  for (let q = 0; q < triangles.length; q += 3) {
    const a = triangles[q]! * 3;
    const b = triangles[q + 1]! * 3;
    const c = triangles[q + 2]! * 3;
    const x0 = projected[a]!;
    const y0 = projected[a + 1]!;
    const x1 = projected[b]!;
    const y1 = projected[b + 1]!;
    const x2 = projected[c]!;
    const y2 = projected[c + 1]!;
    // y runs down: a triangle that faces the camera has negative area.
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (!(area < -1e-9)) continue;
    const z0 = projected[a + 2]!;
    const z1 = projected[b + 2]!;
    const z2 = projected[c + 2]!;
    if (z0 === 0 || z1 === 0 || z2 === 0) continue;
    // Pixel centres lie at halves.
    const left = Math.max(0, Math.ceil(Math.min(x0, x1, x2) - 0.5));
    const right = Math.min(widthPx - 1, Math.floor(Math.max(x0, x1, x2) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(y0, y1, y2) - 0.5));
    const bottom = Math.min(heightPx - 1, Math.floor(Math.max(y0, y1, y2) - 0.5));
    const inverse = 1 / area;
    const u1x = (y2 - y0) * inverse;
    const u1y = (x0 - x2) * inverse;
    const u2x = (y0 - y1) * inverse;
    const u2y = (x1 - x0) * inverse;
    for (let y = top; y <= bottom; y++) {
      const dy = y + 0.5 - y0;
      for (let x = left; x <= right; x++) {
        const dx = x + 0.5 - x0;
        const w1 = dx * u1x + dy * u1y;
        const w2 = dx * u2x + dy * u2y;
        const w0 = 1 - w1 - w2;
        if (w0 < -1e-6 || w1 < -1e-6 || w2 < -1e-6) continue;
        const near = w0 * z0 + w1 * z1 + w2 * z2;
        const pixel = y * widthPx + x;
        if (near <= depth[pixel]!) continue;
        depth[pixel] = near;
        const at = pixel * 3;
        color[at] = w0 * shade[a]! + w1 * shade[b]! + w2 * shade[c]!;
        color[at + 1] = w0 * shade[a + 1]! + w1 * shade[b + 1]! + w2 * shade[c + 1]!;
        color[at + 2] = w0 * shade[a + 2]! + w1 * shade[b + 2]! + w2 * shade[c + 2]!;
      }
    }
  }
}
