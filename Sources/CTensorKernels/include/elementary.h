// Elementary functions in double precision, for schedules, data generation, initialisation and metrics.
#ifndef CTENSORKERNELS_ELEMENTARY_H
#define CTENSORKERNELS_ELEMENTARY_H

/// e^x; 0 below -745.2, infinity above 709.8.
double tk_exp(double x);
/// Natural logarithm; -infinity at 0, NaN below.
double tk_log(double x);
/// sin x for |x| <= 1e6; NaN beyond.
double tk_sin(double x);
/// cos x for |x| <= 1e6; NaN beyond.
double tk_cos(double x);

#endif
