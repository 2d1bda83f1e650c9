// Part of vector.h: products with activations rounded to signed bytes (`fast` precision).
//
// Lane j of 8 takes the elements 4j ..< 4j + 4 of each block, as one multiply-and-add of four
// bytes does; the whole-number part is exact, so all variants agree to the bit.

static void CK_NAME(quantise)(const float *x, size_t count, ck_block_int8 *out) {
    for (size_t b = 0; b < count / 32; ++b, x += 32, ++out) {
        const v16 l = load(x), h = load(x + 16);
        const float largest = __builtin_reduce_max(
            __builtin_elementwise_max(__builtin_elementwise_abs(l), __builtin_elementwise_abs(h)));
        const float inverse = largest > 0 ? 127.0f / largest : 0;
        const i16 ql = __builtin_convertvector((l * inverse + EXP_ROUND) - EXP_ROUND, i16);
        const i16 qh = __builtin_convertvector((h * inverse + EXP_ROUND) - EXP_ROUND, i16);
        const c16 cl = __builtin_convertvector(ql, c16), ch = __builtin_convertvector(qh, c16);
        memcpy(out->q, &cl, 16);
        memcpy(out->q + 16, &ch, 16);
        out->scale = largest / 127.0f;
        out->sum = out->scale * (float)__builtin_reduce_add(ql + qh);
    }
}

#if CK_VNNI

/// A block of 32 weights as unsigned bytes, with scale and offset: w = d * q + m.
INLINE __m256i bytes_of(int type, const uint8_t *p, float *d, float *m) {
    __m128i nibbles;
    uint32_t high = 0;
    *d = half(((const block_q4_0 *)(const void *)p)->d);
    switch (type) {
    case CK_Q4_0: nibbles = _mm_loadu_si128((const void *)(p + 2)); *m = *d * -8.0f; break;
    case CK_Q4_1:
        nibbles = _mm_loadu_si128((const void *)(p + 4));
        *m = half(((const block_q4_1 *)(const void *)p)->m);
        break;
    case CK_Q5_0:
        memcpy(&high, p + 2, 4);
        nibbles = _mm_loadu_si128((const void *)(p + 6));
        *m = *d * -16.0f;
        break;
    case CK_Q5_1:
        memcpy(&high, p + 4, 4);
        nibbles = _mm_loadu_si128((const void *)(p + 8));
        *m = half(((const block_q5_1 *)(const void *)p)->m);
        break;
    default:
        *m = 0;
        // Flipping the sign bit adds 128; the caller takes it off again.
        return _mm256_xor_si256(
            _mm256_loadu_si256((const void *)(p + 2)), _mm256_set1_epi8((char)0x80));
    }
    const __m256i both = _mm256_set_m128i(_mm_srli_epi16(nibbles, 4), nibbles);
    const __m256i q = _mm256_and_si256(both, _mm256_set1_epi8(15));
    if (type == CK_Q4_0 || type == CK_Q4_1) return q;
    return _mm256_or_si256(q, _mm256_maskz_set1_epi8((__mmask32)high, 16));
}

/// Sums of four products each of a block's weights and activations.
INLINE v8 byte_dots(int type, __m256i q, __m256i s) {
    __m256i dots = _mm256_dpbusd_epi32(_mm256_setzero_si256(), q, s);
    if (type == CK_Q8_0) {
        const __m256i excess =
            _mm256_dpbusd_epi32(_mm256_setzero_si256(), _mm256_set1_epi8((char)0x80), s);
        dots = _mm256_sub_epi32(dots, excess);
    }
    return (v8)_mm256_cvtepi32_ps(dots);
}

INLINE void int8_tile(
    int type, const uint8_t *row, size_t blocks, size_t size, const ck_block_int8 *x, float *y,
    size_t y_stride, const int width) {
    v8 sum[8];
    float offset[8];
    UNROLL for (int r = 0; r < width; ++r) {
        sum[r] = (v8)0.0f;
        offset[r] = 0;
    }
    for (size_t b = 0; b < blocks; ++b, row += size) {
        float d, m;
        const __m256i q = bytes_of(type, row, &d, &m);
        UNROLL for (int r = 0; r < width; ++r) {
            const ck_block_int8 *a = x + (size_t)r * blocks + b;
            const __m256i s = _mm256_loadu_si256((const void *)a->q);
            const v8 whole = byte_dots(type, q, s);
            sum[r] = __builtin_elementwise_fma(whole, (v8)(d * a->scale), sum[r]);
            offset[r] = __builtin_fmaf(m, a->sum, offset[r]);
        }
    }
    UNROLL for (int r = 0; r < width; ++r) {
        const v4 s = sum[r].lo + sum[r].hi;
        y[(size_t)r * y_stride] = ((s.x + s.z) + (s.y + s.w)) + offset[r];
    }
}

/// WIDTH weight rows with one activation row: several sums at once hide the time that each takes.
INLINE void int8_stream(
    int type, const uint8_t *row, size_t blocks, size_t size, const ck_block_int8 *x, float *y,
    const int width) {
    const size_t row_bytes = blocks * size, group = (size_t)width * row_bytes;
    const size_t ahead = (CK_PREFETCH / group + 1) * group;
    v8 sum[4];
    float offset[4];
    UNROLL for (int i = 0; i < width; ++i) {
        sum[i] = (v8)0.0f;
        offset[i] = 0;
    }
    for (size_t b = 0; b < blocks; ++b, row += size) {
        const __m256i s = _mm256_loadu_si256((const void *)x[b].q);
        const float scale = x[b].scale, total = x[b].sum;
        UNROLL for (int i = 0; i < width; ++i) {
            float d, m;
            __builtin_prefetch(row + (size_t)i * row_bytes + ahead, 0, 3);
            const __m256i q = bytes_of(type, row + (size_t)i * row_bytes, &d, &m);
            const v8 whole = byte_dots(type, q, s);
            sum[i] = __builtin_elementwise_fma(whole, (v8)(d * scale), sum[i]);
            offset[i] = __builtin_fmaf(m, total, offset[i]);
        }
    }
    UNROLL for (int i = 0; i < width; ++i) {
        const v4 s = sum[i].lo + sum[i].hi;
        y[i] = ((s.x + s.z) + (s.y + s.w)) + offset[i];
    }
}

INLINE void int8_rows(
    int type, const ck_matrix *weights, size_t first, size_t last, const ck_block_int8 *x,
    size_t rows, float *y, size_t y_stride) {
    const size_t blocks = weights->columns / 32, size = ck_block_bytes(type);
    if (rows == 1) {
        const uint8_t *row = (const uint8_t *)weights->data + first * blocks * size;
        y += first;
        for (; last - first >= 4; first += 4, row += 4 * blocks * size, y += 4) {
            int8_stream(type, row, blocks, size, x, y, 4);
        }
        for (; first < last; ++first, row += blocks * size, ++y) {
            int8_stream(type, row, blocks, size, x, y, 1);
        }
        return;
    }
    for (size_t o = first; o < last; ++o) {
        const uint8_t *row = (const uint8_t *)weights->data + o * blocks * size;
        size_t r = 0;
        for (; r + 8 <= rows; r += 8) {
            int8_tile(type, row, blocks, size, x + r * blocks, y + r * y_stride + o, y_stride, 8);
        }
        for (; r + 4 <= rows; r += 4) {
            int8_tile(type, row, blocks, size, x + r * blocks, y + r * y_stride + o, y_stride, 4);
        }
        for (; r < rows; ++r) {
            int8_tile(type, row, blocks, size, x + r * blocks, y + r * y_stride + o, y_stride, 1);
        }
    }
}

#else

/// A block of 32 weights as signed whole numbers, with scale and offset: w = d * q + m.
INLINE void bytes_of(int type, const uint8_t *p, c16 q[2], float *d, float *m) {
    uint32_t high = 0;
    b16 nibbles;
    *d = half(((const block_q4_0 *)(const void *)p)->d);
    switch (type) {
    case CK_Q4_0: nibbles = load_bytes(p + 2); *m = *d * -8.0f; break;
    case CK_Q4_1:
        nibbles = load_bytes(p + 4);
        *m = half(((const block_q4_1 *)(const void *)p)->m);
        break;
    case CK_Q5_0: memcpy(&high, p + 2, 4); nibbles = load_bytes(p + 6); *m = *d * -16.0f; break;
    case CK_Q5_1:
        memcpy(&high, p + 4, 4);
        nibbles = load_bytes(p + 8);
        *m = half(((const block_q5_1 *)(const void *)p)->m);
        break;
    default:
        *m = 0;
        memcpy(q, p + 2, 32);
        return;
    }
    q[0] = (c16)((nibbles & 15) | __builtin_convertvector(fifth_bit(high, 0), b16));
    q[1] = (c16)((nibbles >> 4) | __builtin_convertvector(fifth_bit(high, 16), b16));
}

/// Sums of four neighbouring products each.
INLINE v8 dots(const c16 w[2], const int8_t *s) {
    typedef int16_t s16 __attribute__((ext_vector_type(16)));
    typedef int32_t i8v __attribute__((ext_vector_type(8)));
    c16 a, b;
    memcpy(&a, s, 16);
    memcpy(&b, s + 16, 16);
    // At most 127 * 128 a product: 16 bits hold one, so widen before adding.
    const s16 p = __builtin_convertvector(w[0], s16) * __builtin_convertvector(a, s16);
    const s16 q = __builtin_convertvector(w[1], s16) * __builtin_convertvector(b, s16);
    const i8v pairs_p = __builtin_convertvector(p.even, i8v) + __builtin_convertvector(p.odd, i8v);
    const i8v pairs_q = __builtin_convertvector(q.even, i8v) + __builtin_convertvector(q.odd, i8v);
    i8v sums;
    sums.lo = pairs_p.even + pairs_p.odd;
    sums.hi = pairs_q.even + pairs_q.odd;
    return __builtin_convertvector(sums, v8);
}

INLINE void int8_rows(
    int type, const ck_matrix *weights, size_t first, size_t last, const ck_block_int8 *x,
    size_t rows, float *y, size_t y_stride) {
    const size_t blocks = weights->columns / 32, size = ck_block_bytes(type);
    for (size_t o = first; o < last; ++o) {
        const uint8_t *row = (const uint8_t *)weights->data + o * blocks * size;
        for (size_t r = 0; r < rows; ++r) {
            v8 sum = (v8)0.0f;
            float offset = 0;
            for (size_t b = 0; b < blocks; ++b) {
                const ck_block_int8 *a = x + r * blocks + b;
                c16 q[2];
                float d, m;
                bytes_of(type, row + b * size, q, &d, &m);
                sum = __builtin_elementwise_fma(dots(q, a->q), (v8)(d * a->scale), sum);
                offset = __builtin_fmaf(m, a->sum, offset);
            }
            const v4 s = sum.lo + sum.hi;
            y[r * y_stride + o] = ((s.x + s.z) + (s.y + s.w)) + offset;
        }
    }
}

#endif

static void CK_NAME(product_int8)(
    const ck_matrix *weights, size_t first, size_t last, const ck_block_int8 *x, size_t rows,
    float *y, size_t y_stride) {
    switch (weights->type) {
#define CASE(TYPE) \
    case TYPE: int8_rows(TYPE, weights, first, last, x, rows, y, y_stride); break;
    CASE(CK_Q4_0) CASE(CK_Q4_1) CASE(CK_Q5_0) CASE(CK_Q5_1) CASE(CK_Q8_0)
#undef CASE
    default: break;
    }
}
