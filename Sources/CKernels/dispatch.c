// Which table of kernels this process uses, and the sizes of weight blocks.
#include <stdlib.h>
#include <string.h>

#include "tables.h"

size_t ck_block_elements(int type) {
    switch (type) {
    case CK_F32: case CK_F16: case CK_BF16: return 1;
    case CK_Q4_0: case CK_Q4_1: case CK_Q5_0: case CK_Q5_1: case CK_Q8_0: return 32;
    case CK_Q4_K: case CK_Q5_K: case CK_Q6_K: return 256;
    default: return 0;
    }
}

size_t ck_block_bytes(int type) {
    switch (type) {
    case CK_F32: return 4;
    case CK_F16: case CK_BF16: return 2;
    case CK_Q4_0: return 18;
    case CK_Q4_1: return 20;
    case CK_Q5_0: return 22;
    case CK_Q5_1: return 24;
    case CK_Q8_0: return 34;
    case CK_Q4_K: return 144;
    case CK_Q5_K: return 176;
    case CK_Q6_K: return 210;
    default: return 0;
    }
}

int ck_has_int8_product(int type) {
    switch (type) {
    case CK_Q4_0: case CK_Q4_1: case CK_Q5_0: case CK_Q5_1: case CK_Q8_0: return 1;
    default: return 0;
    }
}

/// The tables that this processor can run, worst first; returns how many.
static size_t runnable(const ck_kernels *tables[4]) {
    size_t count = 0;
    tables[count++] = &ck_kernels_scalar;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
        && __builtin_cpu_supports("f16c")) {
        tables[count++] = &ck_kernels_avx2;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512vnni")) {
            tables[count++] = &ck_kernels_avx512;
        }
    }
#elif defined(__aarch64__)
    tables[count++] = &ck_kernels_neon;
#endif
    return count;
}

const ck_kernels *ck_kernels_named(const char *name) {
    const ck_kernels *tables[4];
    const size_t count = runnable(tables);
    for (size_t i = 0; i < count; ++i) {
        if (strcmp(tables[i]->name, name) == 0) return tables[i];
    }
    return NULL;
}

const char *ck_kernels_name_at(size_t index) {
    const ck_kernels *tables[4];
    return index < runnable(tables) ? tables[index]->name : NULL;
}

const ck_kernels *ck_best_kernels(void) {
    const char *asked = getenv("CONDUCT_KERNELS");
    const ck_kernels *named = asked ? ck_kernels_named(asked) : NULL;
    if (named) return named;
    const ck_kernels *tables[4];
    return tables[runnable(tables) - 1];
}
