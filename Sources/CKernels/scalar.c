// The reference: plain loops that say what every kernel computes, in which order.
//
// The other variants must agree with these to the bit. Slow, but used where a processor has no
// fused multiply-add (fmaf is then computed in software) and whenever a test asks for it.
#include <math.h>

#include "blocks.h"
#include "exponential.h"
#include "tables.h"

/// The 16 lanes of a sum, added as a fixed tree.
static float tree(const float lane[16]) {
    float s[8];
    for (int i = 0; i < 8; ++i) s[i] = lane[i] + lane[i + 8];
    for (int i = 0; i < 4; ++i) s[i] = s[i] + s[i + 4];
    for (int i = 0; i < 2; ++i) s[i] = s[i] + s[i + 2];
    return s[0] + s[1];
}

static float scalar_exp(float x) {
    if (x < EXP_LOWEST) return 0;
    if (x > EXP_HIGHEST) x = EXP_HIGHEST;
    const float n = fmaf(x, EXP_LOG2E, EXP_ROUND) - EXP_ROUND;
    float r = fmaf(n, -EXP_LN2_HIGH, x);
    r = fmaf(n, -EXP_LN2_LOW, r);
    float p = EXP_C7;
    p = fmaf(p, r, EXP_C6);
    p = fmaf(p, r, EXP_C5);
    p = fmaf(p, r, EXP_C4);
    p = fmaf(p, r, EXP_C3);
    p = fmaf(p, r, EXP_C2);
    p = fmaf(p, r, 1.0f);
    p = fmaf(p, r, 1.0f);
    return p * float_from_bits((uint32_t)((int32_t)n + 127) << 23);
}

static void scalar_dequantise(int type, const void *blocks, size_t count, float *out) {
    const uint8_t *bytes = blocks;
    const size_t elements = ck_block_elements(type), size = ck_block_bytes(type);
    for (size_t done = 0; done < count; done += elements, bytes += size, out += elements) {
        switch (type) {
        case CK_F32: memcpy(out, bytes, 4); break;
        case CK_F16: {
            uint16_t h;
            memcpy(&h, bytes, 2);
            *out = float_from_half(h);
            break;
        }
        case CK_BF16: {
            uint16_t h;
            memcpy(&h, bytes, 2);
            *out = float_from_bfloat(h);
            break;
        }
        case CK_Q4_0: {
            const block_q4_0 *b = (const void *)bytes;
            const float d = float_from_half(b->d);
            for (int i = 0; i < 16; ++i) {
                out[i] = d * (float)((b->qs[i] & 15) - 8);
                out[i + 16] = d * (float)((b->qs[i] >> 4) - 8);
            }
            break;
        }
        case CK_Q4_1: {
            const block_q4_1 *b = (const void *)bytes;
            const float d = float_from_half(b->d), m = float_from_half(b->m);
            for (int i = 0; i < 16; ++i) {
                out[i] = d * (float)(b->qs[i] & 15) + m;
                out[i + 16] = d * (float)(b->qs[i] >> 4) + m;
            }
            break;
        }
        case CK_Q5_0: {
            const block_q5_0 *b = (const void *)bytes;
            const float d = float_from_half(b->d);
            uint32_t high;
            memcpy(&high, b->qh, 4);
            for (int i = 0; i < 16; ++i) {
                const int low = (b->qs[i] & 15) | (int)((high >> i & 1) << 4);
                const int up = (b->qs[i] >> 4) | (int)((high >> (i + 16) & 1) << 4);
                out[i] = d * (float)(low - 16);
                out[i + 16] = d * (float)(up - 16);
            }
            break;
        }
        case CK_Q5_1: {
            const block_q5_1 *b = (const void *)bytes;
            const float d = float_from_half(b->d), m = float_from_half(b->m);
            uint32_t high;
            memcpy(&high, b->qh, 4);
            for (int i = 0; i < 16; ++i) {
                out[i] = d * (float)((b->qs[i] & 15) | (int)((high >> i & 1) << 4)) + m;
                out[i + 16] = d * (float)((b->qs[i] >> 4) | (int)((high >> (i + 16) & 1) << 4)) + m;
            }
            break;
        }
        case CK_Q8_0: {
            const block_q8_0 *b = (const void *)bytes;
            const float d = float_from_half(b->d);
            for (int i = 0; i < 32; ++i) out[i] = d * (float)b->qs[i];
            break;
        }
        case CK_Q4_K: dequantise_q4_k((const void *)bytes, out); break;
        case CK_Q5_K: dequantise_q5_k((const void *)bytes, out); break;
        case CK_Q6_K: dequantise_q6_k((const void *)bytes, out); break;
        default: return;
        }
    }
}

static void scalar_product(
    const ck_matrix *weights, size_t first, size_t last, const float *x, size_t x_stride,
    size_t rows, float *y, size_t y_stride, float *scratch) {
    const size_t n = weights->columns;
    const size_t row_bytes =
        n / ck_block_elements(weights->type) * ck_block_bytes(weights->type);
    for (size_t o = first; o < last; ++o) {
        scalar_dequantise(
            weights->type, (const uint8_t *)weights->data + o * row_bytes, n, scratch);
        for (size_t r = 0; r < rows; ++r) {
            float lane[16] = {0};
            for (size_t k = 0; k < n; ++k) {
                lane[k % 16] = fmaf(scratch[k], x[r * x_stride + k], lane[k % 16]);
            }
            y[r * y_stride + o] = tree(lane);
        }
    }
}

static void scalar_quantise(const float *x, size_t count, ck_block_int8 *out) {
    for (size_t b = 0; b < count / 32; ++b, x += 32, ++out) {
        float largest = 0;
        for (int i = 0; i < 32; ++i) largest = fmaxf(largest, fabsf(x[i]));
        const float scale = largest / 127.0f;
        const float inverse = largest > 0 ? 127.0f / largest : 0;
        int32_t sum = 0;
        for (int i = 0; i < 32; ++i) {
            // Rounds to the nearest integer, ties to even, as the vector form does.
            const float rounded = (x[i] * inverse + EXP_ROUND) - EXP_ROUND;
            out->q[i] = (int8_t)rounded;
            sum += out->q[i];
        }
        out->scale = scale;
        out->sum = scale * (float)sum;
    }
}

/// The weights of one block of 32 as whole numbers, with the block's scale and offset.
static void integers(int type, const uint8_t *bytes, int32_t q[32], float *d, float *m) {
    uint32_t high = 0;
    const uint8_t *nibbles = 0;
    *m = 0;
    switch (type) {
    case CK_Q4_0: {
        const block_q4_0 *b = (const void *)bytes;
        *d = float_from_half(b->d);
        *m = *d * -8.0f;
        nibbles = b->qs;
        break;
    }
    case CK_Q4_1: {
        const block_q4_1 *b = (const void *)bytes;
        *d = float_from_half(b->d);
        *m = float_from_half(b->m);
        nibbles = b->qs;
        break;
    }
    case CK_Q5_0: {
        const block_q5_0 *b = (const void *)bytes;
        *d = float_from_half(b->d);
        *m = *d * -16.0f;
        memcpy(&high, b->qh, 4);
        nibbles = b->qs;
        break;
    }
    case CK_Q5_1: {
        const block_q5_1 *b = (const void *)bytes;
        *d = float_from_half(b->d);
        *m = float_from_half(b->m);
        memcpy(&high, b->qh, 4);
        nibbles = b->qs;
        break;
    }
    default: {
        const block_q8_0 *b = (const void *)bytes;
        *d = float_from_half(b->d);
        for (int i = 0; i < 32; ++i) q[i] = b->qs[i];
        return;
    }
    }
    for (int i = 0; i < 16; ++i) {
        q[i] = (nibbles[i] & 15) | (int)((high >> i & 1) << 4);
        q[i + 16] = (nibbles[i] >> 4) | (int)((high >> (i + 16) & 1) << 4);
    }
}

static void scalar_product_int8(
    const ck_matrix *weights, size_t first, size_t last, const ck_block_int8 *x, size_t rows,
    float *y, size_t y_stride) {
    const size_t blocks = weights->columns / 32, size = ck_block_bytes(weights->type);
    for (size_t o = first; o < last; ++o) {
        const uint8_t *row = (const uint8_t *)weights->data + o * blocks * size;
        for (size_t r = 0; r < rows; ++r) {
            // Lane j takes the elements 4j ..< 4j + 4 of every block: what one multiply-and-add
            // of four bytes gives.
            float lane[8] = {0}, offset = 0;
            for (size_t b = 0; b < blocks; ++b) {
                const ck_block_int8 *a = x + r * blocks + b;
                int32_t q[32];
                float d, m;
                integers(weights->type, row + b * size, q, &d, &m);
                const float scale = d * a->scale;
                for (int j = 0; j < 8; ++j) {
                    int32_t sum = 0;
                    for (int i = 4 * j; i < 4 * j + 4; ++i) sum += q[i] * a->q[i];
                    lane[j] = fmaf((float)sum, scale, lane[j]);
                }
                offset = fmaf(m, a->sum, offset);
            }
            for (int i = 0; i < 4; ++i) lane[i] = lane[i] + lane[i + 4];
            for (int i = 0; i < 2; ++i) lane[i] = lane[i] + lane[i + 2];
            y[r * y_stride + o] = (lane[0] + lane[1]) + offset;
        }
    }
}

static void scalar_rms_norm(
    const float *x, const float *weight, size_t n, float epsilon, float *out) {
    float lane[16] = {0};
    for (size_t i = 0; i < n; ++i) lane[i % 16] = fmaf(x[i], x[i], lane[i % 16]);
    const float inverse = 1.0f / sqrtf(tree(lane) / (float)n + epsilon);
    for (size_t i = 0; i < n; ++i) out[i] = x[i] * inverse * weight[i];
}

static void scalar_rope(
    float *x, size_t heads, size_t head_size, const float *cosine, const float *sine,
    size_t pairs) {
    for (size_t h = 0; h < heads; ++h, x += head_size) {
        for (size_t i = 0; i < pairs; ++i) {
            const float a = x[2 * i], b = x[2 * i + 1];
            x[2 * i] = a * cosine[i] - b * sine[i];
            x[2 * i + 1] = a * sine[i] + b * cosine[i];
        }
    }
}

static void scalar_silu_multiply(float *gate, const float *up, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        gate[i] = gate[i] / (1.0f + scalar_exp(-gate[i])) * up[i];
    }
}

static void scalar_add_scaled(float *y, const float *x, float scale, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = fmaf(scale, x[i], y[i]);
}

static float scalar_exponentiate(float *x, size_t n) {
    float greatest = x[0];
    for (size_t i = 1; i < n; ++i) greatest = x[i] > greatest ? x[i] : greatest;
    float lane[16] = {0};
    for (size_t i = 0; i < n; ++i) {
        x[i] = scalar_exp(x[i] - greatest);
        lane[i % 16] += x[i];
    }
    return tree(lane);
}

static void scalar_attention(const ck_attention *a) {
    const size_t page = a->page_positions, size = a->head_size;
    for (size_t g = 0; g < a->count; ++g) {
        const float *query = a->queries + a->query_offsets[g];
        float *score = a->scores + g * a->score_stride;
        const size_t length = a->lengths[g];
        for (size_t p = 0; p < length; ++p) {
            const float *keys = a->key_pages[p / page] + p % page;
            float sum = 0;
            for (size_t d = 0; d < size; ++d) sum = fmaf(query[d], keys[d * page], sum);
            score[p] = sum * a->scale;
        }
        const float inverse = 1.0f / scalar_exponentiate(score, length);
        float *out = a->output + a->query_offsets[g];
        for (size_t d = 0; d < size; ++d) {
            float sum = 0;
            for (size_t p = 0; p < length; ++p) {
                sum = fmaf(score[p], a->value_pages[p / page][p % page * size + d], sum);
            }
            out[d] = sum * inverse;
        }
    }
}

static double scalar_log_sum_exp(const float *x, size_t n) {
    float greatest = x[0];
    for (size_t i = 1; i < n; ++i) greatest = x[i] > greatest ? x[i] : greatest;
    double lane[16] = {0};
    for (size_t i = 0; i < n; ++i) lane[i % 16] += (double)scalar_exp(x[i] - greatest);
    for (int i = 0; i < 8; ++i) lane[i] = lane[i] + lane[i + 8];
    for (int i = 0; i < 4; ++i) lane[i] = lane[i] + lane[i + 4];
    for (int i = 0; i < 2; ++i) lane[i] = lane[i] + lane[i + 2];
    return (double)greatest + log(lane[0] + lane[1]);
}

static size_t scalar_argmax(const float *x, size_t n) {
    size_t best = 0;
    for (size_t i = 1; i < n; ++i) {
        if (x[i] > x[best] || x[best] != x[best]) best = i;
    }
    return best;
}

const ck_kernels ck_kernels_scalar = {
    .name = "scalar",
    .dequantise = scalar_dequantise,
    .product = scalar_product,
    .quantise = scalar_quantise,
    .product_int8 = scalar_product_int8,
    .rms_norm = scalar_rms_norm,
    .rope = scalar_rope,
    .silu_multiply = scalar_silu_multiply,
    .add_scaled = scalar_add_scaled,
    .exponentiate = scalar_exponentiate,
    .attention = scalar_attention,
    .log_sum_exp = scalar_log_sum_exp,
    .argmax = scalar_argmax,
};
