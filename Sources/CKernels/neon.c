// The kernels for 64-bit ARM, where fused multiply-add and half floats are always there.
#if defined(__aarch64__)
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

#define CK_NAME(x) neon_##x
#define CK_TABLE ck_kernels_neon
#define CK_LABEL "neon"
#define CK_HARDWARE_HALF 1
#define CK_LOOKUP 0
#define CK_VNNI 0
#include "vector.h"
#else
typedef int ck_no_neon;
#endif
