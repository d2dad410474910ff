// The C side of the tensor core: deterministic arithmetic, SIMD kernels and the plan interpreter.
//
// Everything here is built of correctly rounded operations (+ - * / sqrt, and a fused multiply-add that is
// written out), so the bits do not depend on the instruction set. docs/numerics.md states the contract.
#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include "calibration.h"
#include "elementary.h"
#include "environment.h"
#include "exponentials.h"
#include "philox.h"
#include "plan.h"
#include "sha256.h"

#endif
