#include "publish/svg_date.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* What the ticks of a date axis are apart: days, or months. */
struct date_step
{
	int64_t days;
	int64_t months;
};

/* The day since 1970-01-01 on which a month begins; months are counted from January of year 0. */
static int64_t
month_start(int64_t month)
{
	int64_t year = cpe_divide_down(month, 12);

	return cpe_day_of(year, (int) (month - year * 12) + 1, 1);
}

/* Writes a year; those before 1 as historians count them. */
static void
write_year(struct cpe_text *out, int64_t year)
{
	if (year > 0)
		cpe_text_printf(out, "%lld", (long long) year);
	else
		cpe_text_printf(out, "%lld BC", (long long) (1 - year));
}

/* Writes a day in words. */
void
cpe_svg_day(struct cpe_text *out, double day)
{
	struct cpe_date date = cpe_date_of((int64_t) floor(day));

	cpe_text_printf(out, "%d %s ", date.day, months[date.month - 1]);
	write_year(out, date.year);
}

/* Adds a tick at a day, labelled as finely as the step needs it. */
static bool
add_tick(struct cpe_svg_axis *axis, struct date_step step, int64_t day, struct cpe_arena *arena,
         struct cpe_problem *problem)
{
	struct cpe_date date = cpe_date_of(day);
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	if (step.days > 0)
		cpe_svg_day(&text, (double) day);
	else
	{
		if (step.months % 12 != 0)
			cpe_text_printf(&text, "%s ", months[date.month - 1]);
		write_year(&text, date.year);
	}
	axis->at[axis->ticks] = (double) day;
	axis->decimals[axis->ticks] = 0;
	axis->word[axis->ticks] = cpe_text_close(&text, NULL);
	return axis->word[axis->ticks++] != NULL;
}

/* Sets the ticks at a step, as many as an axis can have. */
static bool
set_ticks(struct cpe_svg_axis *axis, struct date_step step, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	int64_t first = (int64_t) ceil(axis->lo);
	int64_t last = (int64_t) floor(axis->hi);
	struct cpe_date date = cpe_date_of(first);
	int64_t index = step.days > 0
	                    ? cpe_divide_down(first - 4, step.days) /* weeks begin on Mondays */
	                    : cpe_divide_down(date.year * 12 + date.month - 1, step.months);

	axis->ticks = 0;
	for (; axis->ticks < CPE_SVG_MOST_TICKS; index++)
	{
		int64_t day = step.days > 0 ? index * step.days + 4 : month_start(index * step.months);

		if (day > last)
			break;
		if (day >= first && !add_tick(axis, step, day, arena, problem))
			return false;
	}
	return true;
}

/* Tries the steps from the shortest on. */
bool
cpe_svg_fill_date_axis(struct cpe_svg_axis *axis, struct cpe_arena *arena,
                       struct cpe_problem *problem)
{
	static const struct date_step fine[] = {{1, 0}, {2, 0}, {7, 0}, {14, 0},
	                                        {0, 1}, {0, 2}, {0, 3}, {0, 6}};
	static const int mantissa[] = {1, 2, 5};
	int64_t years = 1;

	for (size_t i = 0; years <= INT64_C(10000000); i++)
	{
		size_t of_fine = sizeof(fine) / sizeof(*fine);
		size_t coarse = i < of_fine ? 0 : i - of_fine;
		struct date_step step;
		double length;
		double widest;

		if (i < of_fine)
			step = fine[i];
		else
		{
			step.days = 0;
			step.months = 12 * years * mantissa[coarse % 3];
			if (coarse % 3 == 2)
				years *= 10;
		}
		length = step.days > 0 ? (double) step.days : 30.4 * (double) step.months;
		if ((axis->hi - axis->lo) / length > CPE_SVG_MOST_TICKS - 2)
			continue;
		if (!set_ticks(axis, step, arena, problem))
			return false;
		widest = cpe_svg_widest_tick(axis, arena, problem);
		if (isnan(widest))
			return false;
		if (cpe_svg_ticks_fit(axis, widest))
			break;
	}
	return true;
}
