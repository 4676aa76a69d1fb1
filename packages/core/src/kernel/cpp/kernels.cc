// The kernels' entry points. Every place is a slot (4 bytes) from the start of the heap, so the same call works in
// WASM's memory and in a buffer that Node lends to the addon.
#include "descriptors.h"
#include "layer.h"
#include "matmul.h"
#include "optimizers.h"
#include "rows.h"

#ifdef __wasm__
#define ENTRY(name) extern "C" __attribute__((export_name(#name)))
#define HEAP char* const heap = 0
#define SIG(...) (__VA_ARGS__)
#else
#define ENTRY(name) static
#define HEAP
#define SIG(...) (char* heap, __VA_ARGS__)
#endif
#define F(slot) ((float*)(heap + (size_t)(slot) * 4))
#define I(slot) ((int32_t*)(heap + (size_t)(slot) * 4))
#define BATCH(slot) (*(const Batch*)I(slot))
#define LAYER(slot) (*(const Layer*)I(slot))

ENTRY(layerForward) void k_layerForward SIG(int layer, int batch, int parameters) {
  HEAP;
  layerForward(heap, LAYER(layer), BATCH(batch), F(parameters));
}
ENTRY(layerBackward) void k_layerBackward SIG(int layer, int batch, int parameters, int gradient) {
  HEAP;
  layerBackward(heap, LAYER(layer), BATCH(batch), F(parameters), F(gradient));
}
ENTRY(layerFrame) void k_layerFrame SIG(int layer, int parameters, int x, int state) {
  HEAP;
  layerFrame(heap, LAYER(layer), F(parameters), F(x), F(state));
}

// y [rows][16] = bias + x w, w one panel [width][16].
ENTRY(headForward) void k_headForward SIG(int rows, int width, int x, int w, int bias, int y) {
  HEAP;
  product(rows, width, 1, F(x), width, F(w), F(bias), 0, 0, F(y), PANEL, 0);
}
// dw, dbias, and dx = dy w' ; scratch: the transposed panel [width/16][16][16].
ENTRY(headBackward)
void k_headBackward SIG(int rows, int width, int x, int w, int dy, int dw, int dbias, int dx, int scratch) {
  HEAP;
  transposedProduct(rows, width, 1, F(x), width, F(dy), 0, F(dw));
  columnSums(1, rows, F(dy), 0, F(dbias));
  transposePanels(width, PANEL, F(w), F(scratch));
  product(rows, PANEL, width / PANEL, F(dy), PANEL, F(scratch), zeros, 0, 0, F(dx), width, PANEL);
}
ENTRY(headFrame) void k_headFrame SIG(int width, int x, int w, int bias, int y) {
  HEAP;
  vectorProduct(width, 1, F(x), F(w), F(bias), F(y));
}

ENTRY(gatherRows) void k_gatherRows SIG(int from, int fromStride, int index, int rows, int width, int to, int toStride) {
  HEAP;
  gatherRows(F(from), fromStride, I(index), rows, width, F(to), toStride);
}
ENTRY(poolLast) void k_poolLast SIG(int batch, int y, int width, int hidden, int out) {
  HEAP;
  poolLast(BATCH(batch), F(y), width, hidden, F(out));
}
ENTRY(poolMean) void k_poolMean SIG(int batch, int y, int width, int out, int lengths) {
  HEAP;
  poolMean(BATCH(batch), F(y), width, F(out), I(lengths));
}
ENTRY(poolMeanBackward) void k_poolMeanBackward SIG(int batch, int dout, int width, int lengths, int dy) {
  HEAP;
  poolMeanBackward(BATCH(batch), F(dout), width, I(lengths), F(dy));
}
ENTRY(dropout) void k_dropout SIG(int x, int rows, int width, int seed, int threshold, float scale) {
  HEAP;
  dropout(F(x), rows, width, (uint32_t)seed, (uint32_t)threshold, scale);
}

ENTRY(adam)
void k_adam SIG(int n, int p, int g, int m, int v, float rate, float b1, float c1, float b2, float c2, float epsilon,
                float scale, float keep) {
  HEAP;
  adam(n, F(p), F(g), F(m), F(v), rate, b1, c1, b2, c2, epsilon, scale, keep);
}
ENTRY(sgd) void k_sgd SIG(int n, int p, int g, int m, float rate, float momentum, float decay, float scale) {
  HEAP;
  sgd(n, F(p), F(g), F(m), rate, momentum, decay, scale);
}
ENTRY(sumSquares) double k_sumSquares SIG(int n, int g) {
  HEAP;
  return sumSquares(n, F(g));
}

// The ceiling of this machine for one core: 12 independent chains c = x + c y, which no compiler can shorten and which
// hide a latency of 3 cycles for each operation, in registers alone. Returns the floating-point operations done; the
// sink keeps the result.
ENTRY(peak) double k_peak SIG(int iterations, int sink) {
  HEAP;
  constexpr int CHAINS = 12;
  vf c[CHAINS];
  const vf x = load(F(sink)), y = load(F(sink) + VL);
  for (int i = 0; i < CHAINS; i++) c[i] = x;
  for (int n = 0; n < iterations; n++)
#pragma GCC unroll 32
    for (int i = 0; i < CHAINS; i++) c[i] = x + c[i] * y;
  for (int i = 1; i < CHAINS; i++) c[0] = c[0] + c[i];
  store(F(sink), c[0]);
  return 2.0 * CHAINS * VL * iterations;
}

#ifdef __wasm__
ENTRY(setWideTiles) void k_setWideTiles(int wide) { wideTiles = wide; }
extern char __heap_base;
ENTRY(heapStart) int k_heapStart() { return (int)(intptr_t)&__heap_base; }
#else
#define OPS(X)                                                                                                        \
  X(layerForward) X(layerBackward) X(layerFrame) X(headForward) X(headBackward) X(headFrame) X(gatherRows) X(poolLast) \
      X(poolMean) X(poolMeanBackward) X(dropout) X(adam) X(sgd) X(sumSquares) X(peak)
#endif
