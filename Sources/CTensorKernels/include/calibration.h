// A fixed piece of work on a level: how fast the machine is.
#ifndef CTENSORKERNELS_CALIBRATION_H
#define CTENSORKERNELS_CALIBRATION_H

#include "plan.h"

/// Runs the work so many times; returns a number that depends on all of it.
float tk_calibrate(tk_level level, int64_t iterations);

#endif
