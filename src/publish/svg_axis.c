#include "publish/svg_axis.h"

#include <math.h>
#include <stddef.h>

#include "publish/svg_text.h"

/* The distance of ticks: mantissa * 10^power with a mantissa of 1, 2 or 5. */
struct step
{
	int mantissa;
	int power;
};

/* 10^power for the powers an axis can need; exact up to 10^22. */
static double
power_of_ten(int power)
{
	double value = 1;

	for (int i = 0; i < power; i++)
		value *= 10;
	return value;
}

/* The value of index steps, as near to the decimal number as a double comes. */
static double
step_value(struct step step, double index)
{
	if (step.power >= 0)
		return index * step.mantissa * power_of_ten(step.power);
	return index * step.mantissa / power_of_ten(-step.power);
}

/* The next longer step: 1, 2, 5, 10, ... */
static struct step
longer_step(struct step step)
{
	if (step.mantissa == 1)
		step.mantissa = 2;
	else if (step.mantissa == 2)
		step.mantissa = 5;
	else
	{
		step.mantissa = 1;
		step.power++;
	}
	return step;
}

/* The shortest nice step of which at most `most` cover the span. */
static struct step
nice_step(double span, int most)
{
	struct step step = {1, -15};

	if (span / most > 1e-14)
		step.power = (int) floor(log10(span / most)) - 1;
	while (step_value(step, most) < span * (1 - 1e-9))
		step = longer_step(step);
	return step;
}

/* The steps around a value, forgiving the last bits. */
static double
index_below(struct step step, double value)
{
	return floor(value / step_value(step, 1) + 1e-7);
}

static double
index_above(struct step step, double value)
{
	return ceil(value / step_value(step, 1) - 1e-7);
}

/* Puts a tick on an axis, if there is room for one more. */
static void
add_tick(struct cpe_svg_axis *axis, double value, int decimals)
{
	if (axis->ticks >= CPE_SVG_MOST_TICKS)
		return;
	if (axis->log && (value < axis->lo * (1 - 1e-9) || value > axis->hi * (1 + 1e-9)))
		return;
	axis->at[axis->ticks] = value;
	axis->word[axis->ticks] = NULL;
	axis->decimals[axis->ticks++] = decimals;
}

/* Sets the ticks of an axis at a step. */
static void
set_ticks(struct cpe_svg_axis *axis, struct step step)
{
	double last = index_below(step, axis->hi);

	axis->ticks = 0;
	for (double i = index_above(step, axis->lo); i <= last && axis->ticks < CPE_SVG_MOST_TICKS; i++)
		add_tick(axis, step_value(step, i), step.power < 0 ? -step.power : 0);
}

/* Where a value is on an axis, in pixels. */
double
cpe_svg_pixels(const struct cpe_svg_axis *axis, double value)
{
	double share;

	if (axis->log)
		share = (log10(value) - log10(axis->lo)) / (log10(axis->hi) - log10(axis->lo));
	else
		share = (value - axis->lo) / (axis->hi - axis->lo);
	return axis->start + share * (axis->end - axis->start);
}

/* Whether a value lies beyond the lower end of an axis (-1), on it (0) or beyond the upper (1). */
int
cpe_svg_beyond_axis(const struct cpe_svg_axis *axis, double value)
{
	return value > axis->hi ? 1 : value < axis->lo ? -1 : 0;
}

/* Widens a range so that numbers on it can be told apart. */
void
cpe_svg_widen(double *lo, double *hi)
{
	double size = fmax(fabs(*lo), fabs(*hi));
	double least = fmax(size * 1e-9, 1e-9);

	if (*hi - *lo >= least)
		return;
	size = size > 0 ? size * 0.05 : 1;
	*lo -= size;
	*hi += size;
}

/* Widens a range to hold a value, if it is a number. */
void
cpe_svg_include(double *lo, double *hi, double value)
{
	if (isnan(value) || isinf(value))
		return;
	*lo = fmin(*lo, value);
	*hi = fmax(*hi, value);
}

/* Rounds an axis to ticks, then holds it within what the caller allows. */
void
cpe_svg_round_axis(struct cpe_svg_axis *axis, const struct cpe_svg_ends *ends, int most)
{
	double least = ends->least;
	double largest = ends->largest;
	struct step step;

	if (ends->fixed)
	{
		axis->lo = least;
		axis->hi = largest;
	}
	for (int round = 0; round < 2; round++)
	{
		bool low_end = !isnan(least) && axis->lo <= least;
		bool high_end = !isnan(largest) && axis->hi >= largest;

		if (low_end)
			axis->lo = least;
		if (high_end)
			axis->hi = largest;
		if (!(axis->hi > axis->lo)) /* all that is to be seen is beyond one allowed end */
		{
			double span = fmax(fabs(axis->lo) * 0.1, 1e-3);

			if (low_end)
				axis->hi = axis->lo + span;
			else
				axis->lo = axis->hi - span;
			if (!isnan(least) && !isnan(largest))
			{
				axis->lo = least;
				axis->hi = largest;
			}
		}
		cpe_svg_widen(&axis->lo, &axis->hi);
		step = nice_step(axis->hi - axis->lo, most);
		if (!ends->fixed && !low_end)
			axis->lo = step_value(step, index_below(step, axis->lo));
		if (!ends->fixed && !high_end)
			axis->hi = step_value(step, index_above(step, axis->hi));
	}
	set_ticks(axis, step);
}

/* Writes a tick's label, its words as append does it. */
static void
write_tick(struct cpe_text *out, const struct cpe_svg_axis *axis, int tick,
           void (*append)(struct cpe_text *, const char *))
{
	if (axis->word[tick] != NULL)
	{
		append(out, axis->word[tick]);
		return;
	}
	if (axis->plain)
		cpe_text_fixed(out, axis->at[tick], axis->decimals[tick]);
	else
		cpe_text_grouped(out, axis->at[tick], axis->decimals[tick]);
	if (axis->unit != NULL)
		append(out, axis->unit);
}

/* Writes a tick's label into the picture. */
void
cpe_svg_tick(struct cpe_text *out, const struct cpe_svg_axis *axis, int tick)
{
	write_tick(out, axis, tick, cpe_text_xml);
}

/* The width of the widest label of an axis' ticks. */
double
cpe_svg_widest_tick(const struct cpe_svg_axis *axis, struct cpe_arena *arena,
                    struct cpe_problem *problem)
{
	double widest = 0;

	for (int i = 0; i < axis->ticks; i++)
	{
		struct cpe_text text;
		char *string;
		size_t length;

		cpe_text_open(&text, arena, problem);
		write_tick(&text, axis, i, cpe_text_append);
		string = cpe_text_close(&text, &length);
		if (string == NULL)
			return NAN;
		widest = fmax(widest, cpe_svg_width(string, length, CPE_SVG_TICK_SIZE));
	}
	return widest;
}

/* Ticks of a log axis: 1, 2 and 5 of each decade as far as they fit, else a linear axis' ones. */
static void
set_log_ticks(struct cpe_svg_axis *x, int most)
{
	static const int few[] = {1, 2, 5};
	int first = (int) floor(log10(x->lo));
	int last = (int) ceil(log10(x->hi));
	int decades = last - first + 1;
	int kinds = decades * 3 <= most + 3 ? 3 : 1;
	int every = kinds == 3 ? 1 : (decades + most - 1) / most;

	x->ticks = 0;
	for (int power = first; power <= last; power += every)
		for (int i = 0; i < kinds; i++)
		{
			struct step step = {few[i], power};
			double value = step_value(step, 1);

			if (value >= x->lo && value <= x->hi)
				add_tick(x, value, power < 0 ? -power : 0);
		}
	if (x->ticks < 2)
		set_ticks(x, nice_step(x->hi - x->lo, most));
}

/* Whether the labels of a horizontal axis' ticks, of which the widest is that wide, have room. */
bool
cpe_svg_ticks_fit(const struct cpe_svg_axis *axis, double widest)
{
	double nearest = axis->end - axis->start;

	for (int i = 1; i < axis->ticks; i++)
		nearest = fmin(nearest,
		               cpe_svg_pixels(axis, axis->at[i]) - cpe_svg_pixels(axis, axis->at[i - 1]));
	return nearest >= widest + 14;
}

/* Rounds an axis that may show anything outwards to ticks. */
static void
round_once(struct cpe_svg_axis *axis, int most)
{
	struct step step = nice_step(axis->hi - axis->lo, most);

	axis->lo = step_value(step, index_below(step, axis->lo));
	axis->hi = step_value(step, index_above(step, axis->hi));
	set_ticks(axis, step);
}

/* Sets a horizontal axis with as many ticks as have room for their labels. */
bool
cpe_svg_fill_axis(struct cpe_svg_axis *x, const struct cpe_svg_ends *ends, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct cpe_svg_axis whole = *x;

	for (int most = (int) ((x->end - x->start) / 70); most >= 1; most--)
	{
		double widest;

		if (x->log)
			set_log_ticks(x, most);
		else
		{
			x->lo = whole.lo;
			x->hi = whole.hi;
			if (ends != NULL)
				cpe_svg_round_axis(x, ends, most);
			else
				round_once(x, most);
		}
		widest = cpe_svg_widest_tick(x, arena, problem);
		if (isnan(widest))
			return false;
		if (cpe_svg_ticks_fit(x, widest))
			break;
	}
	return true;
}
