// The kernels of training on 16 lanes, written once and compiled once per instruction set.
//
// Include after setting the target with `#pragma clang attribute` and defining CK_NAME(x).
// Rows whose length is no multiple of 16 are finished through padded copies.

typedef float CK_NAME(v) __attribute__((ext_vector_type(16)));
typedef double CK_NAME(d) __attribute__((ext_vector_type(16)));
#define V CK_NAME(v)
#define D CK_NAME(d)

TINLINE V CK_NAME(load)(const float *p) {
    V v;
    memcpy(&v, p, sizeof v);
    return v;
}
TINLINE void CK_NAME(store)(float *p, V v) { memcpy(p, &v, sizeof v); }
TINLINE V CK_NAME(part)(const float *p, size_t n) {
    float padded[16] = {0};
    memcpy(padded, p, n * sizeof(float));
    return CK_NAME(load)(padded);
}
TINLINE void CK_NAME(store_part)(float *p, size_t n, V v) {
    float all[16];
    CK_NAME(store)(all, v);
    memcpy(p, all, n * sizeof(float));
}
TINLINE float CK_NAME(sum)(V v) {
    float lanes[16];
    CK_NAME(store)(lanes, v);
    for (int width = 8; width > 0; width /= 2) {
        for (int i = 0; i < width; ++i) lanes[i] += lanes[i + width];
    }
    return lanes[0];
}
TINLINE double CK_NAME(sum_wide)(D v) {
    double lanes[16];
    memcpy(lanes, &v, sizeof v);
    for (int width = 8; width > 0; width /= 2) {
        for (int i = 0; i < width; ++i) lanes[i] += lanes[i + width];
    }
    return lanes[0];
}

/// As exp16 of vector.h.
TINLINE V CK_NAME(exp)(V x) {
    typedef int32_t wide __attribute__((ext_vector_type(16)));
    const V held = __builtin_elementwise_min(x, (V)EXP_HIGHEST);
    const V rounded = held * (V)EXP_LOG2E + (V)EXP_ROUND;
    const V n = rounded - (V)EXP_ROUND;
    V r = held - n * (V)EXP_LN2_HIGH;
    r = r - n * (V)EXP_LN2_LOW;
    V p = (V)EXP_C7;
    p = p * r + (V)EXP_C6;
    p = p * r + (V)EXP_C5;
    p = p * r + (V)EXP_C4;
    p = p * r + (V)EXP_C3;
    p = p * r + (V)EXP_C2;
    p = p * r + (V)1.0f;
    p = p * r + (V)1.0f;
    const V safe = __builtin_elementwise_max(n, (V)(-126.0f));
    const wide bits = (__builtin_convertvector(safe, wide) + 127) << 23;
    V power;
    memcpy(&power, &bits, sizeof bits);
    return x < (V)EXP_LOWEST ? (V)0.0f : p * power;
}

TINLINE V CK_NAME(sigmoid)(V x) { return (V)1.0f / ((V)1.0f + CK_NAME(exp)(-x)); }

/// Calls `step(i, width)` for every run of 16 and the rest.
#define ROWS(step)                                                                                \
    size_t i = 0;                                                                                 \
    for (; i + 16 <= n; i += 16) { step(CK_NAME(load), CK_NAME(store), ) }                        \
    if (i < n) { step(PART, STORE_PART, ) }
#define PART(p) CK_NAME(part)(p, n - i)
#define STORE_PART(p, v) CK_NAME(store_part)(p, n - i, v)

static void CK_NAME(silu_product)(const float *gate, const float *up, float *out, size_t n) {
#define STEP(LOAD, STORE, _)                                                                      \
    const V g = LOAD(gate + i);                                                                   \
    STORE(out + i, g * CK_NAME(sigmoid)(g) * LOAD(up + i));
    ROWS(STEP)
#undef STEP
}

static void CK_NAME(silu_product_backward)(
    const float *gate, const float *up, const float *d_out, float *d_gate, float *d_up, float *out,
    size_t n) {
#define STEP(LOAD, STORE, _)                                                                      \
    const V g = LOAD(gate + i), u = LOAD(up + i), d = LOAD(d_out + i);                            \
    const V s = CK_NAME(sigmoid)(g);                                                              \
    const V silu = g * s;                                                                         \
    STORE(out + i, silu * u);                                                                     \
    STORE(d_gate + i, d * u * (s + silu * ((V)1.0f - s)));                                        \
    STORE(d_up + i, d * silu);
    ROWS(STEP)
#undef STEP
}

static float CK_NAME(rms_norm_backward)(
    const float *x, const float *weight, const float *d_out, size_t n, float epsilon,
    float *d_x) {
    V squares = (V)0.0f, products = (V)0.0f;
    {
#define STEP(LOAD, STORE, _)                                                                      \
    const V v = LOAD(x + i);                                                                      \
    squares += v * v;                                                                             \
    products += LOAD(weight + i) * LOAD(d_out + i) * v;
        ROWS(STEP)
#undef STEP
    }
    const float inverse = 1.0f / sqrtf(CK_NAME(sum)(squares) / (float)n + epsilon);
    const float along = CK_NAME(sum)(products) * inverse * inverse * inverse / (float)n;
    {
#define STEP(LOAD, STORE, _)                                                                      \
    const V v = (V)inverse * LOAD(weight + i) * LOAD(d_out + i) - (V)along * LOAD(x + i);         \
    STORE(d_x + i, LOAD(d_x + i) + v);
        ROWS(STEP)
#undef STEP
    }
    return inverse;
}

static void CK_NAME(add_product)(
    float *total, const float *x, const float *y, float factor, size_t n) {
#define STEP(LOAD, STORE, _)                                                                      \
    STORE(total + i, LOAD(total + i) + LOAD(x + i) * LOAD(y + i) * (V)factor);
    ROWS(STEP)
#undef STEP
}

static void CK_NAME(scale)(float *x, float factor, size_t n) {
#define STEP(LOAD, STORE, _) STORE(x + i, LOAD(x + i) * (V)factor);
    ROWS(STEP)
#undef STEP
}

static float CK_NAME(dot)(const float *x, const float *y, size_t n) {
    V total = (V)0.0f;
#define STEP(LOAD, STORE, _) total += LOAD(x + i) * LOAD(y + i);
    ROWS(STEP)
#undef STEP
    return CK_NAME(sum)(total);
}

static void CK_NAME(softmax_backward)(const float *p, float *d, size_t n, float scale) {
    const float mean = CK_NAME(dot)(p, d, n);
#define STEP(LOAD, STORE, _)                                                                      \
    STORE(d + i, (V)scale * LOAD(p + i) * (LOAD(d + i) - (V)mean));
    ROWS(STEP)
#undef STEP
}

// Differences from the logarithm of the sum are formed in float64, as the logits are of any size.
#define WIDE(x) __builtin_convertvector(x, D)
#define NARROW(x) __builtin_convertvector(x, V)

static double CK_NAME(divergence)(
    const float *a, double lse_a, const float *b, double lse_b, size_t n) {
    D total = (D)0.0;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        const D la = WIDE(CK_NAME(load)(a + i)) - (D)lse_a;
        const D lb = WIDE(CK_NAME(load)(b + i)) - (D)lse_b;
        total += WIDE(CK_NAME(exp)(NARROW(la))) * (la - lb);
    }
    double result = CK_NAME(sum_wide)(total);
    for (; i < n; ++i) {
        const double la = (double)a[i] - lse_a;
        result += exp(la) * (la - ((double)b[i] - lse_b));
    }
    return result;
}

static double CK_NAME(entropy)(const float *a, double lse, size_t n) {
    D total = (D)0.0;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        const D la = WIDE(CK_NAME(load)(a + i)) - (D)lse;
        total -= WIDE(CK_NAME(exp)(NARROW(la))) * la;
    }
    double result = CK_NAME(sum_wide)(total);
    for (; i < n; ++i) {
        const double la = (double)a[i] - lse;
        result -= exp(la) * la;
    }
    return result;
}

static const ck_training_kernels CK_NAME(training) = {
    .name = CK_LABEL,
    .silu_product = CK_NAME(silu_product),
    .silu_product_backward = CK_NAME(silu_product_backward),
    .rms_norm_backward = CK_NAME(rms_norm_backward),
    .add_product = CK_NAME(add_product),
    .scale = CK_NAME(scale),
    .dot = CK_NAME(dot),
    .softmax_backward = CK_NAME(softmax_backward),
    .divergence = CK_NAME(divergence),
    .entropy = CK_NAME(entropy),
};

#undef V
#undef D
#undef ROWS
#undef PART
#undef STORE_PART
#undef WIDE
#undef NARROW
#undef CK_NAME
#undef CK_LABEL
