import { exp } from "@mien/core/math";

/**
 * The error function and its complement in float64, the same bits on every engine: rational
 * approximations of fdlibm's s_erf.c on four intervals, on the kernel's exp. Errors below 2 ulp
 * where the result is normal (see the test).
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
 * Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved.
 */

// erf(x) = x + x p(x^2) / q(x^2) below 0.84375.
const SMALL_P = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
  -0.000023763016656650163,
];
const SMALL_Q = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
  -0.000003960228278775368,
];
// erf(x) = MIDDLE + p(x - 1) / q(x - 1) below 1.25.
const MIDDLE = 0.8450629115104675;
const MIDDLE_P = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
  -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
];
const MIDDLE_Q = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164,
  0.01363708391202905, 0.011984499846799107,
];
// erfc(x) = exp(-x^2 - 0.5625 + p(1 / x^2) / q(1 / x^2)) / x above, in two pieces that meet at 1 / 0.35.
const TAIL_P = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006,
  -162.39666946257347, -184.60509290671104, -81.2874355063066, -9.814329344169145,
];
const TAIL_Q = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679,
  429.00814002756783, 108.63500554177944, 6.570249770319282, -0.0604244152148581,
];
const FAR_P = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192,
  -637.5664433683896, -1025.0951316110772, -483.5191916086514,
];
const FAR_Q = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955,
  2553.0504064331644, 474.52854120695537, -22.44095244658582,
];

/**
 * erf(x) = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x, in [-1, 1]; NaN of NaN. Error below 2
 * ulp.
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) return x + x * ratio(SMALL_P, SMALL_Q, x * x);
  if (Number.isNaN(x)) return x;
  const y = a < 1.25 ? MIDDLE + ratio(MIDDLE_P, MIDDLE_Q, a - 1) : 1 - erfcTail(a);
  return x < 0 ? -y : y;
}

/**
 * erfc(x) = 1 - erf(x) in [0, 2], without cancellation for large x; 0 beyond 28. Relative error
 * below 1e-15.
 */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) {
    const y = ratio(SMALL_P, SMALL_Q, x * x);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
  }
  if (Number.isNaN(x)) return x;
  if (a < 1.25) {
    const y = ratio(MIDDLE_P, MIDDLE_Q, a - 1);
    return x > 0 ? 1 - MIDDLE - y : 1 + (MIDDLE + y);
  }
  return x > 0 ? erfcTail(a) : 2 - erfcTail(a);
}

/** erfc of x >= 1.25. */
function erfcTail(x: number): number {
  if (x > 28) return 0;
  const s = 1 / (x * x);
  const r = x < 1 / 0.35 ? ratio(TAIL_P, TAIL_Q, s) : ratio(FAR_P, FAR_Q, s);
  // x^2 in two parts: the first, of 24 bits squared, is exact.
  const z = Math.fround(x);
  return (exp(-z * z - 0.5625) * exp((z - x) * (z + x) + r)) / x;
}

/** p(x) / q(x), coefficients from the constant up. */
function ratio(p: readonly number[], q: readonly number[], x: number): number {
  return polynomial(p, x) / polynomial(q, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}
