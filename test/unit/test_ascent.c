#include "benchmark/ascent.h"
#include "unit.h"

#include <math.h>

/* How a surface is looked at. */
struct walk
{
	int looks;
	int most;    /* looks before it stops; -1: never */
	double skew; /* second derivatives are wrong by this factor */
};

/* Rosenbrock's ridge, bent so that second derivatives are no summit's far from it. */
static bool
ridge(void *of, const double *x, struct cpe_ascent_point *point)
{
	struct walk *walk = of;
	double a = 1 - x[0];
	double b = x[1] - x[0] * x[0];

	point->value = -(a * a + 10 * b * b);
	point->slope[0] = 2 * a + 40 * x[0] * b;
	point->slope[1] = -20 * b;
	point->bend[0] = (-2 + 40 * b - 80 * x[0] * x[0]) * walk->skew;
	point->bend[1] = 40 * x[0] * walk->skew;
	point->bend[2] = -20 * walk->skew;
	return walk->looks++ != walk->most;
}

/* No summit: it rises for ever along the second parameter. */
static bool
slope(void *of, const double *x, struct cpe_ascent_point *point)
{
	struct walk *walk = of;

	*point = (struct cpe_ascent_point){x[1] - x[0] * x[0], {-2 * x[0], 1}, {-2, 0, 0}};
	return walk->looks++ != walk->most;
}

/* A summit beside a place without value. */
static bool
edge(void *of, const double *x, struct cpe_ascent_point *point)
{
	struct walk *walk = of;

	point->value = x[1] > 0 ? log(x[1]) - x[1] - x[0] * x[0] : NAN;
	point->slope[0] = -2 * x[0];
	point->slope[1] = 1 / x[1] - 1;
	point->bend[0] = -2;
	point->bend[1] = 0;
	point->bend[2] = -1 / (x[1] * x[1]);
	return walk->looks++ != walk->most;
}

int
main(void)
{
	static const double start[][2] = {{-1.2, 1}, {4, -3}, {0, 0}, {1, 1}, {-3, 5}};
	static const double skew[] = {1, 1.1, 0.8};
	const bool both[2] = {true, true};
	struct cpe_ascent_point point;
	bool arrived;

	unit_case("a bent ridge, with second derivatives right and nearly so");
	for (int i = 0; i < 5; i++)
		for (int k = 0; k < 3; k++)
		{
			struct walk walk = {0, -1, skew[k]};
			double x[2] = {start[i][0], start[i][1]};

			CHECK(cpe_ascent(ridge, &walk, both, x, &point, &arrived) && arrived, "%d %d", i, k);
			ABSOLUTE(x[0], 1, 1e-5, "%d %d: first", i, k);
			ABSOLUTE(x[1], 1, 1e-5, "%d %d: second", i, k);
			CHECK(walk.looks < 200, "%d %d: %d looks", i, k, walk.looks);
		}
	unit_case("one parameter held");
	for (int held = 0; held < 2; held++)
	{
		const bool free[2] = {held != 0, held != 1};
		struct walk walk = {0, -1, 1};
		double x[2] = {1.5, 2.25};

		CHECK(cpe_ascent(ridge, &walk, free, x, &point, &arrived) && arrived, "%d", held);
		CHECK(x[held] == (held ? 2.25 : 1.5) && fabs(point.slope[1 - held]) < 1e-4, "%d: %g %g",
		      held, x[0], x[1]);
	}
	unit_case("no summit, and places without a value");
	{
		struct walk walk = {0, -1, 1};
		double x[2] = {3, 0};
		double y[2] = {1, 1.9};
		double z[2] = {1, -1};

		CHECK(cpe_ascent(slope, &walk, both, x, &point, &arrived) && !arrived, "rises for ever");
		CHECK(cpe_ascent(edge, &walk, both, y, &point, &arrived) && arrived, "beside an edge");
		ABSOLUTE(y[1], 1, 1e-6, "beside an edge");
		CHECK(cpe_ascent(edge, &walk, both, z, &point, &arrived) && !arrived && z[1] == -1,
		      "beyond it");
	}
	unit_case("stops when told");
	for (int most = 0; most < 8; most++)
	{
		struct walk walk = {0, most, 1};
		double x[2] = {-1.2, 1};

		CHECK(!cpe_ascent(ridge, &walk, both, x, &point, &arrived) && !arrived, "%d", most);
	}
	return unit_end();
}
