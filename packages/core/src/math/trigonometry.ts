/**
 * Trigonometric functions in float64 that give the same bits on every engine, from + - * / and sqrt alone (see
 * elementary.ts). Constants and forms are those of fdlibm's k_sin.c, k_cos.c, e_rem_pio2.c, s_atan.c and e_acos.c.
 * Errors below 1 ulp, atan2 below 2 (measured against mpmath, see the test).
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved.
 */

/** Largest |x| that sin and cos take: beyond, the reduction by pi / 2 would need more of its digits. */
const LARGEST = 1e6;

/** Below it, x^3 / 6 is less than half an ulp of x. */
const TINY = 1e-8;

// pi / 2 in parts of 33 bits, so that a part times a count of quarter turns is exact; each tail holds the rest.
const PART_1 = 1.5707963267341256;
const TAIL_1 = 6.077100506506192e-11;
const PART_2 = 6.077100506303966e-11;
const TAIL_2 = 2.0222662487959506e-21;
const PART_3 = 2.0222662487111665e-21;
const TAIL_3 = 8.4784276603689e-32;

/** Sine for x in [-1e6, 1e6], in radians; NaN elsewhere. */
export function sin(x: number): number {
  if (!(Math.abs(x) <= LARGEST)) return Number.NaN;
  if (Math.abs(x) < TINY) return x; // -0 too
  if (Math.abs(x) <= Math.PI / 4) return sinNearZero(x, 0);
  const turns = quarterTurns(Math.abs(x));
  const y = atQuarter(turns - 1, Math.abs(x), turns);
  return x < 0 ? -y : y;
}

/** Cosine for x in [-1e6, 1e6], in radians; NaN elsewhere. */
export function cos(x: number): number {
  const a = Math.abs(x);
  if (!(a <= LARGEST)) return Number.NaN;
  if (a <= Math.PI / 4) return cosNearZero(a, 0);
  const turns = quarterTurns(a);
  return atQuarter(turns, a, turns);
}

/** Quarter turns nearest to a > 0. */
const quarterTurns = (a: number) => Math.floor(a / (Math.PI / 2) + 0.5);

/** cos(quarter pi / 2 + r), r = a - turns pi / 2. */
function atQuarter(quarter: number, a: number, turns: number): number {
  let rest = a - turns * PART_1;
  let tail = turns * TAIL_1;
  let r = rest - tail;
  // The more leading bits cancel, the more of pi / 2 is needed.
  if (Math.abs(r) * 65536 < a) {
    const before = rest;
    rest = before - turns * PART_2;
    tail = turns * TAIL_2 - (before - rest - turns * PART_2);
    r = rest - tail;
    if (Math.abs(r) * 562949953421312 < a) {
      const second = rest;
      rest = second - turns * PART_3;
      tail = turns * TAIL_3 - (second - rest - turns * PART_3);
      r = rest - tail;
    }
  }
  const lost = rest - r - tail;
  switch (quarter & 3) {
    case 0:
      return cosNearZero(r, lost);
    case 1:
      return -sinNearZero(r, lost);
    case 2:
      return -cosNearZero(r, lost);
    default:
      return sinNearZero(r, lost);
  }
}

/** cos(x + tail) for x in [-pi / 4, pi / 4]. */
function cosNearZero(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const low = z * (0.0416666666666666 + z * (-0.001388888888887411 + z * 0.00002480158728947673));
  const high =
    w * w * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  const half = 0.5 * z;
  const top = 1 - half;
  return top + (1 - top - half + (z * (low + high) - x * tail));
}

/** sin(x + tail) for x in [-pi / 4, pi / 4]. */
function sinNearZero(x: number, tail: number): number {
  if (Math.abs(x) < TINY) return x + tail;
  const z = x * x;
  const r =
    0.00833333333332249 +
    z * (-0.0001984126982985795 + z * 0.0000027557313707070068) +
    z * z * z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10);
  const cube = z * x;
  return x - (z * (0.5 * tail - cube * r) - tail + cube * 0.16666666666666632);
}

/** Angle of the point (x, y) in [-pi, pi], in radians, with the signs of zeros as IEEE 754 has them. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const isLeft = x < 0 || Object.is(x, -0);
  const angle = firstQuadrant(Math.abs(y), Math.abs(x));
  // At pi / 2 sharp the mirror image is the angle itself, which the difference would miss by an ulp.
  const isFolded = isLeft && angle !== Math.PI / 2;
  const folded = isFolded ? Math.PI - (angle - 1.2246467991473532e-16) : angle;
  return y < 0 || Object.is(y, -0) ? -folded : folded;
}

/** atan2 for x, y >= 0. */
function firstQuadrant(y: number, x: number): number {
  if (y === 0) return 0;
  if (y === Number.POSITIVE_INFINITY) return x === y ? Math.PI / 4 : Math.PI / 2;
  const ratio = y / x;
  // Where the ratio overflows, or its digits are beyond pi / 2's last.
  return ratio > 1e17 ? Math.PI / 2 : atan(ratio);
}

/** Arc tangent for x >= 0: about 0, 1/2, 1, 3/2 and infinity. */
function atan(x: number): number {
  if (x < 0.4375) return x - atanLoss(x);
  if (x < 0.6875) {
    return about(0.4636476090008061, 2.2698777452961687e-17, (2 * x - 1) / (2 + x));
  }
  if (x < 1.1875) return about(Math.PI / 4, 3.061616997868383e-17, (x - 1) / (x + 1));
  if (x < 2.4375) {
    return about(0.982793723247329, 1.3903311031230998e-17, (x - 1.5) / (1 + 1.5 * x));
  }
  return about(Math.PI / 2, 6.123233995736766e-17, -1 / x);
}

/** hi + lo + atan(x). */
const about = (hi: number, lo: number, x: number) => hi - (atanLoss(x) - lo - x);

/** x - atan(x) for |x| <= 0.4375. */
function atanLoss(x: number): number {
  const z = x * x;
  const w = z * z;
  const odd =
    z *
    (0.3333333333333293 +
      w *
        (0.14285714272503466 +
          w *
            (0.09090887133436507 +
              w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))));
  const even =
    w *
    (-0.19999999999876483 +
      w *
        (-0.11111110405462356 +
          w * (-0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916))));
  return x * (odd + even);
}

/** Arc cosine in [0, pi], in radians; NaN outside [-1, 1]. */
export function acos(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  if (Math.abs(x) < 0.5) {
    return Math.PI / 2 - (x - (6.123233995736766e-17 - x * asinExcess(x * x)));
  }
  const z = (1 - Math.abs(x)) / 2;
  const s = Math.sqrt(z);
  if (x < 0) return Math.PI - 2 * (s + (asinExcess(z) * s - 6.123233995736766e-17));
  if (z === 0) return 0;
  const high = Math.fround(s); // its square is exact
  const low = (z - high * high) / (s + high);
  return 2 * (high + (asinExcess(z) * s + low));
}

/** asin(x) / x - 1 for z = x^2 <= 1/4. */
function asinExcess(z: number): number {
  const p =
    z *
    (0.16666666666666666 +
      z *
        (-0.3255658186224009 +
          z *
            (0.20121253213486293 +
              z *
                (-0.04005553450067941 +
                  z * (0.0007915349942898145 + z * 0.00003479331075960212)))));
  const q =
    1 +
    z *
      (-2.403394911734414 +
        z * (2.0209457602335057 + z * (-0.6882839716054533 + z * 0.07703815055590194)));
  return p / q;
}
