// The square root in double precision: correctly rounded by IEEE 754, so the instruction serves.
#include "elementary.h"

double tk_sqrt(double x) { return __builtin_sqrt(x); }
