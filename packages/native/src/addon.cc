// The Node addon: the kernels' entry points over a heap that JavaScript lends, for the widest vectors of this machine.
#include <node_api.h>

#include <utility>

#include "kernels.cc"

namespace {

struct Table {
#define MEMBER(name) decltype(&k_##name) name;
  OPS(MEMBER)
};

// One kernel: its heap and its instruction set.
struct Instance {
  Table table;
  char* heap = nullptr;
  napi_ref buffer = nullptr;  // keeps the heap from being collected
};

int32_t number(napi_env env, napi_value v, int32_t*) {
  int32_t x = 0;
  napi_get_value_int32(env, v, &x);
  return x;
}
float number(napi_env env, napi_value v, float*) {
  double x = 0;
  napi_get_value_double(env, v, &x);
  return (float)x;
}

// Calls the table's entry Op with JavaScript's arguments.
template <auto Op, class R, class... A, size_t... I>
napi_value callWith(napi_env env, Instance* self, napi_value* argv, R (*fn)(char*, A...), std::index_sequence<I...>) {
  if constexpr (std::is_void_v<R>) {
    fn(self->heap, number(env, argv[I], (A*)nullptr)...);
    return nullptr;
  } else {
    napi_value out;
    napi_create_double(env, fn(self->heap, number(env, argv[I], (A*)nullptr)...), &out);
    return out;
  }
}
template <class R, class... A>
constexpr size_t arity(R (*)(char*, A...)) {
  return sizeof...(A);
}
template <auto Op>
napi_value call(napi_env env, napi_callback_info info) {
  using Fn = std::remove_reference_t<decltype(((Table*)nullptr)->*Op)>;
  constexpr size_t expected = arity((Fn) nullptr);
  size_t n = expected;
  napi_value argv[expected];
  void* self;
  napi_get_cb_info(env, info, &n, argv, nullptr, &self);
  Instance* instance = (Instance*)self;
  if (n < expected || instance->heap == nullptr) {
    napi_throw_error(env, nullptr, "native kernel: too few arguments, or no heap");
    return nullptr;
  }
  return callWith<Op>(env, instance, argv, instance->table.*Op, std::make_index_sequence<expected>());
}

void addFunction(napi_env env, napi_value object, const char* name, napi_callback callback, void* self) {
  napi_value fn;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, self, &fn);
  napi_set_named_property(env, object, name, fn);
}

// setHeap(buffer, offset): slot 0 is `offset` bytes into the ArrayBuffer.
napi_value setHeap(napi_env env, napi_callback_info info) {
  size_t n = 2;
  napi_value argv[2];
  void *self, *bytes;
  napi_get_cb_info(env, info, &n, argv, nullptr, &self);
  Instance* instance = (Instance*)self;
  size_t length;
  if (napi_get_arraybuffer_info(env, argv[0], &bytes, &length) != napi_ok) {
    napi_throw_type_error(env, nullptr, "native kernel: setHeap expects an ArrayBuffer");
    return nullptr;
  }
  if (instance->buffer) napi_delete_reference(env, instance->buffer);
  napi_create_reference(env, argv[0], 1, &instance->buffer);
  instance->heap = (char*)bytes + number(env, argv[1], (int32_t*)nullptr);
  return nullptr;
}

// The address of an ArrayBuffer modulo 64, so that JavaScript can align slot 0.
napi_value misalignment(napi_env env, napi_callback_info info) {
  size_t n = 1, length;
  napi_value argv[1], out;
  void* bytes;
  napi_get_cb_info(env, info, &n, argv, nullptr, nullptr);
  if (napi_get_arraybuffer_info(env, argv[0], &bytes, &length) != napi_ok) return nullptr;
  napi_create_int32(env, (int32_t)((uintptr_t)bytes % 64), &out);
  return out;
}

}  // namespace

extern "C" {
#ifdef MIEN_AVX2
void mien_avx2(void**);
#endif
#ifdef MIEN_AVX512
void mien_avx512(void**);
#endif
}

namespace {

// Whether this machine runs an instruction set; "baseline" is what the compiler takes for granted.
bool fill(const char* isa, Table* table) {
  const auto is = [&](const char* name) { return __builtin_strcmp(isa, name) == 0; };
  if (is("baseline")) {
    *table = Table{
#define ENTRY_OF(name) k_##name,
        OPS(ENTRY_OF)};
    return true;
  }
#ifdef MIEN_AVX2
  if (is("avx2") && __builtin_cpu_supports("avx2")) {
    mien_avx2((void**)table);
    return true;
  }
#endif
#ifdef MIEN_AVX512
  if (is("avx512") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    mien_avx512((void**)table);
    return true;
  }
#endif
  return false;
}

// createKernel(isa): the operations of one kernel, or undefined where this machine or build lacks the instruction set.
napi_value createKernel(napi_env env, napi_callback_info info) {
  size_t n = 1;
  napi_value argv[1], object;
  napi_get_cb_info(env, info, &n, argv, nullptr, nullptr);
  char isa[16] = "";
  size_t length;
  napi_get_value_string_utf8(env, argv[0], isa, sizeof isa, &length);
  Instance* self = new Instance();
  if (!fill(isa, &self->table)) {
    delete self;
    return nullptr;
  }
  napi_create_object(env, &object);
  napi_wrap(
      env, object, self,
      [](napi_env e, void* p, void*) {
        Instance* instance = (Instance*)p;
        if (instance->buffer) napi_delete_reference(e, instance->buffer);
        delete instance;
      },
      nullptr, nullptr);
  addFunction(env, object, "setHeap", setHeap, self);
#define ADD(name) addFunction(env, object, #name, call<&Table::name>, self);
  OPS(ADD)
  return object;
}

}  // namespace

NAPI_MODULE_INIT() {
  addFunction(env, exports, "createKernel", createKernel, nullptr);
  addFunction(env, exports, "misalignment", misalignment, nullptr);
  return exports;
}
