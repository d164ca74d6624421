#include "adjust/composite.h"

#include <math.h>
#include <string.h>

#include "adjust/cahps_item.h"
#include "base/decimal.h"

#define POLL_EVERY 4096

struct item
{
	const double *number; /* by level: the answer; NAN: none */
	struct cpe_cahps_item fitted;
	double mean;        /* overall */
	double linear;      /* overall mean of the adjusters' part */
	double mean_square; /* of answers */
	double weight;      /* overall: of all items */
};

struct working
{
	struct cpe_cahps *result;
	const struct cpe_cells *cells; /* with the items */
	const struct cpe_composite_options *options;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int adjusters;          /* covariates that are no items */
	struct cpe_frame frame; /* of the organisations that are used; patterns as in the cells */
	int items;
	struct item *item;
	double *share;  /* of an organisation in what is overall */
	double *weight; /* organisations x items: a_ij */
	double *each; /* by item, of the pattern at hand: answer less the adjusters' part; NAN: none */
};

static bool
poll(const struct working *working, int64_t step)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(working->arena, working->problem);
}

static void *
room(const struct working *working, size_t count, size_t size)
{
	return cpe_arena_alloc(working->arena, count, size, working->problem);
}

struct cpe_cells
cpe_composite_adjusters(const struct cpe_cells *cells, int items)
{
	struct cpe_cells adjusters = *cells;

	adjusters.covariates -= items;
	adjusters.numeric = true; /* answers are */
	return adjusters;
}

/* ---- what the frame is made of ---- */

/* The answers that an item's levels are. */
static bool
read_answers(const struct working *working, struct item *item, const struct cpe_dimension *levels)
{
	double *number = room(working, (size_t) levels->levels, sizeof(double));

	if (number == NULL)
		return false;
	for (int32_t i = 0; i < levels->levels; i++)
	{
		const char *end;

		number[i] = NAN;
		if (levels->level[i] == NULL)
			continue;
		end = cpe_decimal_read(levels->level[i], &number[i]);
		if (end == NULL || *end != '\0')
			return cpe_problem_set(working->problem, CPE_INVALID, NULL, NULL,
			                       "answer \"%.50s\" to item \"%.50s\" is not a finite decimal "
			                       "number",
			                       levels->level[i], levels->name);
		if (!poll(working, i))
			return false;
	}
	item->number = number;
	return true;
}

static double
answer(const struct working *working, int32_t pattern, int item)
{
	const struct cpe_cells *cells = working->cells;
	const int32_t *code = &cells->code[(size_t) pattern * cells->covariates];

	return working->item[item].number[code[working->adjusters + item]];
}

/* Which covariates the model uses, by their places among those used; -1: not. */
static int *
used_covariates(const struct working *working, int *count)
{
	const struct cpe_fit_options *fit = &working->options->cahps->fit;
	int *place = room(working, (size_t) working->adjusters, sizeof(int));

	if (place == NULL)
		return NULL;
	for (int t = 0; fit->terms >= 0 && t < fit->terms; t++)
		for (int f = 0; f < fit->term[t].factors; f++)
			place[fit->term[t].covariate[f]] = 1;
	*count = 0;
	for (int i = 0; i < working->adjusters; i++)
		place[i] = fit->terms < 0 || place[i] ? (*count)++ : -1;
	return place;
}

/* The options for the covariates used alone. */
static bool
narrow_options(const struct working *working, const int *place, int used,
               struct cpe_fit_options *fit)
{
	const struct cpe_fit_options *from = &working->options->cahps->fit;
	struct cpe_term_request *term =
		room(working, (size_t) (from->terms > 0 ? from->terms : 0), sizeof(*term));
	bool *linear = room(working, (size_t) used, sizeof(bool));
	const char **reference = room(working, (size_t) used, sizeof(*reference));

	if (term == NULL || linear == NULL || reference == NULL)
		return false;
	*fit = *from;
	fit->family = CPE_GAUSSIAN;
	fit->effect = CPE_EFFECT_FIXED;
	fit->linear = linear;
	fit->reference = reference;
	fit->term = term;
	for (int t = 0; t < from->terms; t++)
	{
		term[t].factors = from->term[t].factors;
		for (int f = 0; f < term[t].factors; f++)
			term[t].covariate[f] = place[from->term[t].covariate[f]];
	}
	for (int i = 0; i < working->adjusters; i++)
		if (place[i] >= 0)
		{
			linear[place[i]] = from->linear != NULL && from->linear[i];
			reference[place[i]] = from->reference ? from->reference[i] : NULL;
		}
	return true;
}

/*
 * Cells of the covariates used alone.  Patterns stay those of the answers too, so that the frame's
 * are theirs; who answered nothing is unanswered.
 */
static bool
narrow_cells(const struct working *working, const int *place, int used, struct cpe_cells *narrow)
{
	const struct cpe_cells *cells = working->cells;
	struct cpe_dimension *covariate = room(working, (size_t) used, sizeof(*covariate));
	int32_t *code = room(working, (size_t) cells->patterns * (size_t) used, sizeof(int32_t));

	if (covariate == NULL || code == NULL)
		return false;
	*narrow = *cells;
	narrow->numeric = true;
	narrow->covariates = used;
	narrow->covariate = covariate;
	narrow->code = code;
	/* sums of answers are those of each item, later */
	narrow->sum.wy = narrow->sum.wyy = cells->sum.w;
	narrow->sum.w2y = narrow->sum.w2yy = cells->sum.w2;
	for (int i = 0; i < working->adjusters; i++)
		if (place[i] >= 0)
			covariate[place[i]] = cells->covariate[i];
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		const int32_t *from = &cells->code[(size_t) p * cells->covariates];

		if (!poll(working, p))
			return false;
		for (int i = 0; i < working->adjusters; i++)
			if (place[i] >= 0)
				code[(size_t) p * used + place[i]] = from[i];
	}
	return true;
}

/* A casemix that the aggregates make has no respondent without any answer in its cells. */
static bool
check_answered(const struct working *working)
{
	for (int32_t p = 0; p < working->cells->patterns; p++)
	{
		int i = 0;

		if (!poll(working, p))
			return false;
		while (i < working->items && isnan(answer(working, p, i)))
			i++;
		if (i == working->items)
			return cpe_problem_set(working->problem, CPE_INVALID, NULL,
			                       "Respondents without any answer are its unanswered.",
			                       "no respondents have these answers in casemix");
	}
	return true;
}

static bool
open_frame(struct working *working)
{
	const struct cpe_cahps_options *cahps = working->options->cahps;
	struct cpe_fit_options fit;
	struct cpe_cells narrow;
	struct cpe_frame frame;
	int used;
	const int *place = used_covariates(working, &used);

	return place != NULL && narrow_options(working, place, used, &fit) &&
	       narrow_cells(working, place, used, &narrow) &&
	       cpe_frame_open(&frame, &narrow, &fit, working->arena, working->problem) &&
	       cpe_cahps_open(working->result, &frame, cahps, working->arena, working->problem) &&
	       cpe_cahps_keep(working->result, &working->frame, &frame, cahps, working->arena,
	                      working->problem);
}

/* ---- items ---- */

/* The frame's cells as those of one item: where it has no answer, w is 0. */
static bool
sum_item(const struct working *working, int which, double *w, double *wy, double *mean_square)
{
	const struct cpe_frame *frame = &working->frame;
	double squares = 0;
	double weight = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		double y = answer(working, frame->pattern[p], which);

		if (!poll(working, p))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			w[c] = isnan(y) ? 0 : frame->sum.w[c];
			wy[c] = isnan(y) ? 0 : frame->sum.w[c] * y;
			weight += w[c];
			squares += isnan(y) ? 0 : wy[c] * y;
		}
	}
	*mean_square = weight > 0 ? squares / weight : 0;
	return isfinite(squares) ||
	       cpe_problem_set(working->problem, CPE_RANGE, NULL, "Rescale answers or weights.",
	                       "a sum of casemix is out of range");
}

/* Regresses each item on the adjusters; frees nothing between, so it shares what it can. */
static bool
fit_items(struct working *working)
{
	struct cpe_frame frame = working->frame;
	double *w = room(working, (size_t) frame.cells, sizeof(double));
	double *wy = room(working, (size_t) frame.cells, sizeof(double));
	double *weight = room(working, (size_t) frame.cells, sizeof(double));
	bool *estimated = room(working, (size_t) frame.columns, sizeof(bool));

	if (w == NULL || wy == NULL || weight == NULL || estimated == NULL)
		return false;
	frame.sum.w = w;
	frame.sum.wy = wy;
	for (int i = 0; i < working->items; i++)
	{
		struct item *item = &working->item[i];

		if (!sum_item(working, i, w, wy, &item->mean_square) ||
		    !cpe_cahps_item_fit(&item->fitted, &frame, working->options->cahps, weight,
		                        working->arena, working->problem))
			return false;
		item->fitted.frame = &working->frame;
		for (int k = 0; k < frame.columns; k++)
			estimated[k] = estimated[k] || item->fitted.estimated[k];
	}
	for (int k = 0; k < frame.columns; k++)
		*(estimated[k] ? &working->result->adjusters : &working->result->aliased) += 1;
	return true;
}

/* The items' weights overall and in each organisation, and how many items these have. */
static void
weigh_items(struct working *working, int *items)
{
	const struct cpe_composite_options *options = working->options;
	double all = 0;

	for (int i = 0; i < working->items; i++)
	{
		struct item *item = &working->item[i];
		double n = 0;
		double w = 0;

		for (int32_t j = 0; j < working->result->organisations; j++)
		{
			n += (double) item->fitted.n[j];
			w += item->fitted.w[j];
		}
		item->weight = options->weights == CPE_COMPOSITE_EQUAL         ? n > 0
		               : options->weights == CPE_COMPOSITE_RESPONDENTS ? n
		                                                               : w;
		all += item->weight;
	}
	for (int i = 0; i < working->items; i++)
		working->item[i].weight /= all;
	for (int32_t j = 0; j < working->result->organisations; j++)
	{
		double *weight = &working->weight[(size_t) j * working->items];
		double sum = 0;

		for (int i = 0; i < working->items; i++)
		{
			int64_t n = working->item[i].fitted.n[j];

			if (n == 0)
				continue;
			items[j]++;
			weight[i] = options->weights == CPE_COMPOSITE_EQUAL
			                ? (double) (n < options->target ? n : options->target)
			                : working->item[i].weight;
			sum += weight[i];
		}
		for (int i = 0; i < working->items && sum > 0; i++)
			weight[i] /= sum;
	}
}

/* Sums of respondents' weights by organisation. */
static double *
sum_weights(const struct working *working)
{
	const struct cpe_frame *frame = &working->frame;
	double *w = room(working, (size_t) frame->organisations, sizeof(double));

	for (int32_t c = 0; w != NULL && c < frame->cells; c++)
		w[frame->organisation_of[c]] += frame->sum.w[c];
	return w;
}

/* The composites, unadjusted and adjusted. */
static bool
adjust(struct working *working)
{
	struct cpe_cahps *result = working->result;
	const double *w = sum_weights(working);

	if (w == NULL)
		return false;
	working->share = cpe_cahps_shares(result, w, working->options->cahps->overall, working->arena,
	                                  working->problem);
	if (working->share == NULL)
		return false;
	result->overall_mean = 0;
	for (int i = 0; i < working->items; i++)
	{
		struct item *item = &working->item[i];

		cpe_cahps_item_centre(&item->fitted, working->share, &item->mean, &item->linear);
		result->overall_mean += item->weight * item->mean;
	}
	for (int32_t j = 0; j < result->organisations; j++)
	{
		struct cpe_cahps_organisation *this = &result->organisation[j];
		double unadjusted = 0;

		if (!(working->share[j] > 0))
			continue;
		this->difference = 0;
		for (int i = 0; i < working->items; i++)
		{
			const struct item *item = &working->item[i];
			double weight = working->weight[(size_t) j * working->items + i];
			double from;

			if (weight == 0)
				continue;
			from = item->fitted.wy[j] / item->fitted.w[j] - item->mean;
			unadjusted += weight * from;
			this->difference += weight * (from + (item->linear - item->fitted.linear[j]));
		}
		this->unadjusted = result->overall_mean + unadjusted;
		this->adjusted = result->overall_mean + this->difference;
	}
	return true;
}

/* ---- variances ---- */

/*
 * A respondent's term, sum_i a_ij e_i / W_ij, and what it would be if each e_i were the root of the
 * item's mean square: what is below rounding of it is nothing.
 */
static double
term_of(const struct working *working, int32_t organisation, double *size)
{
	const double *weight = &working->weight[(size_t) organisation * working->items];
	double sum = 0;

	*size = 0;
	for (int i = 0; i < working->items; i++)
	{
		const struct item *item = &working->item[i];
		const struct cpe_cahps_item *fitted = &item->fitted;
		double share;

		if (isnan(working->each[i]))
			continue;
		share = weight[i] / fitted->w[organisation];
		sum += share * (working->each[i] - (fitted->wy[organisation] / fitted->w[organisation] -
		                                    fitted->linear[organisation]));
		*size += share * sqrt(item->mean_square);
	}
	return sum;
}

static bool
variances(struct working *working)
{
	const struct cpe_frame *frame = &working->frame;
	struct cpe_cahps_organisation *organisation = working->result->organisation;
	double *size = room(working, (size_t) frame->organisations, sizeof(double));

	if (size == NULL)
		return false;
	for (int32_t j = 0; j < frame->organisations; j++)
		if (working->share[j] > 0)
			organisation[j].variance = 0;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (!poll(working, p))
			return false;
		for (int i = 0; i < working->items; i++)
			working->each[i] = answer(working, frame->pattern[p], i) -
			                   cpe_frame_linear(frame, p, working->item[i].fitted.coefficient);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int32_t j = frame->organisation_of[c];
			double whole;
			double term = term_of(working, j, &whole);

			organisation[j].variance += frame->sum.w2[c] * (term * term);
			size[j] += frame->sum.w2[c] * (whole * whole);
		}
	}
	for (int32_t j = 0; j < frame->organisations; j++)
		if (working->share[j] > 0 && organisation[j].variance <= CPE_CAHPS_NO_VARIANCE * size[j])
			organisation[j].variance = 0;
	return true;
}

static bool
open_items(struct working *working)
{
	working->item = room(working, (size_t) working->items, sizeof(struct item));
	working->each = room(working, (size_t) working->items, sizeof(double));
	if (working->item == NULL || working->each == NULL)
		return false;
	for (int i = 0; i < working->items; i++)
		if (!read_answers(working, &working->item[i],
		                  &working->cells->covariate[working->adjusters + i]))
			return false;
	return check_answered(working);
}

bool
cpe_composite(struct cpe_cahps *result, int **items, const struct cpe_cells *cells,
              const struct cpe_composite_options *options, struct cpe_arena *arena,
              struct cpe_problem *problem)
{
	struct working working = {.result = result,
	                          .cells = cells,
	                          .options = options,
	                          .arena = arena,
	                          .problem = problem,
	                          .adjusters = cells->covariates - options->items,
	                          .items = options->items};

	cpe_cahps_clear(result);
	if (!open_items(&working) || !open_frame(&working))
		return false;
	*items = room(&working, (size_t) result->organisations, sizeof(int));
	working.weight =
		room(&working, (size_t) result->organisations * (size_t) working.items, sizeof(double));
	if (*items == NULL || working.weight == NULL)
		return false;
	if (result->used == 0)
		working.share = working.weight; /* zeros */
	else
	{
		if (!fit_items(&working))
			return false;
		weigh_items(&working, *items);
		if (!adjust(&working) || !variances(&working))
			return false;
	}
	return cpe_cahps_tests(result, working.share, options->cahps, arena, problem);
}
