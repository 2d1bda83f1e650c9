// The kernels on 16 lanes, written once with the compiler's generic vectors and compiled once per
// instruction set: 16 lanes are one register of AVX-512, two of AVX2, four of NEON.
//
// Include after setting the target with `#pragma clang attribute` and defining CK_NAME(x) and
// CK_TABLE. Orders of summation are those of scalar.c, to the bit.
#include <math.h>

#include "blocks.h"
#include "exponential.h"

// Vectors cross only inlined functions, so their calling convention never matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline, unused))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float v16 __attribute__((ext_vector_type(16)));
typedef float v8 __attribute__((ext_vector_type(8)));
typedef float v4 __attribute__((ext_vector_type(4)));
typedef double d16 __attribute__((ext_vector_type(16)));
typedef double d8 __attribute__((ext_vector_type(8)));
typedef int32_t i16 __attribute__((ext_vector_type(16)));
typedef uint32_t u16 __attribute__((ext_vector_type(16)));
typedef uint8_t b16 __attribute__((ext_vector_type(16)));
typedef int8_t c16 __attribute__((ext_vector_type(16)));
typedef uint16_t h16 __attribute__((ext_vector_type(16)));

INLINE v16 load(const float *p) {
    v16 v;
    memcpy(&v, p, sizeof v);
    return v;
}
INLINE void store(float *p, v16 v) { memcpy(p, &v, sizeof v); }

/// The first n < 16 elements; the other lanes are `rest`.
INLINE v16 load_part(const float *p, size_t n, float rest) {
    float padded[16];
    for (int i = 0; i < 16; ++i) padded[i] = rest;
    memcpy(padded, p, n * sizeof(float));
    return load(padded);
}
INLINE void store_part(float *p, size_t n, v16 v) {
    float all[16];
    store(all, v);
    memcpy(p, all, n * sizeof(float));
}
INLINE v16 fma16(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
INLINE v16 splat(float x) { return (v16)x; }

/// The lanes added as the fixed tree of scalar.c.
INLINE float tree(v16 v) {
    const v8 a = v.lo + v.hi;
    const v4 b = a.lo + a.hi;
    return (b.x + b.z) + (b.y + b.w);
}

INLINE v16 exp16(v16 x) {
    const v16 held = __builtin_elementwise_min(x, splat(EXP_HIGHEST));
    const v16 n = fma16(held, splat(EXP_LOG2E), splat(EXP_ROUND)) - splat(EXP_ROUND);
    v16 r = fma16(n, splat(-EXP_LN2_HIGH), held);
    r = fma16(n, splat(-EXP_LN2_LOW), r);
    v16 p = splat(EXP_C7);
    p = fma16(p, r, splat(EXP_C6));
    p = fma16(p, r, splat(EXP_C5));
    p = fma16(p, r, splat(EXP_C4));
    p = fma16(p, r, splat(EXP_C3));
    p = fma16(p, r, splat(EXP_C2));
    p = fma16(p, r, splat(1.0f));
    p = fma16(p, r, splat(1.0f));
    // Lanes below the lowest argument are zeroed at the end; keep their exponents in range.
    const v16 safe = __builtin_elementwise_max(n, splat(-126.0f));
    const u16 bits = __builtin_convertvector(__builtin_convertvector(safe, i16) + 127, u16) << 23;
    return x < splat(EXP_LOWEST) ? splat(0) : p * (v16)bits;
}

#include "vector_blocks.h"
#include "vector_products.h"
#include "vector_functions.h"
#include "vector_attention.h"
#include "vector_int8.h"

const ck_kernels CK_TABLE = {
    .name = CK_LABEL,
    .dequantise = CK_NAME(dequantise),
    .product = CK_NAME(product),
    .quantise = CK_NAME(quantise),
    .product_int8 = CK_NAME(product_int8),
    .rms_norm = CK_NAME(rms_norm),
    .rope = CK_NAME(rope),
    .silu_multiply = CK_NAME(silu_multiply),
    .add_scaled = CK_NAME(add_scaled),
    .exponentiate = CK_NAME(exponentiate),
    .attention = CK_NAME(attention),
    .log_sum_exp = CK_NAME(log_sum_exp),
    .argmax = CK_NAME(argmax),
};
