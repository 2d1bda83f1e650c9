// Kernels of training: the row functions that a backward pass needs beside those of ckernels.h.
//
// Summation orders are fixed (16 lanes, then a tree), so one processor always gives equal bits;
// unlike the tables of ckernels.h, different instruction sets may differ in the last bit, because
// some fuse multiply and add.
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ck_training_kernels {
    /// "generic", "avx2" or "avx512".
    const char *name;

    /// out = gate / (1 + exp(-gate)) * up.
    void (*silu_product)(const float *gate, const float *up, float *out, size_t n);

    /// The gradients of silu_product: from `d_out` those of gate and up; `out` is computed again,
    /// because a weight's gradient needs it. `d_gate` may be `gate`, `d_up` may be `up`.
    void (*silu_product_backward)(
        const float *gate, const float *up, const float *d_out, float *d_gate, float *d_up,
        float *out, size_t n);

    /// The gradient of out = weight * x * r, r = 1 / sqrt(mean(x^2) + epsilon), added to d_x;
    /// returns r.
    float (*rms_norm_backward)(
        const float *x, const float *weight, const float *d_out, size_t n, float epsilon,
        float *d_x);

    /// total += x * y * factor, element by element.
    void (*add_product)(float *total, const float *x, const float *y, float factor, size_t n);

    /// x *= factor.
    void (*scale)(float *x, float factor, size_t n);

    /// The sum of x * y.
    float (*dot)(const float *x, const float *y, size_t n);

    /// d becomes scale * p * (d - sum(p * d)): the gradient of a softmax whose result is p.
    void (*softmax_backward)(const float *p, float *d, size_t n, float scale);

    /// The sum of exp(a - lse_a) * ((a - lse_a) - (b - lse_b)): the divergence of two softmaxes
    /// from their logits and the logarithms of their sums, in float64.
    double (*divergence)(const float *a, double lse_a, const float *b, double lse_b, size_t n);

    /// The sum of -exp(a - lse) * (a - lse): a softmax's entropy, in float64.
    double (*entropy)(const float *a, double lse, size_t n);
} ck_training_kernels;

/// The best table for this processor.
const ck_training_kernels *ck_best_training_kernels(void);

#ifdef __cplusplus
}
#endif
