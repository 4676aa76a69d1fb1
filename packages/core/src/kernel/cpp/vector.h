// Vectors of floats for every target, from one text.
//
// VL floats a vector: 4 (WASM SIMD128, SSE, NEON), 8 (AVX2), 16 (AVX-512). Elementwise loops use EL floats: on WASM two
// 128-bit vectors side by side, the pair that V8's revectoriser joins to one of 256 bits.
//
// Same bits everywhere: only IEEE + - * / sqrt and comparisons, each output element one chain in a fixed order, no fused
// multiply-add (build with -ffp-contract=off), no library function.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifndef VL
#define VL 4
#endif
#ifdef __wasm__
#include <wasm_simd128.h>
#define EL 8
#else
#define EL VL
#if defined(__x86_64__)
#include <immintrin.h>
#endif
#endif

#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

constexpr int PANEL = 16;  // columns of a panel, in floats: see matmul.h

typedef float vf __attribute__((vector_size(VL * 4), aligned(4), may_alias));
typedef float ve __attribute__((vector_size(EL * 4), aligned(4), may_alias));

INLINE vf load(const float* p) { return *(const vf*)p; }
INLINE void store(float* p, vf x) { *(vf*)p = x; }
INLINE ve loadE(const float* p) { return *(const ve*)p; }
INLINE void storeE(float* p, ve x) { *(ve*)p = x; }

INLINE vf splat(const float* p) {
#ifdef __wasm__
  return (vf)wasm_v128_load32_splat(p);
#elif defined(__AVX512F__) && VL == 16
  return (vf)_mm512_set1_ps(*p);
#elif defined(__AVX2__) && VL == 8
  return (vf)_mm256_set1_ps(*p);
#else
  return *p - (vf){};
#endif
}

// All lanes x: x - 0 is x, -0 too. (A loop over lanes would go through memory where loops are not unrolled.)
INLINE ve allE(float x) { return x - (ve){}; }

INLINE ve sqrtE(ve x) {
#if defined(__wasm__)
  return __builtin_elementwise_sqrt(x);  // a loop over lanes would stay one: 16 times slower
#elif defined(__AVX512F__) && EL == 16
  return (ve)_mm512_sqrt_ps((__m512)x);
#elif defined(__AVX2__) && EL == 8
  return (ve)_mm256_sqrt_ps((__m256)x);
#elif defined(__SSE__) && EL == 4
  return (ve)_mm_sqrt_ps((__m128)x);
#else
  ve y;
  for (int i = 0; i < EL; i++) y[i] = __builtin_sqrtf(x[i]);
  return y;
#endif
}

INLINE ve minE(ve a, ve b) { return b < a ? b : a; }
INLINE ve maxE(ve a, ve b) { return a < b ? b : a; }

INLINE void fillZero(float* p, size_t n) {
  for (size_t i = 0; i < n; i++) p[i] = 0;
}
INLINE void copyFloats(float* to, const float* from, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = from[i];
}
