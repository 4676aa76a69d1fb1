/**
 * Elementary functions in float64 that give the same bits on every engine: `Math.exp` and its kin may differ between
 * engines by an ulp, IEEE + - * / and sqrt may not. Argument reduction by ln 2 in two parts, then a short minimax
 * polynomial; constants and forms of exp and log are those of fdlibm's e_exp.c and e_log.c. Errors: exp and log below
 * 1 ulp, log1p 2, sigmoid 3, expm1, softplus and tanh 4 (measured against mpmath, see the test).
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved.
 */

const LN2_HI = 0.6931471803691238; // upper 32 bits of ln 2: k * LN2_HI is exact
const LN2_LO = 1.9082149292705877e-10;

// Scratch for reading and writing a double's bits. Its content never outlives a call.
const double = new Float64Array([1]);
const words = new Int32Array(double.buffer);
// 1.0 has a zero low word: where the machine keeps it tells the byte order.
const LOW = words[0] === 0 ? 0 : 1;
const HIGH = 1 - LOW;

/** 2^k for integer k in [-1022, 1023]. */
function powerOfTwo(k: number): number {
  words[LOW] = 0;
  words[HIGH] = (k + 1023) << 20;
  return double[0]!;
}

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t *
              (0.00006613756321437934 +
                t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  // In two factors, since 2^k alone may overflow or vanish where the result does not.
  const half = Math.trunc(k / 2);
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let m = x;
  if (m < 2.2250738585072014e-308) {
    m *= 18014398509481984; // 2^54
    k = -54;
  }
  double[0] = m;
  const high = words[HIGH]!;
  k += (high >>> 20) - 1023;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  m = double[0]!;
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  return logNearOne(m - 1, k);
}

/** ln(1 + f) + k ln 2 for 1 + f in [sqrt(1/2), sqrt 2]. */
function logNearOne(f: number, k: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + even + odd) + k * LN2_LO) - f);
}

/** ln(1 + x), accurate near 0 (Kahan's correction). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (u === Number.POSITIVE_INFINITY) return u;
  return log(u) * (x / (u - 1));
}

/** e^x - 1, accurate near 0 (Kahan's correction). */
export function expm1(x: number): number {
  if (Math.abs(x) > 1) return exp(x) - 1;
  const u = exp(x);
  if (u === 1) return x;
  return (u - 1) * (x / log(u));
}

/** x^y for x >= 0. Relative error grows as |y ln x| ulp. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (y === 1) return x;
  if (y === 2) return x * x;
  return exp(y * log(x));
}

/** 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** ln(1 + e^x), without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

/** (e^x - e^-x) / (e^x + e^-x), by expm1 so that it is accurate near 0. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 3.725290298461914e-9) return x; // 2^-28: x^3 / 3 is below half an ulp
  const t = expm1(2 * a);
  // Above 1 the first form has the smaller rounding error; at 22 and more it is exactly 1.
  const y = a > 1 ? 1 - 2 / (t + 2) : t / (t + 2);
  return x < 0 ? -y : y;
}
