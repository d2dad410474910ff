// The kernels for x86-64 with AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>

#include "CTensorKernels.h"

#define TK_FMA_IN_HARDWARE 1
#define TK_TILE_ROWS 6
#define TK_TILE_VECTORS 4
#define TK_BLOCK_VECTORS 8
#define TK_LEVEL_NAME(name) name##_avx512

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), \
                             apply_to = function)
#include "levels/vector.h"
#include "levels/functions.h"
#include "levels/elementwise.h"
#include "levels/matmul.h"
#include "levels/random.h"
#include "levels/normal.h"
#include "levels/reductions.h"
#include "levels/shapes.h"
#include "levels/convolution.h"
#include "levels/selection.h"
#include "levels/interpreter.h"
#include "levels/calibration.h"
#pragma clang attribute pop
#endif
