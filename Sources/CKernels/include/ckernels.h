// Kernels of the model engine: one dispatch table, chosen once from what the processor offers.
#pragma once

/// The version of the kernel table; bumped when a signature changes.
int ck_version(void);
