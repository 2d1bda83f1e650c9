// The kernels of training, once for each instruction set, and the choice among them.
#include "ckernels_training.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "exponential.h"

#pragma clang diagnostic ignored "-Wpsabi"
// Fuse where the processor can: the orders of summation are fixed all the same.
#pragma clang fp contract(fast)
#define TINLINE static inline __attribute__((always_inline, unused))

#define CK_NAME(x) generic_##x
#define CK_LABEL "generic"
#include "training_rows.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_NAME(x) avx2_##x
#define CK_LABEL "avx2"
#include "training_rows.h"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define CK_NAME(x) avx512_##x
#define CK_LABEL "avx512"
#include "training_rows.h"
#pragma clang attribute pop
#endif

const ck_training_kernels *ck_best_training_kernels(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
            return &avx512_training;
        }
        return &avx2_training;
    }
#endif
    return &generic_training;
}
