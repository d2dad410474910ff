// The kernels for any x86-64, and for arm64.
#include "CTensorKernels.h"

#if defined(__aarch64__) || defined(__FMA__)
#define TK_FMA_IN_HARDWARE 1
#define TK_TILE_ROWS 6
#else
#define TK_FMA_IN_HARDWARE 0
#define TK_TILE_ROWS 1
#endif
#define TK_TILE_VECTORS 1
#define TK_BLOCK_VECTORS 2
#define TK_LEVEL_NAME(name) name##_baseline

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
