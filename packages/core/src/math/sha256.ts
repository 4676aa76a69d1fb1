/** Fractional parts of the cube roots of the first 64 primes, 32 bits each. */
// biome-ignore format: a table of eight a line, as the standard prints it
const ROUND = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** Fractional parts of the square roots of the first 8 primes. */
// biome-ignore format: as the standard prints it
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

const rotate = (x: number, k: number) => (x >>> k) | (x << (32 - k));

/** SHA-256 of bytes that come piece by piece; how they are cut changes nothing. */
export interface Sha256 {
  /** Adds bytes, and returns itself. */
  update(bytes: Uint8Array): Sha256;
  /** 64 lower-case hexadecimal digits of all bytes so far. Nothing may be added afterwards. */
  digest(): string;
}

/**
 * SHA-256 (FIPS 180-4) of bytes that come piece by piece. Plain integer arithmetic: it runs where there is no `crypto`, and
 * without waiting.
 */
export function createSha256(): Sha256 {
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  const block = new Uint8Array(64);
  let length = 0;
  const self: Sha256 = {
    update(bytes) {
      let at = 0;
      const held = length % 64;
      length += bytes.length;
      if (held > 0) {
        at = Math.min(64 - held, bytes.length);
        block.set(bytes.subarray(0, at), held);
        if (held + at < 64) return self;
        absorb(state, words, block, 0);
      }
      for (; at + 64 <= bytes.length; at += 64) absorb(state, words, bytes, at);
      block.set(bytes.subarray(at));
      return self;
    },
    digest() {
      const rest = length % 64;
      // The bytes left over, a one bit, zeros, and the length in bits as 64 bits, big-endian.
      const tail = new Uint8Array(rest < 56 ? 64 : 128);
      tail.set(block.subarray(0, rest));
      tail[rest] = 0x80;
      const bits = new DataView(tail.buffer);
      bits.setUint32(tail.length - 8, Math.floor(length / 0x20000000));
      bits.setUint32(tail.length - 4, length << 3);
      for (let at = 0; at < tail.length; at += 64) absorb(state, words, tail, at);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    },
  };
  return self;
}

/** SHA-256 of the bytes in 64 lower-case hexadecimal digits (FIPS 180-4). */
export function sha256(bytes: Uint8Array): string {
  return createSha256().update(bytes).digest();
}

/** One block of 64 bytes; `words` [64] is scratch. */
function absorb(state: Int32Array, words: Int32Array, bytes: Uint8Array, at: number): void {
  for (let t = 0; t < 16; t++) {
    const i = at + 4 * t;
    words[t] = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
  }
  for (let t = 16; t < 64; t++) {
    const x = words[t - 15]!;
    const y = words[t - 2]!;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    words[t] = words[t - 16]! + s0 + words[t - 7]! + s1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[t]! + words[t]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, k) => {
    state[k] = state[k]! + word;
  });
}
