// Updates over a model's whole parameter block: n floats, a multiple of 16. scale multiplies every gradient (global-norm
// clipping), keep multiplies every parameter first (decoupled weight decay: 1 - learningRate * decay).
#pragma once
#include "vector.h"

namespace {

// Kingma & Ba 2015 with the bias corrections folded into rate and epsilon by the caller:
// m = b1 m + (1-b1) g, v = b2 v + (1-b2) g^2, p = keep p - rate m / (sqrt v + epsilon).
APART void adam(int n, float* p, const float* g, float* m, float* v, float rate, float b1, float c1, float b2, float c2,
                float epsilon, float scale, float keep) {
  for (int i = 0; i < n; i += EL) {
    const ve d = loadE(g + i) * allE(scale);
    const ve m1 = allE(b1) * loadE(m + i) + allE(c1) * d;
    storeE(m + i, m1);
    const ve v1 = allE(b2) * loadE(v + i) + allE(c2) * (d * d);
    storeE(v + i, v1);
    storeE(p + i, loadE(p + i) * allE(keep) - (allE(rate) * m1) / (sqrtE(v1) + allE(epsilon)));
  }
}

// Momentum as PyTorch: d = g + decay p, m = momentum m + d, p = p - rate m.
APART void sgd(int n, float* p, const float* g, float* m, float rate, float momentum, float decay, float scale) {
  for (int i = 0; i < n; i += EL) {
    const ve w = loadE(p + i), d = loadE(g + i) * allE(scale) + allE(decay) * w;
    const ve m1 = allE(momentum) * loadE(m + i) + d;
    storeE(m + i, m1);
    storeE(p + i, w - allE(rate) * m1);
  }
}

// Sum of squares: 16 float32 chains over blocks of 64 rows of 16, each block added in float64.
APART double sumSquares(int n, const float* g) {
  double total = 0;
  for (int from = 0; from < n; from += 64 * 16) {
    const int to = from + 64 * 16 < n ? from + 64 * 16 : n;
    ve sum[16 / EL];
    for (int j = 0; j < 16 / EL; j++) sum[j] = allE(0);
    for (int i = from; i < to; i += 16)
      for (int j = 0; j < 16 / EL; j++) {
        const ve x = loadE(g + i + j * EL);
        sum[j] = sum[j] + x * x;
      }
    for (int j = 0; j < 16 / EL; j++)
      for (int l = 0; l < EL; l++) total += (double)sum[j][l];
  }
  return total;
}

}  // namespace
