// Kernels of the model engine: one table of functions per instruction set, one choice at start.
//
// Every variant computes the same thing in the same order, so all of them agree to the bit:
// a product of a weight row and an activation row runs over 16 lanes (lane j takes the elements
// whose index is j modulo 16, in ascending order, by fused multiply-add) and the lanes are then
// added as a fixed tree (8 apart, 4 apart, 2 apart, neighbours). How many activation rows are
// computed together never changes that order: decoding one sequence alone or 32 at once gives
// equal bits. `scalar` is the plain reference beside which the others are tested.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Element types of weight matrices, by their GGUF numbers.
enum {
    CK_F32 = 0, CK_F16 = 1, CK_Q4_0 = 2, CK_Q4_1 = 3, CK_Q5_0 = 6, CK_Q5_1 = 7, CK_Q8_0 = 8,
    CK_Q4_K = 12, CK_Q5_K = 13, CK_Q6_K = 14, CK_BF16 = 30,
};

/// 32 activations as signed bytes: x is about scale * q; sum is scale times the sum of the q.
typedef struct ck_block_int8 {
    float scale;
    float sum;
    int8_t q[32];
} ck_block_int8;

/// A weight matrix in its GGUF encoding: output rows of `columns` elements, one after another.
typedef struct ck_matrix {
    const void *data;
    int type;
    size_t columns;
} ck_matrix;

/// One key-value head's attention for several queries that share it.
///
/// Keys lie in pages of `page_positions` positions (a multiple of 32), each page transposed:
/// element d of position p is key_pages[p / page_positions][d * page_positions + p % page_positions].
/// Values lie untransposed: value_pages[...][(p % page_positions) * head_size + d].
typedef struct ck_attention {
    const float *const *key_pages;
    const float *const *value_pages;
    size_t page_positions;
    size_t head_size;
    /// Query g starts at queries + query_offsets[g]; its result goes to output + query_offsets[g].
    const float *queries;
    float *output;
    const size_t *query_offsets;
    /// How many positions, from the first, query g attends to; at least 1, never falling with g.
    const size_t *lengths;
    size_t count;
    float scale;
    /// Room for count * score_stride floats; score_stride is at least the longest length rounded
    /// up to whole pages.
    float *scores;
    size_t score_stride;
} ck_attention;

typedef struct ck_kernels {
    /// "scalar", "avx2", "avx512" or "neon".
    const char *name;

    /// Weights as float32: `count` elements, a multiple of the type's block.
    void (*dequantise)(int type, const void *blocks, size_t count, float *out);

    /// y[r * y_stride + o] = sum over k of W[o][k] * x[r * x_stride + k], for output rows
    /// first <= o < last and activation rows 0 <= r < rows. `scratch` holds 4 * columns floats.
    void (*product)(
        const ck_matrix *weights, size_t first, size_t last, const float *x, size_t x_stride,
        size_t rows, float *y, size_t y_stride, float *scratch);

    /// Activations as signed bytes in blocks of 32: `count` is a multiple of 32.
    void (*quantise)(const float *x, size_t count, ck_block_int8 *out);

    /// As `product`, with activations rounded to bytes: row r starts at x + r * columns / 32.
    /// Only for types that ck_has_int8_product names.
    void (*product_int8)(
        const ck_matrix *weights, size_t first, size_t last, const ck_block_int8 *x, size_t rows,
        float *y, size_t y_stride);

    /// out = weight * x / sqrt(mean(x^2) + epsilon).
    void (*rms_norm)(const float *x, const float *weight, size_t n, float epsilon, float *out);

    /// Rotates the pairs (2i, 2i + 1) of each head by the angle whose cosine and sine are given,
    /// for i < pairs; the rest of a head stays.
    void (*rope)(
        float *x, size_t heads, size_t head_size, const float *cosine, const float *sine,
        size_t pairs);

    /// gate = gate / (1 + exp(-gate)) * up.
    void (*silu_multiply)(float *gate, const float *up, size_t n);

    /// y += scale * x.
    void (*add_scaled)(float *y, const float *x, float scale, size_t n);

    /// x becomes exp(x - max(x)); returns the sum, which is at least 1. `n` is at least 1.
    float (*exponentiate)(float *x, size_t n);

    /// output = softmax(scale * query . keys) . values.
    void (*attention)(const ck_attention *a);

    /// ln of the sum of exp(x), summed in float64. `n` is at least 1.
    double (*log_sum_exp)(const float *x, size_t n);

    /// The index of the greatest element, the lowest where several are equal; NaN never wins.
    size_t (*argmax)(const float *x, size_t n);
} ck_kernels;

/// The best table for this processor, or the one that the environment variable CONDUCT_KERNELS
/// names if the processor can run it.
const ck_kernels *ck_best_kernels(void);

/// The table of that name, or NULL if it is unknown or this processor can't run it.
const ck_kernels *ck_kernels_named(const char *name);

/// The names of all tables that this processor can run, best last; NULL past the end.
const char *ck_kernels_name_at(size_t index);

/// Whether `product_int8` takes weights of this type.
int ck_has_int8_product(int type);

/// Elements per block and bytes per block; 0 for an unknown type.
size_t ck_block_elements(int type);
size_t ck_block_bytes(int type);

/// Asks for `count` floats, `stride` floats apart, to be brought near: they will be written.
static inline void ck_fetch_for_writing(const float *p, size_t stride, size_t count) {
    for (size_t i = 0; i < count; ++i) __builtin_prefetch(p + i * stride, 1, 3);
}

/// How many cores this process may run on.
size_t ck_core_count(void);

/// A few threads that wait spinning for a moment and then asleep.
typedef struct ck_pool ck_pool;

/// A pool that computes on `threads` threads in all, the caller's included; NULL without memory.
ck_pool *ck_pool_create(size_t threads);

/// How many threads compute: at most as many as asked for.
size_t ck_pool_threads(const ck_pool *pool);

/// Calls task(context, index, worker) for every index below `tasks` (at most 1,048,000), on all
/// threads, and returns when all are done. `worker` is below ck_pool_threads and names the thread.
/// One caller at a time.
void ck_pool_run(
    ck_pool *pool, size_t tasks, void *context,
    void (*task)(void *context, size_t index, size_t worker));

/// Ends the threads and frees the pool.
void ck_pool_destroy(ck_pool *pool);

/// A door that one thread waits at until others open it.
typedef struct ck_gate ck_gate;

/// A closed gate; NULL without memory.
ck_gate *ck_gate_create(void);

/// Lets the waiting thread, or the next one that waits, through once.
void ck_gate_open(ck_gate *gate);

/// Waits until the gate is open, and closes it behind.
void ck_gate_wait(ck_gate *gate);

void ck_gate_destroy(ck_gate *gate);

/// Runs entry(context) on a thread of its own, which frees itself at the end; 0 if it started.
int ck_thread_start(void *context, void (*entry)(void *context));

#ifdef __cplusplus
}
#endif
