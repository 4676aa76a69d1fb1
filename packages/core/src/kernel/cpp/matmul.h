// Matrix products over panels.
//
// Notation. A matrix of K rows and N columns (N a multiple of 16) is stored in panels of 16 columns:
// element (k, n) at ((n / 16) * K + k) * 16 + n % 16. Weights, gradients and optimiser moments live in panels for good,
// so that nothing is packed in a step. M, K, N count floats; strides (lda, ldc ...) are in floats too.
//
// Every output is one chain c = c + a*b over k in rising order, whatever the tile: all tiles give the same bits.
#pragma once
#include "vector.h"

namespace {

constexpr int PV = PANEL / VL;  // vectors in a panel's row

// The inner loops are unrolled U times with a way out after each step: V8 moves work within a basic block as it likes
// (and spills for it), not across one; and any depth K >= 1 ends where it must, without a loop for the rest.

// C[M rows][NV vectors] = Cin + A B for one tile: MR rows by NV vectors, which may span two panels (stride bs, cs).
template <int MR, int NV, int U>
APART void tileAB(int K, const float* a, size_t lda, const float* b, size_t bs, const float* ci, size_t ldci, size_t cis,
                  float* c, size_t ldc, size_t cs) {
  vf acc[MR][NV];
#pragma GCC unroll 32
  for (int i = 0; i < MR; i++)
#pragma GCC unroll 32
    for (int j = 0; j < NV; j++) acc[i][j] = load(ci + i * ldci + (j / PV) * cis + (j % PV) * VL);
  const float* last[U];  // where b stands when step u of a round is the last of all
#pragma GCC unroll 8
  for (int u = 0; u < U; u++) last[u] = b + (ptrdiff_t)(K - 1 - u) * PANEL;
  for (;; b += U * PANEL, a += U) {
#pragma GCC unroll 8
    for (int u = 0; u < U; u++) {
      vf bv[NV];
#pragma GCC unroll 32
      for (int j = 0; j < NV; j++) bv[j] = load(b + u * PANEL + (j / PV) * bs + (j % PV) * VL);
#pragma GCC unroll 32
      for (int i = 0; i < MR; i++) {
        const vf x = splat(a + i * lda + u);
#pragma GCC unroll 32
        for (int j = 0; j < NV; j++) acc[i][j] = acc[i][j] + x * bv[j];
      }
      if (b == last[u]) goto done;
    }
  }
done:
#pragma GCC unroll 32
  for (int i = 0; i < MR; i++)
#pragma GCC unroll 32
    for (int j = 0; j < NV; j++) store(c + i * ldc + (j / PV) * cs + (j % PV) * VL, acc[i][j]);
}

// C[MR rows][NV vectors] = Cin + A' B, the sum over R rows of A (row stride lda) and of panel B.
template <int MR, int NV, int U>
APART void tileTransposedAB(int R, const float* a, size_t lda, const float* b, size_t bs, const float* ci, size_t ldci,
                            size_t cis, float* c, size_t cs) {
  vf acc[MR][NV];
#pragma GCC unroll 32
  for (int i = 0; i < MR; i++)
#pragma GCC unroll 32
    for (int j = 0; j < NV; j++) acc[i][j] = load(ci + i * ldci + (j / PV) * cis + (j % PV) * VL);
  const float* last[U];  // where b stands when step u of a round is the last of all
#pragma GCC unroll 8
  for (int u = 0; u < U; u++) last[u] = b + (ptrdiff_t)(R - 1 - u) * PANEL;
  for (;; b += U * PANEL) {
#pragma GCC unroll 8
    for (int u = 0; u < U; u++) {
      vf bv[NV];
#pragma GCC unroll 32
      for (int j = 0; j < NV; j++) bv[j] = load(b + u * PANEL + (j / PV) * bs + (j % PV) * VL);
#pragma GCC unroll 32
      for (int i = 0; i < MR; i++) {
        const vf x = splat(a + i);
#pragma GCC unroll 32
        for (int j = 0; j < NV; j++) acc[i][j] = acc[i][j] + x * bv[j];
      }
      a += lda;
      if (b == last[u]) goto done;
    }
  }
done:
#pragma GCC unroll 32
  for (int i = 0; i < MR; i++)
#pragma GCC unroll 32
    for (int j = 0; j < NV; j++) store(c + i * PANEL + (j / PV) * cs + (j % PV) * VL, acc[i][j]);
}

float zeros[2 * PANEL] = {};  // read as the starting value of a sum

// A shape of tile: MR rows by NV vectors, inner loop unrolled U times. Measured, not derived: V8 has 15 usable
// registers and orders work badly in large blocks, GCC has 16 registers (AVX2) or 32 (AVX-512).
template <int MR_, int NV_, int U_>
struct Tile {
  static constexpr int MR = MR_, NV = NV_, U = U_;
};
#if VL == 16
typedef Tile<8, 2, 1> Main;
constexpr int CHUNK = 120;
#elif VL == 8
typedef Tile<6, 2, 1> Main;
constexpr int CHUNK = 96;
#else
typedef Tile<2, 4, 4> Main;  // plain SIMD128
typedef Tile<4, 4, 1> Wide;  // SIMD128 that V8 joins to 256 bits
constexpr int CHUNK = 120;
#endif

template <class T, int NV>
INLINE void rowsAB(int M, int K, const float* A, size_t lda, const float* B, size_t bs, const float* Ci, size_t ldci,
                   size_t cis, float* C, size_t ldc, size_t cs) {
  int m = 0;
  for (; m + T::MR <= M; m += T::MR)
    tileAB<T::MR, NV, T::U>(K, A + m * lda, lda, B, bs, Ci + m * ldci, ldci, cis, C + m * ldc, ldc, cs);
  if (T::MR > 3)
    for (; m + 3 <= M; m += 3)
      tileAB<3, NV, T::U>(K, A + m * lda, lda, B, bs, Ci + m * ldci, ldci, cis, C + m * ldc, ldc, cs);
  for (; m < M; m++)
    tileAB<1, NV, T::U>(K, A + m * lda, lda, B, bs, Ci + m * ldci, ldci, cis, C + m * ldc, ldc, cs);
}

template <class T, int NV>
INLINE void columnsTransposed(int rows, int R, const float* a, size_t lda, const float* b, size_t bs, const float* ci,
                              size_t ldci, size_t cis, float* c, size_t cs) {
  int i = 0;
  for (; i + T::MR <= rows; i += T::MR)
    tileTransposedAB<T::MR, NV, T::U>(R, a + i, lda, b, bs, ci + i * ldci, ldci, cis, c + i * PANEL, cs);
  if (T::MR > 3)
    for (; i + 3 <= rows; i += 3)
      tileTransposedAB<3, NV, T::U>(R, a + i, lda, b, bs, ci + i * ldci, ldci, cis, c + i * PANEL, cs);
  for (; i < rows; i++)
    tileTransposedAB<1, NV, T::U>(R, a + i, lda, b, bs, ci + i * ldci, ldci, cis, c + i * PANEL, cs);
}

// C = Cin + A B. M rows, K deep, P panels of B (panel stride K*16). Cin: row stride ldci (0: one row for all),
// panel stride cis. In blocks of KC so that a block of B's panel stays in the first-level cache.
template <class T>
INLINE void productWith(int M, int K, int P, const float* A, size_t lda, const float* B, const float* Ci, size_t ldci,
                        size_t cis, float* C, size_t ldc, size_t cs) {
  constexpr int KC = 256, STEP = T::NV * VL;
  for (int k0 = 0; k0 < K; k0 += KC) {
    const int kc = K - k0 < KC ? K - k0 : KC;
    const bool first = k0 == 0;
    for (int m0 = 0; m0 < M; m0 += CHUNK) {
      const int rows = M - m0 < CHUNK ? M - m0 : CHUNK;
      const float* a = A + m0 * lda + k0;
      for (int n = 0; n < P * PANEL;) {
        const int p = n / PANEL, in = n % PANEL;
        const float* b = B + ((size_t)p * K + k0) * PANEL + in;
        float* c = C + p * cs + m0 * ldc + in;
        const float* ci = first ? Ci + p * cis + m0 * ldci + in : c;
        const size_t stride = first ? ldci : ldc, panel = first ? cis : cs;
        if (STEP <= PANEL || p + 1 < P) {
          rowsAB<T, T::NV>(rows, kc, a, lda, b, (size_t)K * PANEL, ci, stride, panel, c, ldc, cs);
          n += STEP;
        } else {  // a tile of two panels, and one panel left
          rowsAB<T, (STEP <= PANEL ? T::NV : PV)>(rows, kc, a, lda, b, 0, ci, stride, panel, c, ldc, cs);
          n += PANEL;
        }
      }
    }
  }
}

// C[P panels][I rows][16] = A' B over R rows. A: row stride lda; B: panels with stride bs.
template <class T>
INLINE void transposedWith(int R, int I, int P, const float* A, size_t lda, const float* B, size_t bs, float* C) {
  constexpr int RC = 128, STEP = T::NV * VL, IC = 60;
  const size_t cs = (size_t)I * PANEL;
  if (R == 0) fillZero(C, P * cs);
  for (int r0 = 0; r0 < R; r0 += RC) {
    const int rc = R - r0 < RC ? R - r0 : RC;
    const float* a = A + r0 * lda;
    for (int i0 = 0; i0 < I; i0 += IC) {
      const int rows = I - i0 < IC ? I - i0 : IC;
      for (int n = 0; n < P * PANEL;) {
        const int p = n / PANEL, in = n % PANEL;
        const float* b = B + p * bs + (size_t)r0 * PANEL + in;
        float* c = C + p * cs + (size_t)i0 * PANEL + in;
        const float* ci = r0 ? c : zeros;
        const size_t stride = r0 ? PANEL : 0, panel = r0 ? cs : 0;
        if (STEP <= PANEL || p + 1 < P) {
          columnsTransposed<T, T::NV>(rows, rc, a + i0, lda, b, bs, ci, stride, panel, c, cs);
          n += STEP;
        } else {
          columnsTransposed<T, (STEP <= PANEL ? T::NV : PV)>(rows, rc, a + i0, lda, b, 0, ci, stride, panel, c, cs);
          n += PANEL;
        }
      }
    }
  }
}

#ifdef __wasm__
int wideTiles = 0;  // set once by the host, after timing both
#define CHOOSE_TILE(call) \
  if (wideTiles) {        \
    typedef Wide T;       \
    call;                 \
  } else {                \
    typedef Main T;       \
    call;                 \
  }
#else
#define CHOOSE_TILE(call) \
  {                       \
    typedef Main T;       \
    call;                 \
  }
#endif

APART void product(int M, int K, int P, const float* A, size_t lda, const float* B, const float* Ci, size_t ldci,
                   size_t cis, float* C, size_t ldc, size_t cs) {
  CHOOSE_TILE(productWith<T>(M, K, P, A, lda, B, Ci, ldci, cis, C, ldc, cs))
}

APART void transposedProduct(int R, int I, int P, const float* A, size_t lda, const float* B, size_t bs, float* C) {
  CHOOSE_TILE(transposedWith<T>(R, I, P, A, lda, B, bs, C))
}

// A place that no pointer reaches; on WASM read at run time, so that no compiler knows. See CUT.
#ifdef __wasm__
const float* volatile nowhere = 0;
#else
const float* const nowhere = 0;
#endif

// c[NP*16] = ci + x B for one row x of K and NP panels, which lie bs apart. CUT: a branch that is never taken, halfway
// through a step. V8 loads all that a basic block needs before it computes; of eight vectors that is one register too many,
// and the sum that lives in memory instead takes 10 cycles a step (Node 20: 14.2 microseconds for six heads, now 12.0).
template <int NP, bool CUT>
INLINE void vectorTimes(int K, const float* x, const float* b, size_t bs, const float* ci, float* c) {
  constexpr int NV = NP * PV, HALF = (NP + 1) / 2 * PV;
  const float *const never = CUT ? nowhere : nullptr, *const last = x + (K - 1);
  vf acc[NV];
#pragma GCC unroll 32
  for (int j = 0; j < NV; j++) acc[j] = load(ci + j * VL);
  for (;; b += PANEL, x++) {
    const vf s = splat(x);
#pragma GCC unroll 32
    for (int j = 0; j < HALF; j++) acc[j] = acc[j] + s * load(b + (j / PV) * bs + (j % PV) * VL);
    if (CUT && x == never) break;
#pragma GCC unroll 32
    for (int j = HALF; j < NV; j++) acc[j] = acc[j] + s * load(b + (j / PV) * bs + (j % PV) * VL);
    if (x == last) break;
  }
#pragma GCC unroll 32
  for (int j = 0; j < NV; j++) store(c + j * VL, acc[j]);
}

template <int NP, bool CUT>
INLINE void vectorWith(int K, int P, const float* x, const float* B, const float* ci, float* c) {
  const size_t bs = (size_t)K * PANEL;
  int p = 0;
  for (; p + NP <= P; p += NP) vectorTimes<NP, CUT>(K, x, B + p * bs, bs, ci + p * PANEL, c + p * PANEL);
  if (NP > 4)
    for (; p + 4 <= P; p += 4) vectorTimes<4, false>(K, x, B + p * bs, bs, ci + p * PANEL, c + p * PANEL);
  for (; p < P; p++) vectorTimes<1, false>(K, x, B + p * bs, bs, ci + p * PANEL, c + p * PANEL);
}

// c[P*16] = ci + x B: the product of one streaming frame, each output in the order of product(). As many vectors at once
// as hide the latency of the additions: eight, or six of 256 bits.
APART void vectorProduct(int K, int P, const float* x, const float* B, const float* ci, float* c) {
#ifdef __wasm__
  if (wideTiles) return vectorWith<3, false>(K, P, x, B, ci, c);
  vectorWith<2, true>(K, P, x, B, ci, c);
#else
  vectorWith<8 / PV, false>(K, P, x, B, ci, c);
#endif
}

// B' of a panel matrix: from [N/16][K][16] to panels [K/16][N][16].
APART void transposePanels(int K, int N, const float* from, float* to) {
  for (int p = 0; p < N / PANEL; p++)
    for (int k = 0; k < K; k++) {
      const float* row = from + ((size_t)p * K + k) * PANEL;
      float* column = to + ((size_t)(k / PANEL) * N + p * PANEL) * PANEL + k % PANEL;
      for (int j = 0; j < PANEL; j++) column[j * PANEL] = row[j];
    }
}

// out[P*16] = column sums of P panels of R rows, panel stride bs.
APART void columnSums(int P, int R, const float* B, size_t bs, float* out) {
  for (int p = 0; p < P; p++) {
    ve sum[PANEL / EL];
    for (int j = 0; j < PANEL / EL; j++) sum[j] = allE(0);
    const float* row = B + p * bs;
    for (int r = 0; r < R; r++, row += PANEL)
      for (int j = 0; j < PANEL / EL; j++) sum[j] = sum[j] + loadE(row + j * EL);
    for (int j = 0; j < PANEL / EL; j++) storeE(out + p * PANEL + j * EL, sum[j]);
  }
}

}  // namespace
