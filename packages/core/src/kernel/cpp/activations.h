// tanh and the logistic function in float32, by a rational approximation: at most 4e-7 from the true value, odd, and
// within [-1, 1]. Coefficients as in Eigen's generic_fast_tanh_float (MPL-2.0 text not copied; the numbers are the
// minimax fit x P(x^2) / Q(x^2) on [-7.905, 7.905], outside which tanh rounds to +-1).
#pragma once
#include "vector.h"

namespace {

// V8's revectoriser joins two loads but not two literals: on WASM the constants come from memory, through a pointer
// that the compiler cannot see through.
enum { LIMIT, NEG_LIMIT, P6, P5, P4, P3, P2, P1, P0, Q3, Q2, Q1, Q0, HALF, ONE, CONSTANTS };
#define ROW(x) x, x, x, x, x, x, x, x
#ifdef __wasm__
float constantTable[CONSTANTS * 8] = {
    ROW(7.90531110763549805f), ROW(-7.90531110763549805f), ROW(-2.76076847742355e-16f), ROW(2.00018790482477e-13f),
    ROW(-8.60467152213735e-11f), ROW(5.12229709037114e-08f), ROW(1.48572235717979e-05f), ROW(6.37261928875436e-04f),
    ROW(4.89352455891786e-03f), ROW(1.19825839466702e-06f), ROW(1.18534705686654e-04f), ROW(2.26843463243900e-03f),
    ROW(4.89352518554385e-03f), ROW(0.5f), ROW(1.0f)};
float* volatile constantPointer = constantTable;
typedef const float* Constants;
INLINE Constants constants() { return constantPointer; }
INLINE ve constant(Constants c, int i) { return loadE(c + i * 8); }
#else
struct Constants {};
INLINE Constants constants() { return {}; }
INLINE ve constant(Constants, int i) {
  static constexpr float value[CONSTANTS] = {
      7.90531110763549805f, -7.90531110763549805f, -2.76076847742355e-16f, 2.00018790482477e-13f,
      -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f, 6.37261928875436e-04f,
      4.89352455891786e-03f, 1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f,
      4.89352518554385e-03f, 0.5f, 1.0f};
  return allE(value[i]);
}
#endif

INLINE ve tanhE(Constants k, ve v) {
  const ve x = maxE(minE(v, constant(k, LIMIT)), constant(k, NEG_LIMIT));
  const ve s = x * x;
  ve p = s * constant(k, P6) + constant(k, P5);
  p = s * p + constant(k, P4);
  p = s * p + constant(k, P3);
  p = s * p + constant(k, P2);
  p = s * p + constant(k, P1);
  p = s * p + constant(k, P0);
  ve q = s * constant(k, Q3) + constant(k, Q2);
  q = s * q + constant(k, Q1);
  q = s * q + constant(k, Q0);
  return (x * p) / q;
}

// logistic(x) = 1/2 + tanh(x/2)/2
INLINE ve logisticE(Constants k, ve x) {
  const ve half = constant(k, HALF);
  return tanhE(k, x * half) * half + half;
}

}  // namespace
