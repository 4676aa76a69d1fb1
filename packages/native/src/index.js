import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const SLOTS = 16; // slot 0 stays unused, so that no valid place is 0
const WIDEST_FIRST = ["avx512", "avx2", "baseline"];

export function createNativeBackend(options = {}) {
  for (const key of Object.keys(options)) {
    if (key !== "instructionSet") throw new Error(`createNativeBackend: unknown option ${key}`);
  }
  const wanted = options.instructionSet;
  if (wanted !== undefined && !WIDEST_FIRST.includes(wanted)) {
    throw new Error(
      `createNativeBackend: instructionSet must be ${WIDEST_FIRST.join(", ")}, got ${wanted}`,
    );
  }
  const file = fileURLToPath(
    new URL(`../build/mien-${process.platform}-${process.arch}.node`, import.meta.url),
  );
  if (!existsSync(file)) return null;
  const addon = createRequire(import.meta.url)(file);
  const isa = (wanted === undefined ? WIDEST_FIRST : [wanted]).find(
    (name) => addon.createKernel(name) !== undefined,
  );
  if (isa === undefined) return null;
  return {
    name: `native-${isa}`,
    precision: "float32",
    createKernel: () => createKernel(addon, isa),
  };
}

/** A heap in an ArrayBuffer that is replaced by a larger one when it is full. */
function createKernel(addon, isa) {
  const ops = addon.createKernel(isa);
  let top = SLOTS;
  let capacity = 0;
  let heap;
  let integers;
  const resize = (slots) => {
    const buffer = new ArrayBuffer(slots * 4 + 64);
    const offset = (64 - addon.misalignment(buffer)) % 64;
    const next = new Float32Array(buffer, offset, slots);
    if (heap !== undefined) next.set(heap);
    heap = next;
    integers = new Int32Array(buffer, offset, slots);
    capacity = slots;
    ops.setHeap(buffer, offset);
  };
  resize(1024);
  return {
    ops,
    integersPerSlot: 1,
    get heap() {
      return heap;
    },
    get integers() {
      return integers;
    },
    allocate(slots) {
      const place = top;
      top += Math.ceil(slots / 16) * 16;
      if (top > 2 ** 29)
        throw new Error(`native kernel: needs ${top * 4} bytes, at most ${2 ** 31}`);
      if (top > capacity) resize(Math.max(top, 2 * capacity));
      return place;
    },
  };
}
