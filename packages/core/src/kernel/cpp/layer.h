// A recurrent layer in one direction over a packed batch, forward and backward, and one streaming frame of it.
#pragma once
#include "cells.h"
#include "descriptors.h"
#include "matmul.h"

namespace {

// The places of one call, as pointers.
struct Places {
  const Layer& layer;
  char* heap;
  const int H, N, HP;  // hidden, gates * hidden, panels of hidden
  const bool gru;
  const float *wx, *wh, *bx, *bh;
  Places(char* heap, const Layer& l, const float* parameters)
      : layer(l), heap(heap), H(l.hidden), N((l.cell == 0 ? 3 : 4) * l.hidden), HP(l.hidden / PANEL), gru(l.cell == 0) {
    wx = parameters + l.weights;
    wh = wx + (size_t)N * l.inputs;
    bx = wh + (size_t)N * H;
    bh = bx + N;
  }
  float* at(int32_t slot) const { return (float*)(heap + (size_t)slot * 4); }
};

// The bias that the input product starts from: bx, plus bh where the gate adds it outside any product.
INLINE void startingBias(const Places& s, float* bias) {
  copyFloats(bias, s.bx, s.N);
  if (s.gru)  // bx: n r z; bh: r z n, of which n stays inside r * (.)
    for (int i = 0; i < 2 * s.H; i++) bias[s.H + i] = s.bx[s.H + i] + s.bh[i];
  else
    for (int i = 0; i < s.N; i++) bias[i] = s.bx[i] + s.bh[i];
}

// One step forward of `rows` sequences: gate rows start at `gates` (panel stride gs).
INLINE void stepForward(const Places& s, int rows, bool fresh, float* gates, size_t gs, const float* h, const float* c,
                        float* newCell, float* cellTanh, float* y, size_t ldy) {
  const int H = s.H, HP = s.HP;
  if (s.gru) {
    float *gr = gates + HP * gs, *gh = gates + 3 * HP * gs;
    if (fresh)  // h = 0: the product is zero
      for (int p = 0; p < HP; p++) fillZero(gh + p * gs, (size_t)rows * PANEL);
    else {
      product(rows, H, 2 * HP, h, H, s.wh, gr, PANEL, gs, gr, PANEL, gs);
      product(rows, H, HP, h, H, s.wh + (size_t)2 * H * H, zeros, 0, 0, gh, PANEL, gs);
    }
    gruForward(rows, H, gates, gs, s.bh + 2 * H, h, y, ldy);
  } else {
    if (!fresh) product(rows, H, 4 * HP, h, H, s.wh, gates, PANEL, gs, gates, PANEL, gs);
    lstmForward(rows, H, gates, gs, c, newCell, cellTanh, y, ldy);
  }
}

APART void layerForward(char* heap, const Layer& L, const Batch& batch, const float* parameters) {
  const Places s(heap, L, parameters);
  const int H = s.H, T = batch.steps, R = batch.rows;
  const size_t gs = (size_t)R * PANEL, ldy = L.outputStride;
  float *gates = s.at(L.gates), *previous = s.at(L.previousHidden), *bias = s.at(L.bias);
  startingBias(s, bias);
  product(R, L.inputs, s.N / PANEL, s.at(L.input), L.inputStride, s.wx, bias, 0, PANEL, gates, PANEL, gs);
  for (int i = 0; i < T; i++) {
    const int t = L.reverse ? T - 1 - i : i, start = batch.start(t), rows = batch.count(t);
    const int known = i == 0 ? 0 : L.reverse ? batch.count(t + 1) : rows;  // sequences that have a previous state
    float* h = previous + (size_t)start * H;
    fillZero(h + (size_t)known * H, (size_t)(rows - known) * H);
    float *c = 0, *now = 0, *tanhs = 0;
    if (!s.gru) {
      c = s.at(L.previousCell) + (size_t)start * H;
      fillZero(c + (size_t)known * H, (size_t)(rows - known) * H);
      now = s.at(L.cellNow);
      tanhs = s.at(L.cellTanh) + (size_t)start * H;
    }
    float* y = s.at(L.output) + start * ldy;
    stepForward(s, rows, i == 0, gates + (size_t)start * PANEL, gs, h, c, now, tanhs, y, ldy);
    if (i + 1 == T) break;
    const int next = L.reverse ? t - 1 : t + 1, onward = L.reverse ? rows : batch.count(next);
    float* to = previous + (size_t)batch.start(next) * H;
    for (int b = 0; b < onward; b++) copyFloats(to + (size_t)b * H, y + b * ldy, H);
    if (!s.gru) copyFloats(s.at(L.previousCell) + (size_t)batch.start(next) * H, now, (size_t)onward * H);
  }
}

// The gradient that enters at step t: of later steps (already in dh), of the final state, of the layer above.
INLINE void enterGradient(const Places& s, const Batch& batch, int t, int i, float* dh, float* dc) {
  const Layer& L = s.layer;
  const int H = s.H, rows = batch.count(t);
  // Sequences whose last step (in this direction) is t begin here: forward, those that end at t; backward, all at t = 0.
  const int from = L.reverse ? (i == 0 ? 0 : rows) : batch.count(t + 1);
  for (int b = from; b < rows; b++) {
    if (L.gradFinal >= 0)
      copyFloats(dh + (size_t)b * H, s.at(L.gradFinal) + (size_t)b * L.outputStride, H);
    else
      fillZero(dh + (size_t)b * H, H);
    if (!s.gru) fillZero(dc + (size_t)b * H, H);
  }
  if (L.gradOutput < 0) return;
  const float* dy = s.at(L.gradOutput) + (size_t)batch.start(t) * L.outputStride;
  for (int b = 0; b < rows; b++)
    for (int j = 0; j < H; j++) dh[(size_t)b * H + j] += dy[(size_t)b * L.outputStride + j];
}

// The weights' gradients from the gate gradients of all rows, each one product over the packed rows.
INLINE void weightGradients(const Places& s, const Batch& batch, float* gradient) {
  const Layer& L = s.layer;
  const int H = s.H, R = batch.rows, NP = s.N / PANEL;
  const size_t gs = (size_t)R * PANEL;
  float* gates = s.at(L.gates);
  float *dwx = gradient + L.weights, *dwh = dwx + (size_t)s.N * L.inputs, *dbx = dwh + (size_t)s.N * H, *dbh = dbx + s.N;
  transposedProduct(R, L.inputs, NP, s.at(L.input), L.inputStride, gates, gs, dwx);
  const float* hiddenGates = s.gru ? gates + s.HP * gs : gates;
  const int skip = L.reverse ? 0 : batch.count(0);  // rows of the first step have h = 0
  transposedProduct(R - skip, H, NP, s.at(L.previousHidden) + (size_t)skip * H, H, hiddenGates + (size_t)skip * PANEL, gs,
                    dwh);
  columnSums(NP, R, gates, gs, dbx);
  if (s.gru) {
    copyFloats(dbh, dbx + H, 2 * H);
    columnSums(s.HP, R, gates + 3 * s.HP * gs, gs, dbh + 2 * H);
  } else
    copyFloats(dbh, dbx, s.N);
}

APART void layerBackward(char* heap, const Layer& L, const Batch& batch, const float* parameters, float* gradient) {
  const Places s(heap, L, parameters);
  const int H = s.H, T = batch.steps, N = s.N;
  const size_t gs = (size_t)batch.rows * PANEL;
  float *dh = s.at(L.gradHidden), *dc = s.gru ? 0 : s.at(L.gradCell), *byRow = s.at(L.gradGates);
  const int hiddenAt = s.gru ? H : 0;  // first column of byRow that multiplies Wh'
  transposePanels(H, N, s.wh, s.at(L.transposedHidden));
  if (L.gradInput >= 0) transposePanels(L.inputs, N, s.wx, s.at(L.transposedInput));
  for (int i = 0; i < T; i++) {
    const int t = L.reverse ? i : T - 1 - i, start = batch.start(t), rows = batch.count(t);
    enterGradient(s, batch, t, i, dh, dc);
    float* gates = s.at(L.gates) + (size_t)start * PANEL;
    const float* h = s.at(L.previousHidden) + (size_t)start * H;
    if (s.gru)
      gruBackward(rows, H, gates, gs, h, dh, byRow);
    else
      lstmBackward(rows, H, gates, gs, s.at(L.previousCell) + (size_t)start * H, s.at(L.cellTanh) + (size_t)start * H, dh,
                   dc, byRow);
    if (L.gradInput >= 0) {
      float* dx = s.at(L.gradInput) + (size_t)start * L.inputStride;
      const int P = L.inputs / PANEL;  // inputs of an upper layer are whole panels
      if (L.addGradInput)
        product(rows, N, P, byRow, 4 * H, s.at(L.transposedInput), dx, L.inputStride, PANEL, dx, L.inputStride, PANEL);
      else
        product(rows, N, P, byRow, 4 * H, s.at(L.transposedInput), zeros, 0, 0, dx, L.inputStride, PANEL);
    }
    const int onward = i + 1 == T ? 0 : L.reverse ? batch.count(t + 1) : rows;  // sequences with a step before this one
    if (onward == 0) continue;
    if (s.gru)
      product(onward, N, s.HP, byRow + hiddenAt, 4 * H, s.at(L.transposedHidden), dh, H, PANEL, dh, H, PANEL);
    else
      product(onward, N, s.HP, byRow, 4 * H, s.at(L.transposedHidden), zeros, 0, 0, dh, H, PANEL);
  }
  weightGradients(s, batch, gradient);
}

// One frame x of one sequence: h (and c) in `state` are replaced. The order of every sum is that of layerForward.
APART void layerFrame(char* heap, const Layer& L, const float* parameters, const float* x, float* state) {
  const Places s(heap, L, parameters);
  const int H = s.H, HP = s.HP;
  float *gates = s.at(L.gates), *bias = s.at(L.bias);
  startingBias(s, bias);
  vectorProduct(L.inputs, s.N / PANEL, x, s.wx, bias, gates);
  if (s.gru) {
    fillZero(gates + 3 * H, H);
    vectorProduct(H, 3 * HP, state, s.wh, gates + H, gates + H);  // r, z, hn lie side by side
    gruForward(1, H, gates, PANEL, s.bh + 2 * H, state, state, H);
  } else {
    vectorProduct(H, 4 * HP, state, s.wh, gates, gates);
    lstmForward(1, H, gates, PANEL, state + H, state + H, s.at(L.cellTanh), state, H);
  }
}

}  // namespace
