// Moving and masking rows: batches gathered from a data set, pooling over time, dropout.
#pragma once
#include "descriptors.h"

namespace {

// to[r][0..width) = from[index[r]][0..width)
APART void gatherRows(const float* from, size_t fromStride, const int32_t* index, int rows, int width, float* to,
                      size_t toStride) {
  for (int r = 0; r < rows; r++) copyFloats(to + r * toStride, from + (size_t)index[r] * fromStride, width);
}

// Final states: forward half at each sequence's last frame, backward half (if any) at frame 0. y [R][width], out [B][width].
APART void poolLast(const Batch& batch, const float* y, int width, int hidden, float* out) {
  for (int b = 0; b < batch.sequences; b++) {
    copyFloats(out + (size_t)b * width, y + (size_t)batch.lastRow(b) * width, hidden);
    copyFloats(out + (size_t)b * width + hidden, y + (size_t)b * width + hidden, width - hidden);
  }
}

// Mean over each sequence's frames, summed in the order of time.
APART void poolMean(const Batch& batch, const float* y, int width, float* out, int32_t* lengths) {
  fillZero(out, (size_t)batch.sequences * width);
  for (int b = 0; b < batch.sequences; b++) lengths[b] = 0;
  for (int t = 0; t < batch.steps; t++)
    for (int b = 0; b < batch.count(t); b++) {
      const float* row = y + (size_t)(batch.start(t) + b) * width;
      for (int j = 0; j < width; j++) out[(size_t)b * width + j] += row[j];
      lengths[b]++;
    }
  for (int b = 0; b < batch.sequences; b++)
    for (int j = 0; j < width; j++) out[(size_t)b * width + j] /= (float)lengths[b];
}

// dy[row of sequence b] = dout[b] / length[b]
APART void poolMeanBackward(const Batch& batch, const float* dout, int width, const int32_t* lengths, float* dy) {
  for (int t = 0; t < batch.steps; t++)
    for (int b = 0; b < batch.count(t); b++) {
      float* row = dy + (size_t)(batch.start(t) + b) * width;
      for (int j = 0; j < width; j++) row[j] = dout[(size_t)b * width + j] / (float)lengths[b];
    }
}

// A mask that needs no memory: element (r, j) is kept when hash(seed, r, j) >= threshold, then scaled; the same call
// masks the gradient. Hash: Wellons' lowbias32 over a Weyl sequence.
INLINE uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352dU;
  x ^= x >> 15;
  x *= 0x846ca68bU;
  return x ^ (x >> 16);
}
APART void dropout(float* x, int rows, int width, uint32_t seed, uint32_t threshold, float scale) {
  for (int r = 0; r < rows; r++) {
    const uint32_t key = mix(seed + (uint32_t)r * 0x9e3779b9U);
    float* row = x + (size_t)r * width;
    for (int j = 0; j < width; j++) row[j] = mix(key + (uint32_t)j * 0x85ebca6bU) >= threshold ? row[j] * scale : 0.0f;
  }
}

}  // namespace
