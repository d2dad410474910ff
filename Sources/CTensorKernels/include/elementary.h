// Elementary functions in double precision, for schedules, data generation, initialisation and metrics.
//
// Every error is below one unit in the last place, of normal and of subnormal results (docs/numerics.md).
#ifndef CTENSORKERNELS_ELEMENTARY_H
#define CTENSORKERNELS_ELEMENTARY_H

/// e^x; 0 below -745.2, infinity above 709.8.
double tk_exp(double x);
/// Natural logarithm; -infinity at 0, NaN below.
double tk_log(double x);
/// ln(1 + x); -infinity at -1, NaN below.
double tk_log1p(double x);
/// tanh x.
double tk_tanh(double x);
/// 1 / (1 + e^-x).
double tk_sigmoid(double x);
/// erf x.
double tk_erf(double x);
/// sin x; NaN for infinite x.
double tk_sin(double x);
/// cos x; NaN for infinite x.
double tk_cos(double x);
/// sqrt x, correctly rounded; NaN below 0.
double tk_sqrt(double x);
/// x^y, with the special cases of C (ISO/IEC 9899:2018, F.10.4.4): x^0 = 1^y = 1 also for NaN, and NaN for
/// finite x < 0 and y that is not a whole number.
double tk_pow(double x, double y);

#endif
