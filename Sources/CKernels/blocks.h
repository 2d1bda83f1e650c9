// The encodings of weight blocks (sizes and fields as GGUF stores them) and their scalar decoding.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ckernels.h"

/// Arithmetic must be the same in every variant: no contraction that the source does not ask for.
#pragma STDC FP_CONTRACT OFF

typedef struct { uint16_t d; uint8_t qs[16]; } block_q4_0;
typedef struct { uint16_t d, m; uint8_t qs[16]; } block_q4_1;
typedef struct { uint16_t d; uint8_t qh[4]; uint8_t qs[16]; } block_q5_0;
typedef struct { uint16_t d, m; uint8_t qh[4]; uint8_t qs[16]; } block_q5_1;
typedef struct { uint16_t d; int8_t qs[32]; } block_q8_0;
typedef struct { uint16_t d, dmin; uint8_t scales[12]; uint8_t qs[128]; } block_q4_k;
typedef struct { uint16_t d, dmin; uint8_t scales[12]; uint8_t qh[32]; uint8_t qs[128]; } block_q5_k;
typedef struct { uint8_t ql[128]; uint8_t qh[64]; int8_t scales[16]; uint16_t d; } block_q6_k;

_Static_assert(sizeof(block_q4_0) == 18 && sizeof(block_q4_1) == 20, "Q4 blocks");
_Static_assert(sizeof(block_q5_0) == 22 && sizeof(block_q5_1) == 24, "Q5 blocks");
_Static_assert(sizeof(block_q8_0) == 34 && sizeof(block_q4_k) == 144, "Q8_0, Q4_K blocks");
_Static_assert(sizeof(block_q5_k) == 176 && sizeof(block_q6_k) == 210, "Q5_K, Q6_K blocks");

static inline float float_from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t bits_from_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/// IEEE 754 binary16 to binary32 by integer arithmetic: exact, subnormals and infinities included.
static inline float float_from_half(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    const uint32_t exponent = (half >> 10) & 0x1f;
    const uint32_t mantissa = half & 0x3ff;
    if (exponent == 0) {
        const float magnitude = (float)mantissa * 0x1p-24f;
        return float_from_bits(sign | bits_from_float(magnitude));
    }
    if (exponent == 31) return float_from_bits(sign | 0x7f800000u | (mantissa << 13));
    return float_from_bits(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

/// Brain float: the upper half of a binary32.
static inline float float_from_bfloat(uint16_t bfloat) {
    return float_from_bits((uint32_t)bfloat << 16);
}

/// The 6-bit scale and minimum of sub-block j of a Q4_K or Q5_K block.
static inline void k_scale(const uint8_t *s, int j, uint8_t *scale, uint8_t *minimum) {
    if (j < 4) {
        *scale = s[j] & 63;
        *minimum = s[j + 4] & 63;
    } else {
        *scale = (uint8_t)((s[j + 4] & 15) | ((s[j - 4] >> 6) << 4));
        *minimum = (uint8_t)((s[j + 4] >> 4) | ((s[j] >> 6) << 4));
    }
}

/// K-quants are decoded by the same plain loops everywhere; compilers vectorise them well.
static inline void dequantise_q4_k(const block_q4_k *block, float *out) {
    const float d = float_from_half(block->d), dmin = float_from_half(block->dmin);
    for (int run = 0; run < 4; ++run) {
        uint8_t s0, m0, s1, m1;
        k_scale(block->scales, 2 * run, &s0, &m0);
        k_scale(block->scales, 2 * run + 1, &s1, &m1);
        const float d0 = d * s0, n0 = dmin * m0, d1 = d * s1, n1 = dmin * m1;
        const uint8_t *q = block->qs + 32 * run;
        float *y = out + 64 * run;
        for (int i = 0; i < 32; ++i) y[i] = d0 * (float)(q[i] & 15) - n0;
        for (int i = 0; i < 32; ++i) y[32 + i] = d1 * (float)(q[i] >> 4) - n1;
    }
}

static inline void dequantise_q5_k(const block_q5_k *block, float *out) {
    const float d = float_from_half(block->d), dmin = float_from_half(block->dmin);
    for (int run = 0; run < 4; ++run) {
        uint8_t s0, m0, s1, m1;
        k_scale(block->scales, 2 * run, &s0, &m0);
        k_scale(block->scales, 2 * run + 1, &s1, &m1);
        const float d0 = d * s0, n0 = dmin * m0, d1 = d * s1, n1 = dmin * m1;
        const uint8_t *q = block->qs + 32 * run, *h = block->qh;
        float *y = out + 64 * run;
        for (int i = 0; i < 32; ++i) {
            y[i] = d0 * (float)((q[i] & 15) | (((h[i] >> (2 * run)) & 1) << 4)) - n0;
        }
        for (int i = 0; i < 32; ++i) {
            y[32 + i] = d1 * (float)((q[i] >> 4) | (((h[i] >> (2 * run + 1)) & 1) << 4)) - n1;
        }
    }
}

static inline void dequantise_q6_k(const block_q6_k *block, float *out) {
    const float d = float_from_half(block->d);
    for (int half = 0; half < 2; ++half) {
        const uint8_t *ql = block->ql + 64 * half, *qh = block->qh + 32 * half;
        const int8_t *s = block->scales + 8 * half;
        float *y = out + 128 * half;
        for (int l = 0; l < 32; ++l) {
            const int i = l / 16;
            y[l] = d * s[i] * (float)(((ql[l] & 15) | ((qh[l] & 3) << 4)) - 32);
            y[l + 32] =
                d * s[i + 2] * (float)(((ql[l + 32] & 15) | (((qh[l] >> 2) & 3) << 4)) - 32);
            y[l + 64] = d * s[i + 4] * (float)(((ql[l] >> 4) | (((qh[l] >> 4) & 3) << 4)) - 32);
            y[l + 96] =
                d * s[i + 6] * (float)(((ql[l + 32] >> 4) | (((qh[l] >> 6) & 3) << 4)) - 32);
        }
    }
}
