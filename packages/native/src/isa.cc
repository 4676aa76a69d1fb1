// The kernels compiled for one instruction set; MIEN_TABLE names the function that lists them.
#include "kernels.cc"

extern "C" void MIEN_TABLE(void** table) {
#define LIST(name) *table++ = (void*)k_##name;
  OPS(LIST)
}
