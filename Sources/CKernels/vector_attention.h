// Part of vector.h: attention of several queries over one head's cached keys and values.

/// Scores of `width` queries with 32 positions; keys are transposed, so no lane sums are needed.
INLINE void score_tile(
    const ck_attention *a, size_t g, size_t position, const float *keys, const int width) {
    v16 sum[6][2];
    const float *query[6];
    UNROLL for (int i = 0; i < width; ++i) {
        sum[i][0] = sum[i][1] = splat(0);
        query[i] = a->queries + a->query_offsets[g + (size_t)i];
    }
    for (size_t d = 0; d < a->head_size; ++d, keys += a->page_positions) {
        const v16 k0 = load(keys), k1 = load(keys + 16);
        UNROLL for (int i = 0; i < width; ++i) {
            const v16 q = splat(query[i][d]);
            sum[i][0] = fma16(q, k0, sum[i][0]);
            sum[i][1] = fma16(q, k1, sum[i][1]);
        }
    }
    UNROLL for (int i = 0; i < width; ++i) {
        float *score = a->scores + (g + (size_t)i) * a->score_stride + position;
        store(score, sum[i][0] * a->scale);
        store(score + 16, sum[i][1] * a->scale);
    }
}

/// Weighted sums of `vectors` * 16 elements of the values for `width` queries. Weights past a
/// query's own length are zero.
INLINE void value_tile(
    const ck_attention *a, size_t g, size_t element, size_t length, const float *inverse,
    const int width, const int vectors) {
    v16 sum[6][4];
    UNROLL for (int i = 0; i < width; ++i) {
        UNROLL for (int j = 0; j < vectors; ++j) sum[i][j] = splat(0);
    }
    const float *weights = a->scores + g * a->score_stride;
    for (size_t start = 0; start < length; start += a->page_positions) {
        const float *values = a->value_pages[start / a->page_positions] + element;
        const size_t left = length - start;
        const size_t count = left < a->page_positions ? left : a->page_positions;
        for (size_t p = 0; p < count; ++p, values += a->head_size) {
            v16 v[4];
            UNROLL for (int j = 0; j < vectors; ++j) v[j] = load(values + 16 * j);
            UNROLL for (int i = 0; i < width; ++i) {
                const v16 w = splat(weights[(size_t)i * a->score_stride + start + p]);
                UNROLL for (int j = 0; j < vectors; ++j) sum[i][j] = fma16(w, v[j], sum[i][j]);
            }
        }
    }
    UNROLL for (int i = 0; i < width; ++i) {
        float *out = a->output + a->query_offsets[g + (size_t)i] + element;
        UNROLL for (int j = 0; j < vectors; ++j) store(out + 16 * j, sum[i][j] * inverse[i]);
    }
}

INLINE void attend(const ck_attention *a, size_t g, const int width) {
    const size_t length = a->lengths[g + (size_t)width - 1];
    for (size_t start = 0; start < length; start += a->page_positions) {
        const float *keys = a->key_pages[start / a->page_positions];
        for (size_t p = 0; p < a->page_positions && start + p < length; p += 32) {
            score_tile(a, g, start + p, keys + p, width);
        }
    }
    float inverse[6];
    UNROLL for (int i = 0; i < width; ++i) {
        float *score = a->scores + (g + (size_t)i) * a->score_stride;
        const size_t own = a->lengths[g + (size_t)i];
        inverse[i] = 1.0f / CK_NAME(exponentiate)(score, own);
        memset(score + own, 0, (length - own) * sizeof(float));
    }
    size_t d = 0;
    for (; d + 64 <= a->head_size; d += 64) value_tile(a, g, d, length, inverse, width, 4);
    for (; d + 16 <= a->head_size; d += 16) value_tile(a, g, d, length, inverse, width, 1);
    for (; d < a->head_size; ++d) {
        for (int i = 0; i < width; ++i) {
            const float *score = a->scores + (g + (size_t)i) * a->score_stride;
            float sum = 0;
            for (size_t p = 0; p < length; ++p) {
                const float *values = a->value_pages[p / a->page_positions];
                const float value = values[p % a->page_positions * a->head_size + d];
                sum = __builtin_fmaf(score[p], value, sum);
            }
            a->output[a->query_offsets[g + (size_t)i] + d] = sum * inverse[i];
        }
    }
}

static void CK_NAME(attention)(const ck_attention *a) {
    size_t g = 0;
    for (; g + 6 <= a->count; g += 6) attend(a, g, 6);
    if (g + 3 <= a->count) {
        attend(a, g, 3);
        g += 3;
    }
    for (; g < a->count; ++g) attend(a, g, 1);
}
