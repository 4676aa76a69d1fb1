// One step of the recurrent cells over a panel-wise gate buffer, forward and backward, elementwise part only.
//
// gates: four blocks of H/16 panels, panel stride gs; row b of panel p at gates + p*gs + b*16. Forward replaces
// pre-activations by activations; backward replaces these by the gradients of the pre-activations.
#pragma once
#include "activations.h"

namespace {

// GRU, reset after (PyTorch, cuDNN): r, z = logistic(.), n = tanh(xn + r*(hn + bn)), h' = n + z*(h - n).
// Blocks: n, r, z, hn. hidden: [B][H] by rows; out: rows of stride ldo.
APART void gruForward(int B, int H, float* gates, size_t gs, const float* bn, const float* hidden, float* out, size_t ldo) {
  const Constants k = constants();
  const size_t block = (size_t)(H / PANEL) * gs;
  for (int p = 0; p < H / PANEL; p++) {
    float* g = gates + p * gs;
    const float* h = hidden + p * PANEL;
    float* y = out + p * PANEL;
    for (int b = 0; b < B; b++, g += PANEL, h += H, y += ldo)
      for (int l = 0; l < PANEL; l += EL) {
        float *gn = g + l, *gr = gn + block, *gz = gr + block, *gh = gz + block;
        const ve r = logisticE(k, loadE(gr));
        storeE(gr, r);
        const ve hn = loadE(gh) + loadE(bn + p * PANEL + l);
        storeE(gh, hn);
        const ve n = tanhE(k, loadE(gn) + r * hn);
        storeE(gn, n);
        const ve z = logisticE(k, loadE(gz));
        storeE(gz, z);
        storeE(y + l, n + z * (loadE(h + l) - n));
      }
  }
}

// dh [B][H]: gradient of h' in, the direct part of the gradient of h out (dh*z).
// byRow [B][4H]: dn, dr, dz, dn*r : columns 0..3H multiply Wx', columns H..4H multiply Wh'.
APART void gruBackward(int B, int H, float* gates, size_t gs, const float* hidden, float* dh, float* byRow) {
  const Constants k = constants();
  const size_t block = (size_t)(H / PANEL) * gs;
  for (int p = 0; p < H / PANEL; p++) {
    float* g = gates + p * gs;
    const float* h = hidden + p * PANEL;
    float *d = dh + p * PANEL, *q = byRow + p * PANEL;
    for (int b = 0; b < B; b++, g += PANEL, h += H, d += H, q += 4 * H)
      for (int l = 0; l < PANEL; l += EL) {
        float *gn = g + l, *gr = gn + block, *gz = gr + block, *gh = gz + block;
        const ve one = constant(k, ONE);
        const ve n = loadE(gn), dy = loadE(d + l), z = loadE(gz), u = one - z;
        const ve dz = (dy * (loadE(h + l) - n)) * (z * u);
        storeE(gz, dz);
        storeE(q + 2 * H + l, dz);
        const ve dn = (dy * u) * (one - n * n);
        storeE(gn, dn);
        storeE(q + l, dn);
        storeE(d + l, dy * z);
        const ve r = loadE(gr), hn = loadE(gh);
        const ve dr = (dn * hn) * (r * (one - r));
        storeE(gr, dr);
        storeE(q + H + l, dr);
        const ve dhn = dn * r;
        storeE(gh, dhn);
        storeE(q + 3 * H + l, dhn);
      }
  }
}

// LSTM: i, f, o = logistic(.), g = tanh(.), c' = f*c + i*g, h' = o*tanh(c'). Blocks: i, f, g, o.
// cell, newCell, cellTanh: [B][H] by rows.
APART void lstmForward(int B, int H, float* gates, size_t gs, const float* cell, float* newCell, float* cellTanh,
                       float* out, size_t ldo) {
  const Constants k = constants();
  const size_t block = (size_t)(H / PANEL) * gs;
  for (int p = 0; p < H / PANEL; p++) {
    float* a = gates + p * gs;
    float* y = out + p * PANEL;
    size_t row = p * PANEL;
    for (int b = 0; b < B; b++, a += PANEL, row += H, y += ldo)
      for (int l = 0; l < PANEL; l += EL) {
        float *ai = a + l, *af = ai + block, *ag = af + block, *ao = ag + block;
        const ve i = logisticE(k, loadE(ai));
        storeE(ai, i);
        const ve g = tanhE(k, loadE(ag));
        storeE(ag, g);
        const ve f = logisticE(k, loadE(af));
        storeE(af, f);
        const ve c = f * loadE(cell + row + l) + i * g;
        storeE(newCell + row + l, c);
        const ve t = tanhE(k, c);
        storeE(cellTanh + row + l, t);
        const ve o = logisticE(k, loadE(ao));
        storeE(ao, o);
        storeE(y + l, o * t);
      }
  }
}

// dh [B][H]: gradient of h'. dc [B][H]: gradient of c' in, of c out. byRow [B][4H]: di, df, dg, do.
APART void lstmBackward(int B, int H, float* gates, size_t gs, const float* cell, const float* cellTanh, const float* dh,
                        float* dc, float* byRow) {
  const Constants k = constants();
  const size_t block = (size_t)(H / PANEL) * gs;
  for (int p = 0; p < H / PANEL; p++) {
    float *a = gates + p * gs, *q = byRow + p * PANEL;
    size_t row = p * PANEL;
    for (int b = 0; b < B; b++, a += PANEL, row += H, q += 4 * H)
      for (int l = 0; l < PANEL; l += EL) {
        float *ai = a + l, *af = ai + block, *ag = af + block, *ao = ag + block;
        const ve one = constant(k, ONE);
        const ve dy = loadE(dh + row + l), t = loadE(cellTanh + row + l), o = loadE(ao);
        const ve dO = (dy * t) * (o * (one - o));
        storeE(ao, dO);
        storeE(q + 3 * H + l, dO);
        const ve c = loadE(dc + row + l) + (dy * o) * (one - t * t);
        const ve i = loadE(ai), g = loadE(ag), f = loadE(af);
        const ve di = (c * g) * (i * (one - i));
        storeE(ai, di);
        storeE(q + l, di);
        const ve df = (c * loadE(cell + row + l)) * (f * (one - f));
        storeE(af, df);
        storeE(q + H + l, df);
        const ve dg = (c * i) * (one - g * g);
        storeE(ag, dg);
        storeE(q + 2 * H + l, dg);
        storeE(dc + row + l, c * f);
      }
  }
}

}  // namespace
