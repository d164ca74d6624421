#ifndef CPE_BENCHMARK_ASCENT_H
#define CPE_BENCHMARK_ASCENT_H

#include <stdbool.h>

/* A function of two parameters at a point: value, gradient, and second derivatives. */
struct cpe_ascent_point
{
	double value;
	double slope[2];
	double bend[3]; /* first twice, both, second twice; need not be exact */
};

/* Looks at a point; false stops everything.  A value that is not finite counts as very low. */
typedef bool (*cpe_ascent_at)(void *of, const double *x, struct cpe_ascent_point *point);

/*
 * Climbs from x to a maximum over the parameters that are free, by Newton's method: where the
 * second derivatives are not those of a summit their sizes are taken, a step is halved until it
 * leads upwards, and none is longer than 2 in a parameter.  Second derivatives that are nearly
 * right only cost steps: the end is where the gradient is 0.  Leaves x and the point there;
 * arrived: not given up.
 */
extern bool cpe_ascent(cpe_ascent_at at, void *of, const bool *free, double *x,
                       struct cpe_ascent_point *point, bool *arrived);

#endif
