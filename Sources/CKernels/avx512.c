// The kernels for x86-64 with AVX-512 and its byte products (Ice Lake, Zen 4, and later).
#if defined(__x86_64__)
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), \
    apply_to = function)
#define CK_NAME(x) avx512_##x
#define CK_TABLE ck_kernels_avx512
#define CK_LABEL "avx512"
#define CK_HARDWARE_HALF 1
#define CK_LOOKUP 1
#define CK_VNNI 1
#include "vector.h"
#pragma clang attribute pop
#else
typedef int ck_no_avx512;
#endif
