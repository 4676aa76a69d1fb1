import { checkKeys } from "../face/index.ts";
import { decodeBase64 } from "../math/index.ts";
import { type Backend, ceilTo, type Kernel, type KernelOps } from "./kernel.ts";
import { wasmBase64 } from "./wasm-binary.ts";

const PAGE_BYTES = 65536;
const MAX_PAGES = 32768; // 2 GiB, the most a 32-bit signed slot times 4 can be trusted with

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
/** The part of the WebAssembly namespace used here; neither Node's nor the DOM's types are in this package. */
interface Engine {
  compile(bytes: Uint8Array): Promise<object>;
  validate(bytes: Uint8Array): boolean;
  Memory: new (options: { initial: number; maximum: number }) => Memory;
  Instance: new (module: object, imports: object) => { readonly exports: object };
}
/** What the module exports beside the operations. */
export interface WasmExports extends KernelOps {
  heapStart(): number;
  setWideTiles(wide: number): void;
  /** Multiplies and adds in 12 independent chains; returns operations done. For benchmarks. */
  peak(iterations: number, sink: number): number;
}

/** How the WASM kernels run. */
export interface WasmOptions {
  /**
   * Use the tiles that suit V8's 256-bit revectoriser (a Node flag set before compiling). Same bits, other speed.
   * Default false.
   */
  readonly wideTiles?: boolean;
}

/** A kernel in WASM, with what its module exports besides the operations. */
export interface WasmKernel extends Kernel {
  readonly ops: WasmExports;
}

/** The WASM backend: a kernel of it has its own memory. */
export interface WasmBackend extends Backend {
  createKernel(): WasmKernel;
}

/**
 * The default backend: SIMD128 kernels, float32. Runs wherever WebAssembly has SIMD (Node 20, browsers since 2021),
 * in workers too, and gives the same bytes everywhere.
 *
 * @throws when the runtime has no WebAssembly, no SIMD in it, or a content security policy that forbids compiling
 */
export async function createWasmBackend(options: WasmOptions = {}): Promise<WasmBackend> {
  checkKeys("createWasmBackend:", options, ["wideTiles"]);
  const wide = options.wideTiles ?? false;
  const engine = (globalThis as unknown as { WebAssembly?: Engine }).WebAssembly;
  if (engine === undefined) throw new Error("createWasmBackend: this runtime has no WebAssembly");
  const module = await compile(engine, decodeBase64(wasmBase64));
  return {
    name: wide ? "wasm-wide" : "wasm",
    precision: "float32",
    createKernel: () => createKernel(engine, module, wide),
  };
}

/** Browsers word a policy's refusal each in their own way; all of them name it. */
const OF_POLICY = /content security policy|\bCSP\b|unsafe-eval/i;

/** The module; a refusal says what the page or the runtime lacks, with the engine's own error as its cause. */
async function compile(engine: Engine, bytes: Uint8Array): Promise<object> {
  try {
    return await engine.compile(bytes);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (OF_POLICY.test(text)) {
      throw new Error(
        "createWasmBackend: the page's content security policy forbids WebAssembly; " +
          `add 'wasm-unsafe-eval' to its script-src (${text})`,
        { cause },
      );
    }
    // The module itself is known to be whole: where it is not valid, an instruction of it is unknown.
    if (engine.validate(bytes)) throw cause;
    throw new Error(
      "createWasmBackend: this runtime has no WebAssembly SIMD; " +
        `Node 20, Chrome 91, Firefox 89, Safari 16.4 or newer has it (${text})`,
      { cause },
    );
  }
}

function createKernel(engine: Engine, module: object, wide: boolean): WasmKernel {
  const memory = new engine.Memory({ initial: 2, maximum: MAX_PAGES });
  const ops = new engine.Instance(module, { env: { memory } }).exports as WasmExports;
  if (wide) ops.setWideTiles(1);
  let top = ceilTo(ops.heapStart(), 64);
  let heap = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);
  const refresh = () => {
    if (heap.buffer === memory.buffer) return;
    heap = new Float32Array(memory.buffer);
    integers = new Int32Array(memory.buffer);
  };
  return {
    ops,
    integersPerSlot: 1,
    get heap() {
      refresh();
      return heap;
    },
    get integers() {
      refresh();
      return integers;
    },
    allocate(slots) {
      const place = top;
      top += ceilTo(slots * 4, 64);
      const missing = top - memory.buffer.byteLength;
      if (top > MAX_PAGES * PAGE_BYTES) {
        throw new Error(`wasm kernel: needs ${top} bytes, at most ${MAX_PAGES * PAGE_BYTES}`);
      }
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      return place / 4;
    },
  };
}
