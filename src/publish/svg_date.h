#ifndef CPE_PUBLISH_SVG_DATE_H
#define CPE_PUBLISH_SVG_DATE_H

#include "publish/svg_axis.h"

/* Days since 1970-01-01 that the calendar here goes to, some millions of years. */
#define CPE_SVG_LARGEST_DAY 2.2e9

/* Writes a day since 1970-01-01 by the Gregorian calendar, as "5 Jan 2019". */
extern void cpe_svg_day(struct cpe_text *out, double day);

/*
 * Sets a horizontal axis of days since 1970-01-01, whose pixels and ends are known, with as many
 * ticks as have room for their labels: days, weeks, months or years.
 */
extern bool cpe_svg_fill_date_axis(struct cpe_svg_axis *axis, struct cpe_arena *arena,
                                   struct cpe_problem *problem);

#endif
