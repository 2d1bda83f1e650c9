// Part of vector.h: weight blocks of 32 decoded to two vectors.

INLINE float half(uint16_t bits) {
#if CK_HARDWARE_HALF
    _Float16 h;
    memcpy(&h, &bits, 2);
    return (float)h;
#else
    return float_from_half(bits);
#endif
}

/// The half floats at p and p + 2, each in all lanes. Both places must be readable.
INLINE void splat_halves(const void *p, v16 *first, v16 *second) {
#if defined(__x86_64__)
    // One load of 32 bits, hidden from the compiler: it would narrow the load to the 16 bits that
    // are used, and such a load waits for what the vector register held before.
    int32_t bits;
    memcpy(&bits, p, 4);
    __m128i pair = _mm_cvtsi32_si128(bits);
    __asm__("" : "+x"(pair));
    const v4 both = (v4)_mm_cvtph_ps(pair);
    *first = splat(both.x);
    *second = splat(both.y);
#else
    uint16_t pair[2];
    memcpy(pair, p, 4);
    *first = splat(half(pair[0]));
    *second = splat(half(pair[1]));
#endif
}
INLINE v16 splat_half(const void *p) {
    v16 value, rest;
    splat_halves(p, &value, &rest);
    return value;
}

INLINE b16 load_bytes(const uint8_t *p) {
    b16 v;
    memcpy(&v, p, sizeof v);
    return v;
}

/// Bit `lane + shift` of `word` in place 4 of each lane.
INLINE u16 fifth_bit(uint32_t word, int shift) {
    const u16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return (((u16)word >> (lanes + (u16)(uint32_t)shift)) & 1u) << 4;
}

#if CK_LOOKUP
// A block of 4 or 5 bits takes its values from a table of 16 or 32 numbers made for it, each the
// product (and sum) that decoding one by one would give.

INLINE v16 counts(void) {
    return (v16){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}
INLINE void look_up_4(v16 table, const uint8_t *qs, v16 *low, v16 *high) {
    const __m512i index = _mm512_cvtepu8_epi32((__m128i)load_bytes(qs));
    *low = (v16)_mm512_permutexvar_ps(index, (__m512)table);
    *high = (v16)_mm512_permutexvar_ps(_mm512_srli_epi32(index, 4), (__m512)table);
}
INLINE void look_up_5(
    v16 first, v16 second, const uint8_t *qh, const uint8_t *qs, v16 *low, v16 *high) {
    uint32_t bits;
    memcpy(&bits, qh, 4);
    const __m512i sixteen = _mm512_set1_epi32(16);
    const __m512i both = _mm512_cvtepu8_epi32((__m128i)load_bytes(qs));
    const __m512i l = _mm512_and_si512(both, _mm512_set1_epi32(15));
    const __m512i h = _mm512_srli_epi32(both, 4);
    const __m512i li = _mm512_mask_or_epi32(l, (__mmask16)bits, l, sixteen);
    const __m512i hi = _mm512_mask_or_epi32(h, (__mmask16)(bits >> 16), h, sixteen);
    *low = (v16)_mm512_permutex2var_ps((__m512)first, li, (__m512)second);
    *high = (v16)_mm512_permutex2var_ps((__m512)first, hi, (__m512)second);
}
INLINE void unpack_q4_0(const void *p, v16 *low, v16 *high) {
    const block_q4_0 *b = p;
    look_up_4(splat_half(b) * (counts() - 8.0f), b->qs, low, high);
}
INLINE void unpack_q4_1(const void *p, v16 *low, v16 *high) {
    const block_q4_1 *b = p;
    v16 d, m;
    splat_halves(b, &d, &m);
    look_up_4(fma16(d, counts(), m), b->qs, low, high);
}
INLINE void unpack_q5_0(const void *p, v16 *low, v16 *high) {
    const block_q5_0 *b = p;
    const v16 d = splat_half(b);
    look_up_5(d * (counts() - 16.0f), d * counts(), b->qh, b->qs, low, high);
}
INLINE void unpack_q5_1(const void *p, v16 *low, v16 *high) {
    const block_q5_1 *b = p;
    v16 d, m;
    splat_halves(b, &d, &m);
    look_up_5(fma16(d, counts(), m), fma16(d, counts() + 16.0f, m), b->qh, b->qs, low, high);
}
#else
/// Byte values as float32; below 256, so the signed conversion serves.
INLINE v16 widen(b16 bytes) {
    return __builtin_convertvector(__builtin_convertvector(bytes, i16), v16);
}
INLINE void unpack_q4_0(const void *p, v16 *low, v16 *high) {
    const block_q4_0 *b = p;
    const v16 d = splat_half(b);
    const b16 q = load_bytes(b->qs);
    *low = d * (widen(q & 15) - 8.0f);
    *high = d * (widen(q >> 4) - 8.0f);
}
// A product of 11 and 5 bits is exact, so fused and separate rounding agree below.
INLINE void unpack_q4_1(const void *p, v16 *low, v16 *high) {
    const block_q4_1 *b = p;
    v16 d, m;
    splat_halves(b, &d, &m);
    const b16 q = load_bytes(b->qs);
    *low = fma16(d, widen(q & 15), m);
    *high = fma16(d, widen(q >> 4), m);
}
INLINE void unpack_q5_0(const void *p, v16 *low, v16 *high) {
    const block_q5_0 *b = p;
    const v16 d = splat_half(b);
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
    v16 d, m;
    splat_halves(b, &d, &m);
    const b16 q = load_bytes(b->qs);
    uint32_t bits;
    memcpy(&bits, b->qh, 4);
    const u16 l = __builtin_convertvector(q & 15, u16) | fifth_bit(bits, 0);
    const u16 h = __builtin_convertvector(q >> 4, u16) | fifth_bit(bits, 16);
    *low = fma16(d, __builtin_convertvector((i16)l, v16), m);
    *high = fma16(d, __builtin_convertvector((i16)h, v16), m);
}
#endif
INLINE void unpack_q8_0(const void *p, v16 *low, v16 *high) {
    const block_q8_0 *b = p;
    const v16 d = splat_half(b);
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
