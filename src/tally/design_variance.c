#include "tally/design_variance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/distribution.h"

const char cpe_lonely_names[] = "fail, remove, certainty, adjust, average";
const char cpe_design_interval_names[] = "mean, logit, arcsine, beta, wilson";

/* The place of a word in a list whose words are apart by ", "; -1 when it is not there. */
static int
place_in(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (int place = 0; list != NULL; place++)
	{
		if (length > 0 && strncmp(list, word, length) == 0 &&
		    (list[length] == ',' || list[length] == '\0'))
			return place;
		list = strstr(list, ", ");
		list = list ? list + 2 : NULL;
	}
	return -1;
}

bool
cpe_lonely_by_name(const char *name, enum cpe_lonely *lonely)
{
	int place = place_in(cpe_lonely_names, name);

	*lonely = (enum cpe_lonely)(place < 0 ? 0 : place);
	return place >= 0;
}

bool
cpe_design_interval_by_name(const char *name, enum cpe_design_interval *method)
{
	int place = place_in(cpe_design_interval_names, name);

	*method = (enum cpe_design_interval)(place < 0 ? 0 : place);
	return place >= 0;
}

struct cpe_design_size
cpe_design_size(const struct cpe_design *design)
{
	struct cpe_design_size size = {0, 0, design->strata, 0};

	for (const struct cpe_design_entry *entry = cpe_design_first(design); entry != NULL;
	     entry = cpe_design_next(design, entry))
		if (entry->type == CPE_DESIGN_WHOLE)
		{
			size.rows = entry->rows;
			size.n = entry->n;
		}
		else if (entry->type == CPE_DESIGN_STRATUM)
			size.psus += entry->stage == CPE_DESIGN_ROWS ? entry->rows : entry->psus;
	return size;
}

/* ---- sums of a design ---- */

static void
add_to(struct cpe_big *total, const struct cpe_big *more)
{
	cpe_big_add(total, total, more);
}

/* total += a * b */
static void
add_product(struct cpe_big *total, const struct cpe_big *a, const struct cpe_big *b)
{
	struct cpe_big product;

	cpe_big_multiply(&product, a, b);
	add_to(total, &product);
}

static void
subtract_product(struct cpe_big *total, const struct cpe_big *a, const struct cpe_big *b)
{
	struct cpe_big product;

	cpe_big_multiply(&product, a, b);
	cpe_big_negate(&product);
	add_to(total, &product);
}

static void
scale_by(struct cpe_big *value, int64_t factor)
{
	struct cpe_big times;
	struct cpe_big product;

	cpe_big_of_int(&times, factor);
	cpe_big_multiply(&product, value, &times);
	cpe_big_of_int(value, 0);
	add_to(value, &product);
}

/* y, x and, where there are, their squares and product over units. */
struct parts
{
	struct cpe_big y;
	struct cpe_big x;
	struct cpe_big yy;
	struct cpe_big yx;
	struct cpe_big xx;
};

static void
clear(struct parts *parts)
{
	cpe_big_of_int(&parts->y, 0);
	cpe_big_of_int(&parts->x, 0);
	cpe_big_of_int(&parts->yy, 0);
	cpe_big_of_int(&parts->yx, 0);
	cpe_big_of_int(&parts->xx, 0);
}

static void
read_totals(struct parts *parts, const struct cpe_design_entry *entry)
{
	cpe_big_of_exact(&parts->y, cpe_design_sum(entry, CPE_DESIGN_Y));
	cpe_big_of_exact(&parts->x, cpe_design_sum(entry, CPE_DESIGN_X));
}

static void
read_squares(struct parts *parts, const struct cpe_design_entry *entry)
{
	cpe_big_of_exact(&parts->yy, cpe_design_sum(entry, CPE_DESIGN_YY));
	cpe_big_of_exact(&parts->yx, cpe_design_sum(entry, CPE_DESIGN_YX));
	cpe_big_of_exact(&parts->xx, cpe_design_sum(entry, CPE_DESIGN_XX));
}

/* Adds one unit, whose y and x are totals. */
static void
add_unit(struct parts *parts, const struct parts *unit)
{
	add_to(&parts->y, &unit->y);
	add_to(&parts->x, &unit->x);
	add_product(&parts->yy, &unit->y, &unit->y);
	add_product(&parts->yx, &unit->y, &unit->x);
	add_product(&parts->xx, &unit->x, &unit->x);
}

/* The sums of y and x over all rows. */
static void
grand_totals(const struct cpe_design *design, struct parts *parts)
{
	struct parts one;

	clear(parts);
	for (const struct cpe_design_entry *entry = cpe_design_first(design); entry != NULL;
	     entry = cpe_design_next(design, entry))
		if (entry->type == CPE_DESIGN_PSU ||
		    (entry->type == CPE_DESIGN_STRATUM && entry->stage == CPE_DESIGN_ROWS))
		{
			read_totals(&one, entry);
			add_to(&parts->y, &one.y);
			add_to(&parts->x, &one.x);
		}
}

bool
cpe_design_has(const struct cpe_design *design, enum cpe_design_estimate what, const char **why)
{
	struct parts totals;

	*why = NULL;
	if (cpe_design_size(design).n == 0)
		*why = "no responses";
	else if (what == CPE_DESIGN_OF_MEAN)
	{
		grand_totals(design, &totals);
		if (cpe_big_sign(&totals.x) == 0)
			*why = "the denominator is zero";
	}
	return *why == NULL;
}

double
cpe_design_value(const struct cpe_design *design, enum cpe_design_estimate what)
{
	struct parts totals;

	grand_totals(design, &totals);
	if (what == CPE_DESIGN_OF_TOTAL)
		cpe_big_of_int(&totals.x, 1);
	return cpe_big_ratio(&totals.y, &totals.x);
}

double
cpe_design_base(const struct cpe_design *design)
{
	struct parts totals;
	struct cpe_big one;

	grand_totals(design, &totals);
	cpe_big_of_int(&one, 1);
	return cpe_big_ratio(&totals.x, &one);
}

/* ---- variance ---- */

/* A square root of a sum of squares that are out of the doubles' range before their root is. */
struct norm
{
	double largest;
	double squares; /* in units of the largest */
};

static void
norm_add(struct norm *norm, double root)
{
	if (isinf(root)) /* and so it stays: the next infinite one must not make it no number */
	{
		norm->largest = root;
		norm->squares = 1;
	}
	else if (root > norm->largest)
	{
		double down = norm->largest / root;

		norm->squares = 1 + norm->squares * down * down;
		norm->largest = root;
	}
	else if (root > 0)
	{
		double part = root / norm->largest;

		norm->squares += part * part;
	}
}

/* Linearisation: the unit's u = w y for a total, (y - R x) / sum(wx) for a mean. */
struct linear
{
	bool total;
	struct cpe_big y; /* grand totals */
	struct cpe_big x;
	struct cpe_big yy; /* their products */
	struct cpe_big yx;
	struct cpe_big xx;
	struct cpe_big one;
};

static void
linear_open(struct linear *linear, const struct cpe_design *design, enum cpe_design_estimate what)
{
	struct parts totals;

	linear->total = what == CPE_DESIGN_OF_TOTAL;
	cpe_big_of_int(&linear->one, 1);
	if (linear->total)
	{
		linear->xx = linear->one;
		return;
	}
	grand_totals(design, &totals);
	linear->y = totals.y;
	linear->x = totals.x;
	cpe_big_multiply(&linear->yy, &totals.y, &totals.y);
	cpe_big_multiply(&linear->yx, &totals.y, &totals.x);
	cpe_big_multiply(&linear->xx, &totals.x, &totals.x);
}

/* The sum of the units' u, times sum(wx)^2. */
static void
linear_sum(struct cpe_big *sum, const struct linear *linear, const struct parts *parts)
{
	cpe_big_of_int(sum, 0);
	if (linear->total)
	{
		add_to(sum, &parts->y);
		return;
	}
	add_product(sum, &parts->y, &linear->x);
	subtract_product(sum, &parts->x, &linear->y);
}

/*
 * The root of factor * (k * sum(u^2) - (sum u)^2), over k units of which those in the parts are
 * not zero; k 0: of factor * (sum u)^2.
 */
static double
deviation(const struct linear *linear, const struct parts *parts, int64_t k, double factor)
{
	struct cpe_big sum;
	struct cpe_big squares;

	linear_sum(&sum, linear, parts);
	cpe_big_of_int(&squares, 0);
	if (k == 0)
		add_product(&squares, &sum, &sum);
	else
	{
		if (linear->total)
			add_to(&squares, &parts->yy);
		else
		{
			struct cpe_big cross;

			cpe_big_multiply(&cross, &linear->yx, &parts->yx);
			cpe_big_negate(&cross);
			add_product(&squares, &linear->xx, &parts->yy);
			add_to(&squares, &cross);
			add_to(&squares, &cross);
			add_product(&squares, &linear->yy, &parts->xx);
		}
		scale_by(&squares, k);
		subtract_product(&squares, &sum, &sum);
	}
	return cpe_big_root(&squares, &linear->one, factor, &linear->xx);
}

/* A part that the whole does not contain. */
static bool
refuse_part(const char *what, struct cpe_design_name name, struct cpe_problem *problem)
{
	char shown[CPE_DESIGN_SHOWN];

	return cpe_problem_set(problem, CPE_INVALID, "A part's rows are all among those of the whole.",
	                       "Give within the whole design: rollup(d) OVER () over the groups' d.",
	                       "within does not contain the design: %s",
	                       cpe_design_shown(what, name, shown));
}

/*
 * Whether an entry of the part can be the whole's entry with fewer rows.  The whole's values do not
 * matter: it is asked for what the sample was.
 */
static bool
is_part(const struct cpe_design_entry *part, const struct cpe_design_entry *whole,
        struct cpe_problem *problem)
{
	if (part->stage == whole->stage && part->population == whole->population &&
	    part->rows <= whole->rows && part->psus <= whole->psus)
		return true;
	return refuse_part(part->type == CPE_DESIGN_PSU ? "PSU" : "stratum",
	                   cpe_design_entry_name(part), problem);
}

static bool
refuse_lonely(const char *message, struct cpe_problem *problem)
{
	return cpe_problem_set(
		problem, CPE_INVALID, "One unit alone says nothing about the variance between units.",
		"Merge strata, or choose a rule with lonely: remove, certainty, adjust, average. For a "
		"group's own rows, give the whole design as within.",
		"%s", message);
}

struct variance
{
	const struct linear *linear;
	enum cpe_lonely lonely;
	struct norm first;  /* between PSUs */
	struct norm second; /* within PSUs */
	int64_t lonely_strata;
};

/* Adds what a stratum's units add: k of them in the sample, of the population; false: lonely. */
static void
add_stage(struct variance *variance, struct norm *norm, const struct parts *parts, int64_t k,
          double population, double share, bool lonely)
{
	double left = population > 0 ? (population - (double) k) / population : 1;

	if (left <= 0 || share <= 0)
		return;
	if (!lonely)
		norm_add(norm, deviation(variance->linear, parts, k, share * left / (double) (k - 1)));
	else if (variance->lonely == CPE_LONELY_ADJUST)
		norm_add(norm, deviation(variance->linear, parts, 0, share * left));
}

/*
 * The PSUs of one stratum: those of the whole from *whole on, those of the part from *part on; both
 * are moved behind them.  parts: their sums over PSUs.
 */
static bool
add_psus(struct variance *variance, const struct cpe_design *design, const struct cpe_design *all,
         const struct cpe_design_entry *stratum, const struct cpe_design_entry **part,
         const struct cpe_design_entry **whole, struct parts *parts, struct cpe_arena *arena,
         struct cpe_problem *problem)
{
	struct parts unit;
	double share =
		stratum->population > 0 ? (double) stratum->psus / stratum->population : 0; /* f1 */
	char shown[2][CPE_DESIGN_SHOWN];
	char message[3 * CPE_DESIGN_SHOWN];

	for (int64_t done = 1; *whole != NULL && (*whole)->type == CPE_DESIGN_PSU; done++)
	{
		struct cpe_design_name name = cpe_design_entry_name(*whole);
		bool there = *part != NULL && (*part)->type == CPE_DESIGN_PSU;
		int order = there ? cpe_design_compare_names(cpe_design_entry_name(*part), name) : 1;

		if (done % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (order < 0)
			break;
		if (order == 0 && !is_part(*part, *whole, problem))
			return false;
		if (order == 0)
		{
			read_totals(&unit, *part);
			add_unit(parts, &unit);
		}
		if ((*whole)->stage == CPE_DESIGN_UNITS && share > 0)
		{
			bool lonely = (*whole)->rows == 1 && (*whole)->population > 1;

			if (lonely &&
			    (variance->lonely == CPE_LONELY_FAIL || variance->lonely == CPE_LONELY_AVERAGE))
			{
				snprintf(message, sizeof(message), "%s of %s has only one unit",
				         cpe_design_shown("PSU", name, shown[0]),
				         cpe_design_shown("stratum", cpe_design_entry_name(stratum), shown[1]));
				return refuse_lonely(message, problem);
			}
			if (order == 0)
			{
				read_squares(&unit, *part);
				add_stage(variance, &variance->second, &unit, (*whole)->rows, (*whole)->population,
				          share, lonely);
			}
		}
		if (order == 0)
			*part = cpe_design_next(design, *part);
		*whole = cpe_design_next(all, *whole);
	}
	return *part == NULL || (*part)->type != CPE_DESIGN_PSU ||
	       refuse_part("PSU", cpe_design_entry_name(*part), problem);
}

/* One stratum of the whole, with what the part has of it. */
static bool
add_stratum(struct variance *variance, const struct cpe_design *design,
            const struct cpe_design *all, const struct cpe_design_entry **part,
            const struct cpe_design_entry **whole, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	const struct cpe_design_entry *stratum = *whole;
	const struct cpe_design_entry *none = NULL;
	struct cpe_design_name name = cpe_design_entry_name(stratum);
	int order = *part ? cpe_design_compare_names(cpe_design_entry_name(*part), name) : 1;
	bool by_row = stratum->stage == CPE_DESIGN_ROWS;
	int64_t units = by_row ? stratum->rows : stratum->psus;
	bool lonely = units == 1 && stratum->population != 1;
	char shown[CPE_DESIGN_SHOWN];
	char message[2 * CPE_DESIGN_SHOWN];
	struct parts parts;

	if (order < 0)
		return refuse_part("stratum", cpe_design_entry_name(*part), problem);
	if (order == 0 && !is_part(*part, stratum, problem))
		return false;
	if (lonely && variance->lonely == CPE_LONELY_FAIL)
	{
		snprintf(message, sizeof(message), "%s has only one PSU",
		         cpe_design_shown("stratum", name, shown));
		return refuse_lonely(message, problem);
	}
	variance->lonely_strata += lonely;
	clear(&parts);
	if (by_row && order == 0)
	{
		read_totals(&parts, *part);
		read_squares(&parts, *part);
	}
	if (order == 0)
		*part = cpe_design_next(design, *part);
	*whole = cpe_design_next(all, *whole);
	if (!by_row && !add_psus(variance, design, all, stratum, order == 0 ? part : &none, whole,
	                         &parts, arena, problem))
		return false;
	if (order == 0)
		add_stage(variance, &variance->first, &parts, units, stratum->population, 1, lonely);
	return true;
}

bool
cpe_design_se(const struct cpe_design *design, const struct cpe_design *whole,
              enum cpe_design_estimate what, enum cpe_lonely lonely, struct cpe_arena *arena,
              double *se, struct cpe_problem *problem)
{
	struct linear linear;
	struct variance variance = {&linear, lonely, {0, 0}, {0, 0}, 0};
	const struct cpe_design_entry *part = cpe_design_first(design);
	const struct cpe_design_entry *all = cpe_design_first(whole);
	double first;
	double second;

	linear_open(&linear, design, what);
	/* both begin with the whole's entry */
	if (part != NULL)
		part = cpe_design_next(design, part);
	if (all != NULL)
		all = cpe_design_next(whole, all);
	for (int64_t done = 1; all != NULL; done++)
	{
		if (done % 256 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!add_stratum(&variance, design, whole, &part, &all, arena, problem))
			return false;
	}
	if (part != NULL)
		return refuse_part("stratum", cpe_design_entry_name(part), problem);
	if (lonely == CPE_LONELY_AVERAGE && variance.lonely_strata > 0)
	{
		if (variance.lonely_strata == whole->strata)
			return refuse_lonely("each stratum has only one PSU", problem);
		variance.first.squares *=
			(double) whole->strata / (double) (whole->strata - variance.lonely_strata);
	}
	first = variance.first.largest * sqrt(variance.first.squares);
	second = variance.second.largest * sqrt(variance.second.squares);
	*se = second > 0 ? hypot(first, second) : first;
	return true;
}

bool
cpe_design_simple_se(const struct cpe_design *design, bool replacement, double *se,
                     const char **why)
{
	struct parts totals;
	struct cpe_big squares;
	struct cpe_big wyy;
	struct cpe_big one;
	struct cpe_big rest;
	int64_t n = cpe_design_size(design).n;
	double factor;

	*why = "too few responses for a design effect";
	if (n < 2)
		return false;
	grand_totals(design, &totals);
	cpe_big_of_int(&one, 1);
	factor = 1 / (double) (n - 1);
	if (!replacement)
	{
		/* (sum w - n) / sum w */
		cpe_big_of_int(&rest, -n);
		add_to(&rest, &totals.x);
		*why = "the weights add up to no more than the sample: no design effect without "
			   "replacement";
		if (cpe_big_sign(&rest) <= 0)
			return false;
		factor *= cpe_big_ratio(&rest, &totals.x);
	}
	cpe_big_of_exact(&wyy, cpe_design_sum(cpe_design_first(design), CPE_DESIGN_WYY));
	cpe_big_of_int(&squares, 0);
	add_product(&squares, &totals.x, &wyy);
	subtract_product(&squares, &totals.y, &totals.y);
	*why = "zero variance";
	*se = cpe_big_root(&squares, &one, factor, &totals.x);
	return *se > 0;
}

/* ---- intervals ---- */

static double
limit_between(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

static void
set_undefined(struct cpe_interval *interval)
{
	interval->status = CPE_INTERVAL_UNDEFINED;
	interval->low = NAN;
	interval->high = NAN;
}

void
cpe_design_value_interval(double value, double se, double df, double level,
                          struct cpe_interval *interval)
{
	double t = cpe_t_quantile_upper((1 - level) / 2, df);

	interval->status = CPE_INTERVAL_OK;
	interval->low_reason = NULL;
	interval->low = value;
	interval->high = value;
	if (se > 0)
	{
		interval->low = value - t * se;
		interval->high = value + t * se;
	}
}

void
cpe_design_rate_interval(enum cpe_design_interval method, double rate, double se, double df,
                         int64_t rows, double level, struct cpe_interval *interval)
{
	double alpha = 1 - level;
	double t = cpe_t_quantile_upper(alpha / 2, df);
	double spread = rate * (1 - rate);
	double effective = spread / (se * se);

	cpe_design_value_interval(rate, se, df, level, interval);
	if (!(se > 0) || method == CPE_DESIGN_INTERVAL_MEAN)
		return;
	if (!(spread > 0) || !isfinite(effective) || !(effective > 0))
	{
		set_undefined(interval);
		return;
	}
	if (method == CPE_DESIGN_INTERVAL_LOGIT)
	{
		double logit = log(rate) - log1p(-rate);

		interval->low = 1 / (1 + exp(-(logit - t * se / spread)));
		interval->high = 1 / (1 + exp(-(logit + t * se / spread)));
	}
	else if (method == CPE_DESIGN_INTERVAL_ARCSINE)
	{
		double angle = asin(sqrt(rate));
		double half = t * se / (2 * sqrt(spread));
		double right = acos(0.0);
		double low = sin(limit_between(angle - half, 0, right));
		double high = sin(limit_between(angle + half, 0, right));

		interval->low = low * low;
		interval->high = high * high;
	}
	else if (method == CPE_DESIGN_INTERVAL_BETA)
	{
		/* Korn and Graubard: the effective number less what few degrees of freedom cost */
		double simple = cpe_t_quantile_upper(alpha / 2, (double) (rows - 1)) / t;

		effective *= simple * simple;
		interval->low = cpe_beta_quantile(alpha / 2, effective * rate, effective * (1 - rate) + 1);
		interval->high =
			cpe_beta_quantile_upper(alpha / 2, effective * rate + 1, effective * (1 - rate));
		/* a number of effective answers that is no double has no quantiles */
		if (isnan(interval->low) || isnan(interval->high))
			set_undefined(interval);
	}
	else
	{
		struct cpe_confidence confidence = {t, alpha};

		cpe_proportion_interval(CPE_PROPORTION_WILSON, rate * effective, effective, &confidence,
		                        interval);
	}
	/*
	 * With much less than one effective answer, rounding can pass the ends; with an error smaller
	 * than the rate's last digit, the rate.
	 */
	if (method != CPE_DESIGN_INTERVAL_BETA)
	{
		interval->low = limit_between(interval->low, 0, rate);
		interval->high = limit_between(interval->high, rate, 1);
	}
}
