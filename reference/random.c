/* Writes packages/core/test/fixtures/random.json to standard output.
 * cc -O1 -o /tmp/random reference/random.c && /tmp/random > packages/core/test/fixtures/random.json
 *
 * next() is xoshiro128** 1.1, written in 2018 by David Blackman and Sebastiano Vigna, who dedicated it to the public
 * domain (https://prng.di.unimi.it/xoshiro128starstar.c). The seeding below it is ours, with C's unsigned arithmetic. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

static inline uint32_t rotl(const uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

static uint32_t s[4];

static uint32_t next(void) {
  const uint32_t result = rotl(s[1] * 5, 7) * 9;
  const uint32_t t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 11);
  return result;
}

static uint32_t mix(uint32_t z) {
  z = (z ^ (z >> 16)) * UINT32_C(0x21f0aaad);
  z = (z ^ (z >> 15)) * UINT32_C(0x735a2d97);
  return z ^ (z >> 15);
}

typedef struct { uint32_t low, high; } Key;

static Key from_seed(int64_t seed) {
  uint64_t u = (uint64_t)seed;
  return (Key){mix((uint32_t)u), mix((uint32_t)(u >> 32) ^ UINT32_C(0x9e3779b9))};
}

static Key child(Key k, uint32_t label) {
  return (Key){mix(k.low + (label + 1) * UINT32_C(0x9e3779b9)), mix(k.high ^ rotl(label, 7) ^ UINT32_C(0x85ebca6b))};
}

static void seed_state(Key k) {
  uint32_t counter = k.low ^ rotl(k.high, 16);
  for (int i = 0; i < 4; i++) s[i] = mix(counter += UINT32_C(0x9e3779b9));
  s[2] ^= k.low;
  s[3] = (s[3] ^ k.high) | 1;
}

static void outputs(int count) {
  for (int i = 0; i < count; i++) printf("%s%" PRIu32, i ? ", " : "[", next());
  printf("]");
}

int main(void) {
  const int64_t seeds[] = {0, 1, 2025, -1, INT64_C(4294967296), INT64_C(9007199254740991), INT64_C(-9007199254740991)};
  const uint32_t labels[] = {0, 1, 255, UINT32_C(0x80000000), UINT32_C(0xffffffff)};
  s[0] = 1, s[1] = 2, s[2] = 3, s[3] = 4;
  printf("{\n  \"state1234\": ");
  outputs(24);
  printf(",\n  \"seeds\": [\n");
  for (int i = 0; i < 7; i++) {
    seed_state(from_seed(seeds[i]));
    printf("    {\"seed\": %" PRId64 ", \"outputs\": ", seeds[i]);
    outputs(6);
    printf("}%s\n", i < 6 ? "," : "");
  }
  printf("  ],\n  \"children\": [\n");
  for (int i = 0; i < 5; i++) {
    seed_state(child(child(from_seed(2025), labels[i]), 7));
    printf("    {\"seed\": 2025, \"labels\": [%" PRIu32 ", 7], \"outputs\": ", labels[i]);
    outputs(6);
    printf("}%s\n", i < 4 ? "," : "");
  }
  printf("  ]\n}\n");
  return 0;
}
