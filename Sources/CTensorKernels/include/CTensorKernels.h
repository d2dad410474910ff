#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H
#include <stdint.h>
#endif
