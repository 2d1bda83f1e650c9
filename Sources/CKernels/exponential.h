// The coefficients of exp on float32, shared by the scalar and the vector form.
//
// exp(x) = 2^n * exp(r) with n = round(x / ln 2) and |r| <= ln(2) / 2; exp(r) is a polynomial of
// degree 7 (Taylor's coefficients: the first omitted term is below 2^-27 there, so the result is
// within 2 units in the last place). Arguments below -87 give 0, above 88 are held at 88.
#pragma once

#define EXP_LOG2E 0x1.715476p+0f
/// Adding and subtracting 1.5 * 2^23 rounds to an integer.
#define EXP_ROUND 12582912.0f
#define EXP_LN2_HIGH 0x1.62e400p-1f
#define EXP_LN2_LOW 0x1.7f7d1cp-20f
#define EXP_C2 0.5f
#define EXP_C3 0x1.555556p-3f
#define EXP_C4 0x1.555556p-5f
#define EXP_C5 0x1.111112p-7f
#define EXP_C6 0x1.6c16c2p-10f
#define EXP_C7 0x1.a01a02p-13f
#define EXP_LOWEST -87.0f
#define EXP_HIGHEST 88.0f
