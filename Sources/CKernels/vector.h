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

// MARK: blocks of 32 weights as two vectors

INLINE float half(uint16_t bits) {
#if CK_HARDWARE_HALF
    _Float16 h;
    memcpy(&h, &bits, 2);
    return (float)h;
#else
    return float_from_half(bits);
#endif
}

INLINE b16 load_bytes(const uint8_t *p) {
    b16 v;
    memcpy(&v, p, sizeof v);
    return v;
}

/// Byte values as float32; below 256, so the signed conversion serves.
INLINE v16 widen(b16 bytes) { return __builtin_convertvector(__builtin_convertvector(bytes, i16), v16); }

/// Bit `lane + shift` of `word` in place 4 of each lane.
INLINE u16 fifth_bit(uint32_t word, int shift) {
    const u16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return (((u16)word >> (lanes + (u16)(uint32_t)shift)) & 1u) << 4;
}

INLINE void unpack_q4_0(const void *p, v16 *low, v16 *high) {
    const block_q4_0 *b = p;
    const v16 d = splat(half(b->d));
    const b16 q = load_bytes(b->qs);
    *low = d * (widen(q & 15) - 8.0f);
    *high = d * (widen(q >> 4) - 8.0f);
}
INLINE void unpack_q4_1(const void *p, v16 *low, v16 *high) {
    const block_q4_1 *b = p;
    const v16 d = splat(half(b->d)), m = splat(half(b->m));
    const b16 q = load_bytes(b->qs);
    // A product of 11 and 4 bits is exact, so fused and separate rounding agree.
#if CK_LOOKUP
    const v16 values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const __m512 table = (__m512)fma16(d, values, m);
    const __m512i index = _mm512_cvtepu8_epi32((__m128i)q);
    *low = (v16)_mm512_permutexvar_ps(index, table);
    *high = (v16)_mm512_permutexvar_ps(_mm512_srli_epi32(index, 4), table);
#else
    *low = fma16(d, widen(q & 15), m);
    *high = fma16(d, widen(q >> 4), m);
#endif
}
INLINE void unpack_q5_0(const void *p, v16 *low, v16 *high) {
    const block_q5_0 *b = p;
    const v16 d = splat(half(b->d));
    const b16 q = load_bytes(b->qs);
    uint32_t bits;
    memcpy(&bits, b->qh, 4);
    const u16 l = __builtin_convertvector(q & 15, u16) | fifth_bit(bits, 0);
    const u16 h = __builtin_convertvector(q >> 4, u16) | fifth_bit(bits, 16);
    *low = d * (__builtin_convertvector((i16)l, v16) - 16.0f);
    *high = d * (__builtin_convertvector((i16)h, v16) - 16.0f);
}
INLINE void unpack_q5_1(const void *p, v16 *low, v16 *high) {
    const block_q5_1 *b = p;
    const v16 d = splat(half(b->d)), m = splat(half(b->m));
    const b16 q = load_bytes(b->qs);
    uint32_t bits;
    memcpy(&bits, b->qh, 4);
    const u16 l = __builtin_convertvector(q & 15, u16) | fifth_bit(bits, 0);
    const u16 h = __builtin_convertvector(q >> 4, u16) | fifth_bit(bits, 16);
    *low = fma16(d, __builtin_convertvector((i16)l, v16), m);
    *high = fma16(d, __builtin_convertvector((i16)h, v16), m);
}
INLINE void unpack_q8_0(const void *p, v16 *low, v16 *high) {
    const block_q8_0 *b = p;
    const v16 d = splat(half(b->d));
    c16 l, h;
    memcpy(&l, b->qs, 16);
    memcpy(&h, b->qs + 16, 16);
    *low = d * __builtin_convertvector(__builtin_convertvector(l, i16), v16);
    *high = d * __builtin_convertvector(__builtin_convertvector(h, i16), v16);
}
INLINE v16 unpack_f16(const uint8_t *p) {
#if CK_HARDWARE_HALF
    typedef _Float16 f16x16 __attribute__((ext_vector_type(16)));
    f16x16 v;
    memcpy(&v, p, 32);
    return __builtin_convertvector(v, v16);
#else
    v16 v;
    for (int i = 0; i < 16; ++i) {
        uint16_t h;
        memcpy(&h, p + 2 * i, 2);
        v[i] = float_from_half(h);
    }
    return v;
#endif
}
INLINE v16 unpack_bf16(const uint8_t *p) {
    h16 v;
    memcpy(&v, p, 32);
    return (v16)(__builtin_convertvector(v, u16) << 16);
}
INLINE void unpack_f16_pair(const void *p, v16 *low, v16 *high) {
    *low = unpack_f16(p);
    *high = unpack_f16((const uint8_t *)p + 32);
}
INLINE void unpack_bf16_pair(const void *p, v16 *low, v16 *high) {
    *low = unpack_bf16(p);
    *high = unpack_bf16((const uint8_t *)p + 32);
}
INLINE void unpack_f32_pair(const void *p, v16 *low, v16 *high) {
    *low = load(p);
    *high = load((const float *)p + 16);
}

// Each name with its type and the bytes of 32 elements.
#define FOR_UNPACKED_TYPES(X) \
    X(q4_0, CK_Q4_0, 18) X(q4_1, CK_Q4_1, 20) X(q5_0, CK_Q5_0, 22) X(q5_1, CK_Q5_1, 24) \
    X(q8_0, CK_Q8_0, 34) X(f16_pair, CK_F16, 64) X(bf16_pair, CK_BF16, 64) \
    X(f32_pair, CK_F32, 128)

static void CK_NAME(dequantise)(int type, const void *blocks, size_t count, float *out) {
    const uint8_t *bytes = blocks;
    const size_t whole = count / 32;
    switch (type) {
#define DEQUANTISE(name, TYPE, SIZE) \
    case TYPE: \
        for (size_t b = 0; b < whole; ++b, bytes += SIZE, out += 32) { \
            v16 low, high; \
            unpack_##name(bytes, &low, &high); \
            store(out, low); \
            store(out + 16, high); \
        } \
        break;
    FOR_UNPACKED_TYPES(DEQUANTISE)
#undef DEQUANTISE
    case CK_Q4_K:
        for (size_t b = 0; b < count / 256; ++b, bytes += 144, out += 256) {
            dequantise_q4_k((const void *)bytes, out);
        }
        return;
    case CK_Q5_K:
        for (size_t b = 0; b < count / 256; ++b, bytes += 176, out += 256) {
            dequantise_q5_k((const void *)bytes, out);
        }
        return;
    case CK_Q6_K:
        for (size_t b = 0; b < count / 256; ++b, bytes += 210, out += 256) {
            dequantise_q6_k((const void *)bytes, out);
        }
        return;
    default: return;
    }
    // Only the float types have a rest below 32.
    for (size_t i = whole * 32; i < count; ++i, ++out) {
        uint16_t h;
        if (type == CK_F32) {
            memcpy(out, bytes, 4);
            bytes += 4;
        } else {
            memcpy(&h, bytes, 2);
            *out = type == CK_F16 ? half(h) : float_from_bfloat(h);
            bytes += 2;
        }
    }
}

// MARK: products

/// WIDTH weight rows, decoded as they stream by, with one activation row: what decoding one
/// sequence needs, bound by memory.
#define STREAM(name, TYPE, SIZE) \
    INLINE void stream_##name( \
        const uint8_t *row, size_t row_bytes, size_t columns, const float *x, float *y, \
        const int width) { \
        v16 sum[4]; \
        UNROLL for (int i = 0; i < width; ++i) sum[i] = splat(0); \
        for (size_t k = 0; k < columns; k += 32, row += SIZE) { \
            const v16 a = load(x + k), b = load(x + k + 16); \
            UNROLL for (int i = 0; i < width; ++i) { \
                v16 low, high; \
                unpack_##name(row + (size_t)i * row_bytes, &low, &high); \
                sum[i] = fma16(low, a, sum[i]); \
                sum[i] = fma16(high, b, sum[i]); \
            } \
        } \
        UNROLL for (int i = 0; i < width; ++i) y[i] = tree(sum[i]); \
    } \
    static void CK_NAME(rows_##name)( \
        const uint8_t *row, size_t row_bytes, size_t columns, size_t count, const float *x, \
        float *y) { \
        for (; count >= 4; count -= 4, row += 4 * row_bytes, y += 4) { \
            stream_##name(row, row_bytes, columns, x, y, 4); \
        } \
        for (; count > 0; --count, row += row_bytes, ++y) { \
            stream_##name(row, row_bytes, columns, x, y, 1); \
        } \
    }
FOR_UNPACKED_TYPES(STREAM)
#undef STREAM

/// A tile of 4 decoded weight rows and `width` activation rows, all sums in registers.
INLINE void tile(
    const float *w, size_t columns, const float *x, size_t x_stride, float *y, size_t y_stride,
    size_t outputs, const int width) {
    v16 sum[4][6];
    UNROLL for (int i = 0; i < 4; ++i) {
        UNROLL for (int r = 0; r < width; ++r) sum[i][r] = splat(0);
    }
    size_t k = 0;
    for (; k + 16 <= columns; k += 16) {
        v16 a[4];
        UNROLL for (int i = 0; i < 4; ++i) a[i] = load(w + (size_t)i * columns + k);
        UNROLL for (int r = 0; r < width; ++r) {
            const v16 b = load(x + (size_t)r * x_stride + k);
            UNROLL for (int i = 0; i < 4; ++i) sum[i][r] = fma16(a[i], b, sum[i][r]);
        }
    }
    if (k < columns) {
        UNROLL for (int r = 0; r < width; ++r) {
            const v16 b = load_part(x + (size_t)r * x_stride + k, columns - k, 0);
            UNROLL for (int i = 0; i < 4; ++i) {
                const v16 a = load_part(w + (size_t)i * columns + k, columns - k, 0);
                sum[i][r] = fma16(a, b, sum[i][r]);
            }
        }
    }
    UNROLL for (int r = 0; r < width; ++r) {
        UNROLL for (int i = 0; i < 4; ++i) {
            if ((size_t)i < outputs) y[(size_t)r * y_stride + (size_t)i] = tree(sum[i][r]);
        }
    }
}

/// Several activation rows: 4 weight rows are decoded once into `scratch` and used for all.
static void CK_NAME(panels)(
    const ck_matrix *weights, size_t row_bytes, size_t first, size_t last, const float *x,
    size_t x_stride, size_t rows, float *y, size_t y_stride, float *scratch) {
    const size_t n = weights->columns;
    for (size_t o = first; o < last; o += 4) {
        const size_t outputs = last - o < 4 ? last - o : 4;
        CK_NAME(dequantise)(
            weights->type, (const uint8_t *)weights->data + o * row_bytes, outputs * n, scratch);
        if (outputs < 4) memset(scratch + outputs * n, 0, (4 - outputs) * n * sizeof(float));
        size_t r = 0;
        const float *p = x;
        float *q = y + o;
#define TILE(WIDTH) \
    tile(scratch, n, p, x_stride, q, y_stride, outputs, WIDTH); \
    r += WIDTH, p += WIDTH * x_stride, q += WIDTH * y_stride
        while (rows - r >= 6) { TILE(6); }
        switch (rows - r) {
        case 5: TILE(5); break;
        case 4: TILE(4); break;
        case 3: TILE(3); break;
        case 2: TILE(2); break;
        case 1: TILE(1); break;
        default: break;
        }
#undef TILE
    }
}

static void CK_NAME(product)(
    const ck_matrix *weights, size_t first, size_t last, const float *x, size_t x_stride,
    size_t rows, float *y, size_t y_stride, float *scratch) {
    const size_t n = weights->columns;
    const size_t row_bytes =
        n / ck_block_elements(weights->type) * ck_block_bytes(weights->type);
    if (rows == 1 && n % 32 == 0) {
        const uint8_t *row = (const uint8_t *)weights->data + first * row_bytes;
        switch (weights->type) {
#define ROWS(name, TYPE, SIZE) \
    case TYPE: \
        CK_NAME(rows_##name)(row, row_bytes, n, last - first, x, y + first); \
        return;
        FOR_UNPACKED_TYPES(ROWS)
#undef ROWS
        default: break;
        }
    }
    CK_NAME(panels)(weights, row_bytes, first, last, x, x_stride, rows, y, y_stride, scratch);
}

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
