// The kernels for x86-64 with AVX2, FMA and F16C (Haswell, 2013, and later).
#if defined(__x86_64__)
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define CK_NAME(x) avx2_##x
#define CK_TABLE ck_kernels_avx2
#define CK_LABEL "avx2"
#define CK_HARDWARE_HALF 1
#define CK_LOOKUP 0
#define CK_VNNI 0
#include "vector.h"
#pragma clang attribute pop
#else
typedef int ck_no_avx2;
#endif
