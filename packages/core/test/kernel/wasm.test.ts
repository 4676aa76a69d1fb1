/** The WASM backend: that its products are made by SIMD instructions, how its memory grows, and what it refuses. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createWasmBackend, PANEL, type WasmExports } from "../../src/kernel/index.ts";
import { wasmBase64 } from "../../src/kernel/wasm-binary.ts";
import { decodeBase64 } from "../../src/math/base64.ts";

const [ROWS, WIDTH] = [7, 5];
/** f32x4.mul and f32x4.sub, as WebAssembly's SIMD proposal numbers them: prefix 0xfd, then a LEB128 of 0xe6 and 0xe5. */
const F32X4_MUL = [0xfd, 0xe6, 0x01];
const F32X4_SUB = [0xfd, 0xe5, 0x01];

interface Engine {
  compile(bytes: Uint8Array): Promise<object>;
  Memory: new (options: { initial: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** sum over k of combine(x[r][k], w[k][c]), by the module in `bytes` and by plain numbers. Small integers: all exact. */
async function productBy(bytes: Uint8Array, combine: (x: number, w: number) => number) {
  const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;
  const memory = new engine.Memory({ initial: 2 });
  const module = await engine.compile(bytes);
  const ops = new engine.Instance(module, { env: { memory } }).exports as WasmExports;
  const heap = new Float32Array(memory.buffer);
  const x = Math.ceil(ops.heapStart() / 64) * 16;
  const [w, bias, y] = [x + 64, x + 64 + 16 * WIDTH, x + 80 + 16 * WIDTH] as const;
  for (let i = 0; i < ROWS * WIDTH; i++) heap[x + i] = (i % 9) - 4;
  for (let i = 0; i < WIDTH * PANEL; i++) heap[w + i] = (i % 7) - 2;
  heap.fill(3, bias, bias + PANEL);
  ops.headForward(ROWS, WIDTH, x, w, bias, y);
  const expected = Array.from({ length: ROWS * PANEL }, (_, i) => {
    const [r, c] = [Math.floor(i / PANEL), i % PANEL];
    let sum = 3;
    for (let k = 0; k < WIDTH; k++) {
      sum += combine(heap[x + r * WIDTH + k]!, heap[w + k * PANEL + c]!);
    }
    return sum;
  });
  return { found: Array.from(heap.subarray(y, y + ROWS * PANEL)), expected };
}

/** The module with every f32x4.mul turned into f32x4.sub; nothing else is touched. */
function subtracting(bytes: Uint8Array): { bytes: Uint8Array; places: number } {
  const changed = bytes.slice();
  let places = 0;
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (!F32X4_MUL.every((byte, j) => bytes[i + j] === byte)) continue;
    changed.set(F32X4_SUB, i);
    places++;
  }
  return { bytes: changed, places };
}

test("SIMD runs: with f32x4.mul made f32x4.sub, each output of a product is a sum of differences", async () => {
  const module = decodeBase64(wasmBase64);
  const plain = await productBy(module, (x, w) => x * w);
  expect(plain.found).toEqual(plain.expected);
  const other = subtracting(module);
  expect(other.places).toBeGreaterThan(100);
  const changed = await productBy(other.bytes, (x, w) => x - w);
  expect(changed.found).toEqual(changed.expected);
});

test("memory grows, keeps what it held, and every place is a multiple of 64 bytes", async () => {
  const kernel = (await createWasmBackend()).createKernel();
  const first = kernel.allocate(5);
  kernel.heap.set([1, 2, 3, 4, 5], first);
  const second = kernel.allocate(1 << 20);
  expect([first % 16, second % 16]).toEqual([0, 0]);
  expect(second - first).toBe(16);
  expect([...kernel.heap.subarray(first, first + 5)]).toEqual([1, 2, 3, 4, 5]);
  expect(kernel.heap.length).toBeGreaterThanOrEqual(second + (1 << 20));
  expect(kernel.heap.subarray(second, second + (1 << 20)).findIndex((x) => x !== 0)).toBe(-1);
  expect(kernel.integers.buffer).toBe(kernel.heap.buffer);
});

test("kernels of one backend share nothing", async () => {
  const backend = await createWasmBackend();
  const [a, b] = [backend.createKernel(), backend.createKernel()];
  expect(a.heap.buffer).not.toBe(b.heap.buffer);
});

test("refuses more than 2 GiB, and an unknown option", async () => {
  const kernel = (await createWasmBackend()).createKernel();
  expect(() => kernel.allocate(2 ** 29)).toThrow(
    /wasm kernel: needs \d+ bytes, at most 2147483648/,
  );
  const options = { wide: true } as object;
  await expect(createWasmBackend(options)).rejects.toThrow(
    "createWasmBackend: has no key wide, expected wideTiles",
  );
});

describe("a runtime that refuses the module", () => {
  afterEach(() => vi.unstubAllGlobals());
  const startWhere = (message: string, isValid: boolean) => {
    const compile = () => Promise.reject(new Error(message));
    vi.stubGlobal("WebAssembly", { compile, validate: () => isValid });
    return createWasmBackend();
  };
  test.each([
    ["Chromium's policy", "violates the following Content Security Policy directive", true],
    ["Firefox's policy", "call to WebAssembly.compile() blocked by CSP", true],
    ["Safari's policy", "Refused to create a WebAssembly object because 'unsafe-eval'", true],
  ])("%s: what to add", async (_, message, isValid) => {
    const refusal = `forbids WebAssembly; add 'wasm-unsafe-eval' to its script-src (${message}`;
    await expect(startWhere(message, isValid)).rejects.toThrow(refusal);
  });

  test("no SIMD: which runtimes have it", async () => {
    await expect(startWhere("invalid value type 'Simd128'", false)).rejects.toThrow(
      "createWasmBackend: this runtime has no WebAssembly SIMD; Node 20, Chrome 91",
    );
  });

  test("anything else is the engine's own error; no WebAssembly at all is said", async () => {
    await expect(startWhere("out of memory", true)).rejects.toThrow("out of memory");
    vi.stubGlobal("WebAssembly", undefined);
    await expect(createWasmBackend()).rejects.toThrow("this runtime has no WebAssembly");
  });
});
