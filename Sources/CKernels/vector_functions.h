// Part of vector.h: functions of one row.

static void CK_NAME(rms_norm)(
    const float *x, const float *weight, size_t n, float epsilon, float *out) {
    v16 sum = splat(0);
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        const v16 v = load(x + i);
        sum = fma16(v, v, sum);
    }
    if (i < n) {
        const v16 v = load_part(x + i, n - i, 0);
        sum = fma16(v, v, sum);
    }
    const float inverse = 1.0f / sqrtf(tree(sum) / (float)n + epsilon);
    for (i = 0; i + 16 <= n; i += 16) store(out + i, load(x + i) * inverse * load(weight + i));
    for (; i < n; ++i) out[i] = x[i] * inverse * weight[i];
}

static void CK_NAME(rope)(
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

INLINE v16 silu16(v16 gate, v16 up) { return gate / (1.0f + exp16(-gate)) * up; }

static void CK_NAME(silu_multiply)(float *gate, const float *up, size_t n) {
    size_t i = 0;
    for (; i + 16 <= n; i += 16) store(gate + i, silu16(load(gate + i), load(up + i)));
    if (i < n) {
        const v16 v = silu16(load_part(gate + i, n - i, 0), load_part(up + i, n - i, 0));
        store_part(gate + i, n - i, v);
    }
}

static void CK_NAME(add_scaled)(float *y, const float *x, float scale, size_t n) {
    size_t i = 0;
    for (; i + 16 <= n; i += 16) store(y + i, fma16(splat(scale), load(x + i), load(y + i)));
    if (i < n) {
        const v16 v = fma16(
            splat(scale), load_part(x + i, n - i, 0), load_part(y + i, n - i, 0));
        store_part(y + i, n - i, v);
    }
}

/// The greatest element; the order doesn't matter, as maxima don't round.
INLINE float greatest(const float *x, size_t n) {
    v16 most = splat(x[0]);
    size_t i = 0;
    for (; i + 16 <= n; i += 16) most = __builtin_elementwise_max(most, load(x + i));
    if (i < n) most = __builtin_elementwise_max(most, load_part(x + i, n - i, x[0]));
    return __builtin_reduce_max(most);
}

static float CK_NAME(exponentiate)(float *x, size_t n) {
    const v16 most = splat(greatest(x, n));
    v16 sum = splat(0);
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        const v16 e = exp16(load(x + i) - most);
        store(x + i, e);
        sum += e;
    }
    if (i < n) {
        const v16 e = exp16(load_part(x + i, n - i, -INFINITY) - most);
        store_part(x + i, n - i, e);
        sum += e;
    }
    return tree(sum);
}

static double CK_NAME(log_sum_exp)(const float *x, size_t n) {
    const float most = greatest(x, n);
    d16 sum = (d16)0.0;
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        sum += __builtin_convertvector(exp16(load(x + i) - most), d16);
    }
    if (i < n) {
        const v16 e = exp16(load_part(x + i, n - i, -INFINITY) - most);
        sum += __builtin_convertvector(e, d16);
    }
    const d8 a = sum.lo + sum.hi;
    const double b[4] = {a[0] + a[4], a[1] + a[5], a[2] + a[6], a[3] + a[7]};
    return (double)most + log((b[0] + b[2]) + (b[1] + b[3]));
}

static size_t CK_NAME(argmax)(const float *x, size_t n) {
    // The greatest value first, then the first place that holds it: both passes vectorise.
    v16 most = splat(-INFINITY);
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        const v16 v = load(x + i);
        most = v > most ? v : most;
    }
    float best = -INFINITY;
    for (int j = 0; j < 16; ++j) best = most[j] > best ? most[j] : best;
    for (; i < n; ++i) best = x[i] > best ? x[i] : best;
    for (i = 0; i < n; ++i) {
        if (x[i] == best) return i;
    }
    return 0;
}
