#include "benchmark/ascent.h"

#include <float.h>
#include <math.h>

#define STEPS 200
#define HALVINGS 40
#define STEP_MOST 2.0

/* The gain a full step promises: at NEAR it may stop falling, below DONE one more is the last. */
#define NEAR 1e-8
#define DONE 1e-12

/* A symmetric 2 x 2 matrix taken apart: its eigenvalues, and the direction of the first. */
struct axes
{
	double value[2];
	double cosine;
	double sine;
};

static struct axes
axes_of(const double *bend)
{
	double half = (bend[0] - bend[2]) / 2;
	double angle = atan2(bend[1], half) / 2;
	double middle = (bend[0] + bend[2]) / 2;
	double radius = hypot(half, bend[1]);

	return (struct axes){{middle + radius, middle - radius}, cos(angle), sin(angle)};
}

/* The step along an axis whose slope and curvature these are. */
static double
step_along(double slope, double curvature, double largest)
{
	return slope / fmax(fabs(curvature), fmax(largest * 1e-12, DBL_MIN));
}

/* Newton's step over the free parameters, and the gain that it promises. */
static double
newton_step(const struct cpe_ascent_point *point, const bool *free, double *step)
{
	double slope[2];
	double bend[3] = {free[0] ? point->bend[0] : 0, free[0] && free[1] ? point->bend[1] : 0,
	                  free[1] ? point->bend[2] : 0};
	struct axes axes = axes_of(bend);
	double largest = fmax(fabs(axes.value[0]), fabs(axes.value[1]));
	double along[2];

	for (int i = 0; i < 2; i++)
		slope[i] = free[i] ? point->slope[i] : 0;
	along[0] = step_along(axes.cosine * slope[0] + axes.sine * slope[1], axes.value[0], largest);
	along[1] = step_along(axes.cosine * slope[1] - axes.sine * slope[0], axes.value[1], largest);
	step[0] = free[0] ? axes.cosine * along[0] - axes.sine * along[1] : 0;
	step[1] = free[1] ? axes.sine * along[0] + axes.cosine * along[1] : 0;
	return (slope[0] * step[0] + slope[1] * step[1]) / 2;
}

/* Whether the point reached is no worse than the last by more than so much, and rounding. */
static bool
no_worse(const struct cpe_ascent_point *next, const struct cpe_ascent_point *last, double slack)
{
	return isfinite(next->value) && isfinite(next->slope[0]) && isfinite(next->slope[1]) &&
	       next->value >= last->value - slack - 4 * DBL_EPSILON * fabs(last->value);
}

bool
cpe_ascent(cpe_ascent_at at, void *of, const bool *free, double *x, struct cpe_ascent_point *point,
           bool *arrived)
{
	double before = INFINITY;

	*arrived = false;
	if (!at(of, x, point))
		return false;
	if (!no_worse(point, point, 0))
		return true;
	for (int i = 0; i < STEPS; i++)
	{
		double step[2];
		double gain = newton_step(point, free, step);
		double length = fmax(fabs(step[0]), fabs(step[1]));
		double share = length > STEP_MOST ? STEP_MOST / length : 1;
		struct cpe_ascent_point next;
		double to[2];
		int halvings;

		for (halvings = 0; halvings < HALVINGS; halvings++, share /= 2)
		{
			to[0] = x[0] + share * step[0];
			to[1] = x[1] + share * step[1];
			if (!at(of, to, &next))
				return false;
			/* near the summit slopes tell more than values do */
			if (no_worse(&next, point, gain <= NEAR ? NEAR : 0))
				break;
		}
		if (halvings < HALVINGS)
		{
			x[0] = to[0];
			x[1] = to[1];
			*point = next;
		}
		*arrived = gain <= DONE || (gain <= NEAR && (halvings == HALVINGS || gain > before / 2));
		if (*arrived || halvings == HALVINGS)
			break;
		before = gain;
	}
	return true;
}
