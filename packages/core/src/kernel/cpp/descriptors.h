// What a call works on, as int32 tables in the heap: planned once per shape by the host, read by every step.
// A place is counted in slots of 4 bytes from the start of the heap. descriptors.ts writes the same fields.
#pragma once
#include "vector.h"

namespace {

// A batch of sequences sorted by falling length and packed: at step t only the first count[t] sequences are alive, and
// their rows are start[t] .. start[t] + count[t] - 1. No row is padding, so padding cannot change a result.
struct Batch {
  int32_t steps, sequences, rows, capacity;  // T, B, R = sum of count, length of each table below
  int32_t table[1];                          // count[capacity], start[capacity + 1], lastRow[sequences]
  int count(int t) const { return t < steps ? table[t] : 0; }
  int start(int t) const { return table[capacity + t]; }
  int lastRow(int b) const { return table[2 * capacity + 1 + b]; }
};

// One direction of one recurrent layer. I inputs, H hidden (a multiple of 16), G gates (3 or 4), N = G*H.
struct Layer {
  int32_t cell;     // 0 GRU, 1 LSTM
  int32_t reverse;  // 1: runs from the last frame to the first
  int32_t inputs, hidden;
  int32_t input, inputStride;    // X [R][inputStride], the first I columns used
  int32_t output, outputStride;  // Y [R][outputStride], H columns written
  int32_t gates;                 // [4*H/16 panels][R][16]: activations, then their gradients
  int32_t previousHidden;        // [R][H]: h before each row
  int32_t previousCell;          // [R][H]: c before each row (LSTM)
  int32_t cellTanh;              // [R][H]: tanh c (LSTM)
  int32_t cellNow;               // [B][H] (LSTM)
  int32_t bias;                  // [4*H]
  int32_t gradHidden, gradCell;  // [B][H]
  int32_t gradGates;             // [B][4*H]: one step's gate gradients by rows
  int32_t transposedHidden;      // Wh' panels [H/16][N][16]
  int32_t transposedInput;       // Wx' panels [ceil16(I)/16][N][16], only with gradInput
  int32_t gradOutput;            // dY [R][outputStride] or -1
  int32_t gradFinal;             // [B][outputStride]: gradient of the final state, or -1
  int32_t gradInput;             // dX [R][inputStride] or -1
  int32_t addGradInput;          // 1: add to dX (the second direction)
  int32_t weights;               // first slot of this direction's weights, from the start of a model's parameters
  // Weights: Wx [N/16][I][16] (GRU: n r z; LSTM: i f g o), Wh [N/16][H][16] (GRU: r z n), bx [N], bh [N]
};

}  // namespace
