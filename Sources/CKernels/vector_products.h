// Part of vector.h: products of weight rows and activation rows.

/// How many bytes ahead weights are fetched from memory.
#define CK_PREFETCH 4096

/// WIDTH weight rows, decoded as they stream by, with one activation row: what decoding one
/// sequence needs, bound by memory.
#define STREAM(name, TYPE, SIZE) \
    INLINE void stream_##name( \
        const uint8_t *row, size_t row_bytes, size_t columns, const float *x, float *y, \
        const int width) { \
        v16 sum[4]; \
        UNROLL for (int i = 0; i < width; ++i) sum[i] = splat(0); \
        /* The next rows follow these, so whole groups of rows ahead are next in memory. */ \
        const size_t group = (size_t)width * row_bytes; \
        const size_t ahead = (CK_PREFETCH / group + 1) * group; \
        for (size_t k = 0; k < columns; k += 32, row += SIZE) { \
            const v16 a = load(x + k), b = load(x + k + 16); \
            UNROLL for (int i = 0; i < width; ++i) { \
                __builtin_prefetch(row + (size_t)i * row_bytes + ahead, 0, 3); \
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
