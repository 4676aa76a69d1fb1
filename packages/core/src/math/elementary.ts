/**
 * Elementary functions in float64 that give the same bits on every engine: `Math.exp` and its kin may differ between
 * engines by an ulp, IEEE + - * / and sqrt may not. Argument reduction by ln 2 in two parts, then a short minimax
 * polynomial; constants and forms are those of fdlibm's e_exp.c, e_log.c, s_log1p.c and s_expm1.c.
 * Errors: exp, log, log1p and expm1 below 1 ulp (exp 1.5 where it is subnormal), sigmoid, softplus and tanh 2
 * (measured against mpmath, see the test).
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
  // A subnormal's bits are of another form: times 2^54 it is normal.
  if (x < 2.2250738585072014e-308) return logNormal(x * 18014398509481984, -54, 0);
  return logNormal(x, 0, 0);
}

/** ln(1 + x), accurate near 0. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (x > -0.29 && x < 0.41) return logNearOne(x, 0, 0);
  if (!(u > 0)) return u === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (u === Number.POSITIVE_INFINITY) return u;
  // What rounding took from 1 + x moves the logarithm by its share of u.
  const lost = x > 1 ? 1 - (u - x) : x - (u - 1);
  return logNormal(u, 0, lost / u);
}

/** ln x + k ln 2 + tail for a normal x and a tail below an ulp. */
function logNormal(x: number, k: number, tail: number): number {
  double[0] = x;
  const high = words[HIGH]!;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  const m = double[0]!;
  const exponent = k + (high >>> 20) - 1023;
  if (m > Math.SQRT2) return logNearOne(m / 2 - 1, exponent + 1, tail);
  return logNearOne(m - 1, exponent, tail);
}

/** ln(1 + f) + k ln 2 + tail for 1 + f in [sqrt(1/2), sqrt 2]. */
function logNearOne(f: number, k: number, tail: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + even + odd) + (k * LN2_LO + tail)) - f);
}

/** e^x - 1, accurate near 0. */
export function expm1(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -40) return -1;
  if (Math.abs(x) < 5.551115123125783e-17) return x; // 2^-54: x^2 / 2 is below half an ulp
  const k = Math.abs(x) < 0.34657359027997264 ? 0 : Math.floor(x / Math.LN2 + 0.5);
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const lost = hi - r - lo;
  const half = 0.5 * r;
  const square = r * half;
  const q =
    1 +
    square *
      (-0.03333333333333313 +
        square *
          (0.0015873015872548146 +
            square *
              (-0.0000793650757867488 +
                square * (0.000004008217827329362 + square * -2.0109921818362437e-7))));
  const t = 3 - q * half;
  const e = square * ((q - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);
  return scaledMinusOne(r, r * (e - lost) - lost - square, k);
}

/** 2^k (1 + r - e) - 1 for k != 0, in the order that loses least. */
function scaledMinusOne(r: number, e: number, k: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k < 0 || k > 56) {
    // 2^1024 is no double: in two factors.
    return (1 - (e - r)) * 2 * powerOfTwo(k - 1) - 1;
  }
  const one = powerOfTwo(-k);
  return (k < 20 ? 1 - one - (e - r) : r - (e + one) + 1) * powerOfTwo(k);
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
