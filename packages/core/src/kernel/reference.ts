/** The reference backend: every kernel operation in plain TypeScript, the definition that wasm and native are held to. */
import { readBatch } from "./descriptors.ts";
import { type Backend, ceilTo, type Kernel, type KernelOps, PANEL } from "./kernel.ts";
import { referenceLayerOps } from "./reference-layer.ts";

/** The hash of cpp/rows.h: Wellons' lowbias32. */
function mix(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

function headOps(
  kernel: () => Kernel,
): Pick<KernelOps, "headForward" | "headBackward" | "headFrame"> {
  const headForward: KernelOps["headForward"] = (rows, width, x, w, bias, y) => {
    const m = kernel().heap;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < PANEL; c++) {
        let sum = m[bias + c]!;
        for (let k = 0; k < width; k++) sum += m[x + r * width + k]! * m[w + k * PANEL + c]!;
        m[y + r * PANEL + c] = sum;
      }
    }
  };
  return {
    headForward,
    headFrame: (width, x, w, bias, y) => headForward(1, width, x, w, bias, y),
    headBackward(rows, width, x, w, dy, dw, dbias, dx) {
      const m = kernel().heap;
      for (let c = 0; c < PANEL; c++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += m[dy + r * PANEL + c]!;
        m[dbias + c] = sum;
        for (let k = 0; k < width; k++) {
          let product = 0;
          for (let r = 0; r < rows; r++) product += m[x + r * width + k]! * m[dy + r * PANEL + c]!;
          m[dw + k * PANEL + c] = product;
        }
      }
      for (let r = 0; r < rows; r++) {
        for (let k = 0; k < width; k++) {
          let sum = 0;
          for (let c = 0; c < PANEL; c++) sum += m[dy + r * PANEL + c]! * m[w + k * PANEL + c]!;
          m[dx + r * width + k] = sum;
        }
      }
    },
  };
}

function rowOps(
  kernel: () => Kernel,
): Pick<KernelOps, "gatherRows" | "poolLast" | "poolMean" | "poolMeanBackward" | "dropout"> {
  const lengthAt = (lengths: number, b: number) => lengths * kernel().integersPerSlot + b;
  return {
    gatherRows(from, fromStride, index, rows, width, to, toStride) {
      const { heap: m, integers, integersPerSlot } = kernel();
      for (let r = 0; r < rows; r++) {
        const source = from + integers[index * integersPerSlot + r]! * fromStride;
        for (let j = 0; j < width; j++) m[to + r * toStride + j] = m[source + j]!;
      }
    },
    poolLast(batchSlot, y, width, hidden, out) {
      const m = kernel().heap;
      const batch = readBatch(kernel(), batchSlot);
      for (let b = 0; b < batch.sequences; b++) {
        for (let j = 0; j < width; j++) {
          const row = j < hidden ? batch.lastRow(b) : b;
          m[out + b * width + j] = m[y + row * width + j]!;
        }
      }
    },
    poolMean(batchSlot, y, width, out, lengths) {
      const m = kernel().heap;
      const batch = readBatch(kernel(), batchSlot);
      for (let b = 0; b < batch.sequences; b++) {
        let length = 0;
        while (batch.count(length) > b) length++;
        kernel().integers[lengthAt(lengths, b)] = length;
        for (let j = 0; j < width; j++) {
          const sum = out + b * width + j; // in the heap, so that it is rounded as the kernels' and the stream's is
          m[sum] = 0;
          for (let t = 0; t < length; t++) {
            m[sum] = m[sum]! + m[y + (batch.start(t) + b) * width + j]!;
          }
          m[sum] = m[sum]! / length;
        }
      }
    },
    poolMeanBackward(batchSlot, dout, width, lengths, dy) {
      const m = kernel().heap;
      const batch = readBatch(kernel(), batchSlot);
      for (let t = 0; t < batch.steps; t++) {
        for (let b = 0; b < batch.count(t); b++) {
          const length = kernel().integers[lengthAt(lengths, b)]!;
          for (let j = 0; j < width; j++) {
            m[dy + (batch.start(t) + b) * width + j] = m[dout + b * width + j]! / length;
          }
        }
      }
    },
    dropout(x, rows, width, seed, threshold, scale) {
      const m = kernel().heap;
      for (let r = 0; r < rows; r++) {
        const key = mix((seed + Math.imul(r, 0x9e3779b9)) >>> 0);
        for (let j = 0; j < width; j++) {
          const kept = mix((key + Math.imul(j, 0x85ebca6b)) >>> 0) >= threshold >>> 0;
          m[x + r * width + j] = kept ? m[x + r * width + j]! * scale : 0;
        }
      }
    },
  };
}

function optimizerOps(kernel: () => Kernel): Pick<KernelOps, "adam" | "sgd" | "sumSquares"> {
  return {
    adam(n, p, g, m, v, rate, b1, c1, b2, c2, epsilon, scale, keep) {
      const heap = kernel().heap;
      for (let i = 0; i < n; i++) {
        const d = heap[g + i]! * scale;
        const first = b1 * heap[m + i]! + c1 * d;
        const second = b2 * heap[v + i]! + c2 * d * d;
        heap[m + i] = first;
        heap[v + i] = second;
        heap[p + i] = heap[p + i]! * keep - (rate * first) / (Math.sqrt(second) + epsilon);
      }
    },
    sgd(n, p, g, m, rate, momentum, decay, scale) {
      const heap = kernel().heap;
      for (let i = 0; i < n; i++) {
        const d = heap[g + i]! * scale + decay * heap[p + i]!;
        const velocity = momentum * heap[m + i]! + d;
        heap[m + i] = velocity;
        heap[p + i] = heap[p + i]! - rate * velocity;
      }
    },
    sumSquares(n, g) {
      const heap = kernel().heap;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += heap[g + i]! * heap[g + i]!;
      return sum;
    },
  };
}

/**
 * Plain TypeScript, one element at a time, with `Math.exp` and `Math.tanh`.
 *
 * @param precision float64 (gradient checks to 1e-10) or float32 (what the kernels round to)
 */
export function createReferenceBackend(precision: "float32" | "float64" = "float64"): Backend {
  if (precision !== "float32" && precision !== "float64") {
    throw new Error(
      `createReferenceBackend: precision must be float32 or float64, got ${precision}`,
    );
  }
  return { name: `reference-${precision}`, precision, createKernel: () => createKernel(precision) };
}

function createKernel(precision: "float32" | "float64"): Kernel {
  const double = precision === "float64";
  const slotBytes = double ? 8 : 4;
  let top = PANEL; // slot 0 stays unused, so that no valid place is 0
  let buffer = new ArrayBuffer(1024 * slotBytes);
  const views = () => ({
    heap: double ? new Float64Array(buffer) : new Float32Array(buffer),
    integers: new Int32Array(buffer),
  });
  let view = views();
  const kernel: Kernel = {
    ops: {
      ...referenceLayerOps(() => kernel),
      ...headOps(() => kernel),
      ...rowOps(() => kernel),
      ...optimizerOps(() => kernel),
    },
    integersPerSlot: double ? 2 : 1,
    get heap() {
      return view.heap;
    },
    get integers() {
      return view.integers;
    },
    allocate(slots) {
      const place = top;
      top += ceilTo(slots, PANEL);
      if (top * slotBytes > buffer.byteLength) {
        const old = new Uint8Array(buffer);
        buffer = new ArrayBuffer(Math.max(top * slotBytes, 2 * buffer.byteLength));
        new Uint8Array(buffer).set(old);
        view = views();
      }
      return place;
    },
  };
  return kernel;
}
