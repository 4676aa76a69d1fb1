import { log } from "./elementary.ts";

/** A stream of random numbers that belongs to its caller: the same seed gives the same stream on every engine. */
export interface Random {
  /** Uniform integer in [0, 2^32). */
  uint32(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform integer in [0, n), unbiased. */
  below(n: number): number;
  /**
   * An independent stream named by `label`, an integer in [0, 2^32). It depends on the seed and the labels on the way to
   * it, never on what was drawn: the order in which streams are made or used does not matter.
   */
  fork(label: number): Random;
}

const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/** A bijective mix of 32 bits: splitmix's finaliser with the multipliers found by T. Ettinger. */
function splitmix32(counter: number): number {
  let z = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * xoshiro128** (Blackman & Vigna 2018), its state spread from the seed by splitmix32: no two seeds share a state.
 *
 * @param seed any safe integer, negative ones too; throws on anything else
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`createRandom: seed must be a safe integer, got ${seed}`);
  }
  return stream(splitmix32(seed >>> 0), splitmix32(Math.floor(seed / 4294967296) ^ 0x9e3779b9));
}

/** The stream of a 64-bit key. A child's key is a bijection of label and parent's key, half by half. */
function stream(keyLow: number, keyHigh: number): Random {
  let counter = (keyLow ^ rotate(keyHigh, 16)) | 0;
  const next = () => {
    counter = (counter + 0x9e3779b9) | 0;
    return splitmix32(counter) | 0;
  };
  // The first word gives the counter back, the third keyLow, both together keyHigh; the odd fourth word is never all zero.
  const state = xoshiro128(next(), next(), next() ^ keyLow, (next() ^ keyHigh) | 1);
  let spare = Number.NaN;
  const uniform = () => ((state() >>> 5) * 67108864 + (state() >>> 6)) / 9007199254740992;
  return {
    uint32: state,
    uniform,
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = Number.NaN;
        return kept;
      }
      for (;;) {
        const a = 2 * uniform() - 1;
        const b = 2 * uniform() - 1;
        const s = a * a + b * b;
        if (s > 0 && s < 1) {
          const scale = Math.sqrt((-2 * log(s)) / s);
          spare = b * scale;
          return a * scale;
        }
      }
    },
    below(n) {
      if (!Number.isInteger(n) || n < 1 || n > 4294967296) {
        throw new Error(`Random.below: n must be an integer in [1, 2^32], got ${n}`);
      }
      const limit = 4294967296 - (4294967296 % n);
      for (;;) {
        const x = state();
        if (x < limit) return x % n;
      }
    },
    fork(label) {
      if (!Number.isInteger(label) || label < 0 || label > 4294967295) {
        throw new Error(`Random.fork: label must be an integer in [0, 2^32), got ${label}`);
      }
      return stream(
        splitmix32((keyLow + Math.imul(label + 1, 0x9e3779b9)) | 0),
        splitmix32((keyHigh ^ rotate(label | 0, 7) ^ 0x85ebca6b) | 0),
      );
    },
  };
}

/** The generator itself, from its four words of state (not all zero): checked against its authors' C. */
export function xoshiro128(s0: number, s1: number, s2: number, s3: number): () => number {
  let [a, b, c, d] = [s0, s1, s2, s3];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
}

/** A uniformly random order of 0 .. n-1 (Fisher-Yates). */
export function permutation(random: Random, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
